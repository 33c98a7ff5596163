package org.depinsdk.radio.coverage;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.Wire;
import org.depinsdk.radio.wire.v1.ClaimedCoverage;
import org.depinsdk.radio.wire.v1.CoverageEvidence;
import org.depinsdk.radio.wire.v1.LocationSample;
import org.depinsdk.radio.wire.v1.MeasuredCoverage;
import org.depinsdk.radio.wire.v1.SpeedtestSample;

/** Coverage reports as protobuf {@code CoverageEvidence}. */
final class CoverageReportCodec implements EvidenceCodec<CoverageReport> {
  @Override
  public byte[] encode(CoverageReport evidence) {
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
    return wire.build().toByteArray();
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
  public CoverageReport decode(byte[] bytes) throws MalformedEvidenceException {
    CoverageEvidence wire = Wire.parse(CoverageEvidence.parser(), bytes, "CoverageEvidence");
    try {
      switch (wire.getReportCase()) {
        case CLAIM:
          return claim(wire.getClaim());
        case MEASUREMENT:
          MeasuredCoverage measured = wire.getMeasurement();
          return new CoverageReport.Measurement(
              new H3Cell(measured.getArea()),
              new H3Cell(measured.getCell()),
              Wire.device("radio", measured.getRadio()),
              measured.getSignalDeciDbm());
        case REPORT_NOT_SET:
          break;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(e.getMessage());
    }
    throw new MalformedEvidenceException("report must be a claim or a measurement, not empty");
  }

  private static CoverageReport claim(ClaimedCoverage wire) throws MalformedEvidenceException {
    if (wire.getCellsCount() != wire.getSignalDeciDbmCount()) {
      throw new MalformedEvidenceException("cells and signal_deci_dbm must be as many, not "
          + wire.getCellsCount() + " and " + wire.getSignalDeciDbmCount());
    }
    List<CoverageReport.Covered> covered = new ArrayList<>();
    for (int i = 0; i < wire.getCellsCount(); i++) {
      covered.add(
          new CoverageReport.Covered(new H3Cell(wire.getCells(i)), wire.getSignalDeciDbm(i)));
    }
    List<Speedtest> speedtests = new ArrayList<>();
    for (SpeedtestSample test : wire.getSpeedtestsList()) {
      speedtests.add(new Speedtest(
          Wire.instant("speedtests.at_ms", test.getAtMs()),
          test.getUploadBytesPerSecond(),
          test.getDownloadBytesPerSecond(),
          test.getLatencyMs()));
    }
    List<CoverageReport.Location> locations = new ArrayList<>();
    for (LocationSample location : wire.getLocationsList()) {
      locations.add(new CoverageReport.Location(
          Wire.instant("locations.at_ms", location.getAtMs()),
          new GeoPoint(location.getLatitudeE7(), location.getLongitudeE7())));
    }
    return new CoverageReport.Claim(
        new H3Cell(wire.getArea()),
        wire.getIndoor() ? RadioType.INDOOR : RadioType.OUTDOOR,
        covered,
        speedtests,
        locations);
  }
}
