package org.depinsdk.proofs.uptime;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.depinsdk.core.report.Report;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.wire.v1.HeartbeatEvidence;

/** Heartbeats as protobuf {@code HeartbeatEvidence}. */
final class HeartbeatCodec implements EvidenceCodec<Heartbeat> {
  private static final String NAME = "HeartbeatEvidence";
  private static final int UPTIME_SECONDS =
      HeartbeatEvidence.UPTIME_SECONDS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;
  private static final int CHALLENGE_ANSWER =
      HeartbeatEvidence.CHALLENGE_ANSWER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  @Override
  public byte[] encode(Heartbeat evidence) {
    return HeartbeatEvidence.newBuilder()
        .setUptimeSeconds(evidence.uptimeSeconds())
        .setChallengeAnswer(ByteString.copyFrom(evidence.challengeAnswer()))
        .build()
        .toByteArray();
  }

  // the same as HeartbeatEvidence.parser() and without a message for each of millions of heartbeats
  @Override
  public Heartbeat decode(byte[] bytes) throws MalformedEvidenceException {
    long uptimeSeconds = 0;
    byte[] answer = Heartbeat.NO_ANSWER;
    try {
      Fields.size(NAME, bytes.length, 0, Report.MAX_EVIDENCE_BYTES, "bytes");
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == UPTIME_SECONDS) {
          uptimeSeconds = in.readUInt64();
        } else if (tag == CHALLENGE_ANSWER) {
          answer = in.readByteArray();
        } else if (!in.skipField(tag)) {
          break;
        }
      }
      in.checkLastTagWas(0);
      return new Heartbeat(uptimeSeconds, answer);
    } catch (IOException e) {
      throw MalformedEvidenceException.unreadable(NAME);
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }
}
