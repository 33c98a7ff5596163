package org.depinsdk.proofs.readings;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.report.Report;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.transparency.tree.TreeHash;

final class CommittedReadingsCodec implements EvidenceCodec<CommittedReadings> {
  @Override
  public byte[] encode(CommittedReadings evidence) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(evidence.root().bytes());
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(evidence.count()).array());
    evidence.shown().forEach(reading -> out.writeBytes(reading.bytes()));
    return out.toByteArray();
  }

  @Override
  public CommittedReadings decode(byte[] bytes) throws MalformedEvidenceException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      Fields.size("CommittedReadings", bytes.length, 0, Report.MAX_EVIDENCE_BYTES, "bytes");
      TreeHash root = TreeHash.of(DisclosedReading.take(in, TreeHash.BYTES));
      int count = in.getInt();
      List<DisclosedReading> shown = new ArrayList<>();
      while (in.hasRemaining()) {
        shown.add(DisclosedReading.read(in));
      }
      CommittedReadings evidence = new CommittedReadings(root, count, shown);
      for (DisclosedReading reading : shown) {
        if (!reading.isIn(root, count)) {
          throw notInTree(reading);
        }
      }
      return evidence;
    } catch (BufferUnderflowException e) {
      throw MalformedEvidenceException.unreadable("CommittedReadings");
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }

  static MalformedEvidenceException notInTree(DisclosedReading reading) {
    return new MalformedEvidenceException(
        CommittedReadings.NOT_IN_TREE, Map.of("index", Integer.toString(reading.index())));
  }
}
