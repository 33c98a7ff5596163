/**
 * A network's service on gRPC. To start a network, write one class, a {@link org.depinsdk.service.Network}, and hand it to
 * {@link org.depinsdk.service.server.NetworkServer#run}.
 *
 * <p>Data flow, one package for each step:
 *
 * <pre>
 * device ─ client.NetworkClient
 *             │ gRPC: Enroll, Submit, SubmitStream
 *             ▼
 *          service.NetworkEndpoint    limits, deadlines, clear errors
 *             ▼
 *          ingest.ReportIngest        signatures in parallel, then one order: time, replay window, budget
 *             │            ╲
 *             ▼             ▼
 *          log.SequencedLog store.SqliteRegistry      durable, then the receipt goes back
 *             │ the epoch closes
 *             ▼
 *          settle.Settler ─ Settlement ─▶ bundle     judged and paid from the log alone
 *             ▼
 *          store.Ledger ─ gRPC: GetStatement, GetClaim
 * </pre>
 */
@NullMarked
package org.depinsdk.service;

import org.jspecify.annotations.NullMarked;
