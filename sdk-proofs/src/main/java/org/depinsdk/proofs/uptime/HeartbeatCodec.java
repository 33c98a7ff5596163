package org.depinsdk.proofs.uptime;

import com.google.protobuf.ByteString;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.internal.Wire;
import org.depinsdk.proofs.wire.v1.HeartbeatEvidence;

/** Heartbeats as protobuf {@code HeartbeatEvidence}. */
final class HeartbeatCodec implements EvidenceCodec<Heartbeat> {
  @Override
  public byte[] encode(Heartbeat evidence) {
    return HeartbeatEvidence.newBuilder()
        .setUptimeSeconds(evidence.uptimeSeconds())
        .setChallengeAnswer(ByteString.copyFrom(evidence.challengeAnswer()))
        .build()
        .toByteArray();
  }

  @Override
  public Heartbeat decode(byte[] bytes) throws MalformedEvidenceException {
    HeartbeatEvidence wire = Wire.parse(HeartbeatEvidence.parser(), bytes, "HeartbeatEvidence");
    try {
      return new Heartbeat(wire.getUptimeSeconds(), wire.getChallengeAnswer().toByteArray());
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(e.getMessage());
    }
  }
}
