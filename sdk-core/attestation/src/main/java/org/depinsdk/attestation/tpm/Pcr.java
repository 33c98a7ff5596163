package org.depinsdk.attestation.tpm;

import java.util.Comparator;

/**
 * A platform configuration register: a hash in a TPM that only grows, by hashing in what is measured.
 *
 * @param bank which of its hashes
 * @param index 0 to 23 on a PC
 */
public record Pcr(TpmHash bank, int index) implements Comparable<Pcr> {
  /** PCRs of a bank in the structures that this SDK reads. */
  public static final int PER_BANK = 24;

  private static final Comparator<Pcr> ORDER =
      Comparator.comparing(Pcr::bank).thenComparingInt(Pcr::index);

  /** Checks the index. */
  public Pcr {
    if (index < 0 || index >= PER_BANK) {
      throw new IllegalArgumentException("a PCR is 0 to " + (PER_BANK - 1) + ", not " + index);
    }
  }

  /** By bank, then by index. */
  @Override
  public int compareTo(Pcr other) {
    return ORDER.compare(this, other);
  }

  /** The bank and the index: {@code sha256.7}, as names of reference values end. */
  @Override
  public String toString() {
    return bank.label() + "." + index;
  }
}
