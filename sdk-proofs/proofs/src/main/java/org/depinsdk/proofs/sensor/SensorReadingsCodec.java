package org.depinsdk.proofs.sensor;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.proofs.wire.v1.SensorEvidence;

final class SensorReadingsCodec extends ProtobufCodec<SensorReadings, SensorEvidence> {
  SensorReadingsCodec() {
    super(SensorEvidence.parser(), "SensorEvidence");
  }

  @Override
  protected SensorEvidence write(SensorReadings evidence) {
    SensorEvidence.Builder wire = SensorEvidence.newBuilder()
        .setQuantity(evidence.quantity())
        .setArea(evidence.area().index());
    evidence
        .readings()
        .forEach(r -> wire.addAtMs(r.at().toEpochMilli()).addValueMilli(r.valueMilli()));
    return wire.build();
  }

  @Override
  protected SensorReadings read(SensorEvidence wire) {
    Fields.size(
        "value_milli",
        wire.getValueMilliCount(),
        wire.getAtMsCount(),
        wire.getAtMsCount(),
        "values, as at_ms has");
    List<SensorReadings.Reading> readings = new ArrayList<>(wire.getAtMsCount());
    for (int i = 0; i < wire.getAtMsCount(); i++) {
      readings.add(new SensorReadings.Reading(
          Fields.instant("at_ms", wire.getAtMs(i)), wire.getValueMilli(i)));
    }
    return new SensorReadings(wire.getQuantity(), Fields.cell("area", wire.getArea()), readings);
  }
}
