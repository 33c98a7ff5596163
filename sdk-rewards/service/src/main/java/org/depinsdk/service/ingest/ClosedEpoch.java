package org.depinsdk.service.ingest;

import org.depinsdk.core.encoding.Bytes32;

/**
 * Where a closed epoch is in the network's log.
 *
 * @param start the index of the record that opens it; 0 for epoch 0, which begins with the log
 * @param end one more than the index of the record that closes it: the size of the tree that holds all that decided the epoch
 * @param policy SHA-256 of the policy that the log fixed when the epoch opened
 */
public record ClosedEpoch(long start, long end, Bytes32 policy) {}
