package org.depinsdk.radio.coverage;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.proofs.speed.Speedtest;
import org.depinsdk.radio.wire.v1.ClaimedCoverage;
import org.depinsdk.radio.wire.v1.CoverageEvidence;
import org.depinsdk.radio.wire.v1.LocationSample;
import org.depinsdk.radio.wire.v1.MeasuredCoverage;
import org.depinsdk.radio.wire.v1.SpeedtestSample;

final class CoverageReportCodec extends ProtobufCodec<CoverageReport, CoverageEvidence> {
  CoverageReportCodec() {
    super(CoverageEvidence.parser(), "CoverageEvidence");
  }

  @Override
  protected CoverageEvidence write(CoverageReport evidence) {
    CoverageEvidence.Builder wire = CoverageEvidence.newBuilder();
    if (evidence instanceof CoverageReport.Claim claim) {
      wire.setClaim(claim(claim));
    } else if (evidence instanceof CoverageReport.Measurement measurement) {
      wire.setMeasurement(MeasuredCoverage.newBuilder()
          .setArea(measurement.area().index())
          .setCell(measurement.cell().index())
          .setRadio(measurement.radio().text())
          .setSignalDeciDbm(measurement.signalDeciDbm()));
    }
    return wire.build();
  }

  private static ClaimedCoverage claim(CoverageReport.Claim claim) {
    ClaimedCoverage.Builder wire = ClaimedCoverage.newBuilder()
        .setArea(claim.area().index())
        .setIndoor(claim.type() == RadioType.INDOOR);
    claim
        .covered()
        .forEach(c -> wire.addCells(c.cell().index()).addSignalDeciDbm(c.signalDeciDbm()));
    claim
        .speedtests()
        .forEach(t -> wire.addSpeedtests(SpeedtestSample.newBuilder()
            .setAtMs(t.at().toEpochMilli())
            .setUploadBytesPerSecond(t.uploadBytesPerSecond())
            .setDownloadBytesPerSecond(t.downloadBytesPerSecond())
            .setLatencyMs(t.latencyMs())));
    claim
        .locations()
        .forEach(l -> wire.addLocations(LocationSample.newBuilder()
            .setAtMs(l.at().toEpochMilli())
            .setLatitudeE7(l.point().latitudeE7())
            .setLongitudeE7(l.point().longitudeE7())));
    return wire.build();
  }

  @Override
  protected CoverageReport read(CoverageEvidence wire) {
    return switch (wire.getReportCase()) {
      case CLAIM -> claim(wire.getClaim());
      case MEASUREMENT -> {
        MeasuredCoverage measured = wire.getMeasurement();
        yield new CoverageReport.Measurement(
            Fields.cell("area", measured.getArea()),
            Fields.cell("cell", measured.getCell()),
            Fields.device("radio", measured.getRadio()),
            measured.getSignalDeciDbm());
      }
      case REPORT_NOT_SET ->
        throw new InvalidFieldException("report", "none", "a claim or a measurement");
    };
  }

  private static CoverageReport claim(ClaimedCoverage wire) {
    Fields.size(
        "signal_deci_dbm",
        wire.getSignalDeciDbmCount(),
        wire.getCellsCount(),
        wire.getCellsCount(),
        "values, as cells has");
    List<CoverageReport.Covered> covered = new ArrayList<>();
    for (int i = 0; i < wire.getCellsCount(); i++) {
      covered.add(new CoverageReport.Covered(
          Fields.cell("cells", wire.getCells(i)), wire.getSignalDeciDbm(i)));
    }
    List<Speedtest> speedtests = new ArrayList<>();
    for (SpeedtestSample test : wire.getSpeedtestsList()) {
      speedtests.add(new Speedtest(
          Fields.instant("speedtests.at_ms", test.getAtMs()),
          test.getUploadBytesPerSecond(),
          test.getDownloadBytesPerSecond(),
          test.getLatencyMs()));
    }
    List<CoverageReport.Location> locations = new ArrayList<>();
    for (LocationSample location : wire.getLocationsList()) {
      locations.add(new CoverageReport.Location(
          Fields.instant("locations.at_ms", location.getAtMs()),
          Fields.point("locations", location.getLatitudeE7(), location.getLongitudeE7())));
    }
    return new CoverageReport.Claim(
        Fields.cell("area", wire.getArea()),
        wire.getIndoor() ? RadioType.INDOOR : RadioType.OUTDOOR,
        covered,
        speedtests,
        locations);
  }
}
