package org.depinsdk.proofs.usage;

import com.google.protobuf.ByteString;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.Wire;
import org.depinsdk.proofs.wire.v1.UsageClaimEvidence;

/** Claims as protobuf {@code UsageClaimEvidence}. */
final class UsageClaimCodec implements EvidenceCodec<UsageClaim> {
  @Override
  public byte[] encode(UsageClaim evidence) {
    return UsageClaimEvidence.newBuilder()
        .setClaimedBytes(evidence.claimedBytes())
        .setReceipt(ByteString.copyFrom(evidence.receipt().body()))
        .setSignature(ByteString.copyFrom(evidence.receipt().signature()))
        .build()
        .toByteArray();
  }

  @Override
  public UsageClaim decode(byte[] bytes) throws MalformedEvidenceException {
    UsageClaimEvidence wire = Wire.parse(UsageClaimEvidence.parser(), bytes, "UsageClaimEvidence");
    SignedUsageReceipt receipt = SignedUsageReceipt.of(
        wire.getReceipt().toByteArray(), wire.getSignature().toByteArray());
    return new UsageClaim(
        Wire.number("claimed_bytes", wire.getClaimedBytes(), 0, UsageReceipt.MAX_BYTES), receipt);
  }
}
