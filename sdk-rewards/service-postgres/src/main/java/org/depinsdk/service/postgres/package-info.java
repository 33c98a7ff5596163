/**
 * What a service keeps, in PostgreSQL: {@link org.depinsdk.service.postgres.PostgresStorage}. Several processes may share a
 * database. One of them leads: it holds a lease, and each of its transactions checks in the database that it still leads.
 */
@NullMarked
package org.depinsdk.service.postgres;

import org.jspecify.annotations.NullMarked;
