/**
 * The contracts of {@link org.depinsdk.service.store}, as test classes to extend: one for each port, and one for the storage as a
 * whole. An implementation passes all of them:
 *
 * <pre>{@code
 * class MyLedgerTest extends LedgerContract {
 *   @Override
 *   protected Storage open(String network) throws IOException { return MyStorage.open(emptyPlaceOfThisTest, network); }
 * }
 * }</pre>
 */
@NullMarked
package org.depinsdk.service.testkit;

import org.jspecify.annotations.NullMarked;
