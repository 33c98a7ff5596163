/**
 * What the service keeps in SQLite: the registry's records and the ledger of settled epochs.
 */
@NullMarked
package org.depinsdk.scaffold.store;

import org.jspecify.annotations.NullMarked;
