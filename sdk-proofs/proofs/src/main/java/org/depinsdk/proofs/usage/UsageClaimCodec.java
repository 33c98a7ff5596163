package org.depinsdk.proofs.usage;

import com.google.protobuf.ByteString;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.proofs.wire.v1.UsageClaimEvidence;

final class UsageClaimCodec extends ProtobufCodec<UsageClaim, UsageClaimEvidence> {
  UsageClaimCodec() {
    super(UsageClaimEvidence.parser(), "UsageClaimEvidence");
  }

  @Override
  protected UsageClaimEvidence write(UsageClaim claim) {
    return UsageClaimEvidence.newBuilder()
        .setClaimedBytes(claim.claimedBytes())
        .setReceipt(ByteString.copyFrom(claim.receipt().body()))
        .setSignature(ByteString.copyFrom(claim.receipt().signature()))
        .build();
  }

  @Override
  protected UsageClaim read(UsageClaimEvidence wire) throws MalformedEvidenceException {
    return new UsageClaim(
        wire.getClaimedBytes(),
        SignedUsageReceipt.of(
            wire.getReceipt().toByteArray(), wire.getSignature().toByteArray()));
  }
}
