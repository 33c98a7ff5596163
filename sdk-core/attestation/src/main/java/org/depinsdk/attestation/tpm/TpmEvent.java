package org.depinsdk.attestation.tpm;

import java.util.Map;

/**
 * An entry of an event log. Type and data are the log's word; a PCR binds the digests alone.
 *
 * @param number its place in the log, 0 for the first
 * @param pcr which register was extended
 * @param type what it is
 * @param digests what was hashed into the register of each bank
 * @param data what it is about
 */
@SuppressWarnings("ArrayRecordComponent") // a package-private view of one log, never compared
record TpmEvent(int number, int pcr, EventType type, Map<TpmHash, byte[]> digests, byte[] data) {
  /** Whether the data is what was measured: its hash is the digest in each bank, and the type says that it has to be. */
  boolean dataIsMeasured() {
    return type.digestOf() != EventType.DigestOf.CONTENT
        && digests.entrySet().stream()
            .allMatch(
                bank -> java.util.Arrays.equals(bank.getValue(), bank.getKey().hash(data)));
  }
}
