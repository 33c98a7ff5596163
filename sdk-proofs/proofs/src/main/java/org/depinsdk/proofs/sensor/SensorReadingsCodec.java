package org.depinsdk.proofs.sensor;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.Wire;
import org.depinsdk.proofs.wire.v1.SensorEvidence;

/** Readings as protobuf {@code SensorEvidence}. */
final class SensorReadingsCodec implements EvidenceCodec<SensorReadings> {
  @Override
  public byte[] encode(SensorReadings evidence) {
    SensorEvidence.Builder wire = SensorEvidence.newBuilder()
        .setQuantity(evidence.quantity())
        .setArea(evidence.area().index());
    evidence
        .readings()
        .forEach(r -> wire.addAtMs(r.at().toEpochMilli()).addValueMilli(r.valueMilli()));
    return wire.build().toByteArray();
  }

  @Override
  public SensorReadings decode(byte[] bytes) throws MalformedEvidenceException {
    SensorEvidence wire = Wire.parse(SensorEvidence.parser(), bytes, "SensorEvidence");
    if (wire.getAtMsCount() != wire.getValueMilliCount()) {
      throw new MalformedEvidenceException("at_ms and value_milli must be as many, not "
          + wire.getAtMsCount() + " and " + wire.getValueMilliCount());
    }
    try {
      List<SensorReadings.Reading> readings = new ArrayList<>();
      for (int i = 0; i < wire.getAtMsCount(); i++) {
        readings.add(new SensorReadings.Reading(
            Wire.instant("at_ms", wire.getAtMs(i)), wire.getValueMilli(i)));
      }
      return new SensorReadings(wire.getQuantity(), new H3Cell(wire.getArea()), readings);
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(e.getMessage());
    }
  }
}
