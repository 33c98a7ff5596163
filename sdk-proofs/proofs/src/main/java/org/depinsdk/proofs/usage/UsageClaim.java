package org.depinsdk.proofs.usage;

import org.depinsdk.proofs.Fields;

/**
 * What an access point asks to be paid for, with its client's word for it.
 *
 * @param claimedBytes of the session, 0 to {@link UsageReceipt#MAX_BYTES}; an honest access point claims what was signed
 * @param receipt the client's latest receipt
 */
public record UsageClaim(long claimedBytes, SignedUsageReceipt receipt) {
  /** Checks the range. */
  public UsageClaim {
    Fields.unsigned("claimedBytes", claimedBytes, UsageReceipt.MAX_BYTES);
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
