/**
 * What the service keeps in SQLite: the registry's records and the ledger of settled epochs.
 */
@NullMarked
package org.depinsdk.service.sqlite;

import org.jspecify.annotations.NullMarked;
