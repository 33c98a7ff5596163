package org.depinsdk.proofs.usage;

/**
 * What an access point asks to be paid for, with its client's word for it.
 *
 * @param claimedBytes of the session, 0 to {@link UsageReceipt#MAX_BYTES}; an honest access point claims what was signed
 * @param receipt the client's latest receipt
 */
public record UsageClaim(long claimedBytes, SignedUsageReceipt receipt) {
  /** Checks the range. */
  public UsageClaim {
    if (claimedBytes < 0 || claimedBytes > UsageReceipt.MAX_BYTES) {
      throw new IllegalArgumentException("claimedBytes must be 0 to " + UsageReceipt.MAX_BYTES
          + ", not " + Long.toUnsignedString(claimedBytes));
    }
  }

  /**
   * A claim of exactly what the client signed.
   *
   * @param receipt the client's latest receipt
   * @return the claim
   */
  public static UsageClaim of(SignedUsageReceipt receipt) {
    return new UsageClaim(receipt.receipt().bytes(), receipt);
  }
}
