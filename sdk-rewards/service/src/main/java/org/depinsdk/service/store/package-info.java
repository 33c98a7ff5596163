/**
 * What a service keeps, as interfaces: the registry's history, open transfers and revocation orders, the report log, the ledger.
 * A {@link org.depinsdk.service.store.Storage} holds one of each.
 *
 * <p>Every method that changes something states what is atomic and what is durable when it returns. <em>Durable</em> means: it is
 * there after the process was killed and after the machine lost power. <em>Atomic</em> means: after a crash it is there whole or
 * not at all. A failure of a store is an {@link java.io.IOException}; an implementation lets no exception of its own kind out.
 *
 * <p>The contract tests of {@code depin-sdk-service-testkit} check an implementation. The service settles crash-safe because of
 * the order in which it writes: a report is in the log before its receipt is sent, a bundle is on the disk before the ledger
 * names its epoch, and each step can be made again with the same outcome.
 */
@NullMarked
package org.depinsdk.service.store;

import org.jspecify.annotations.NullMarked;
