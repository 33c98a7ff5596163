package org.depinsdk.proofs.location;

import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.Wire;
import org.depinsdk.proofs.wire.v1.LocationEvidence;
import org.depinsdk.proofs.wire.v1.RoundTrip;
import org.depinsdk.proofs.wire.v1.SatelliteFix;
import org.depinsdk.proofs.wire.v1.Sighting;

/** Location reports as protobuf {@code LocationEvidence}. */
final class LocationReportCodec implements EvidenceCodec<LocationReport> {
  @Override
  public byte[] encode(LocationReport evidence) {
    LocationEvidence.Builder wire = LocationEvidence.newBuilder();
    if (evidence instanceof LocationReport.Fix fix) {
      wire.setFix(SatelliteFix.newBuilder()
          .setLatitudeE7(fix.point().latitudeE7())
          .setLongitudeE7(fix.point().longitudeE7())
          .setAccuracyMeters(fix.accuracyMeters()));
    } else if (evidence instanceof LocationReport.RoundTrip trip) {
      wire.setRoundTrip(
          RoundTrip.newBuilder().setTarget(trip.target().text()).setMicros(trip.micros()));
    } else if (evidence instanceof LocationReport.Sighting sighting) {
      wire.setSighting(Sighting.newBuilder()
          .setTarget(sighting.target().text())
          .setSignalDeciDbm(sighting.signalDeciDbm()));
    }
    return wire.build().toByteArray();
  }

  @Override
  public LocationReport decode(byte[] bytes) throws MalformedEvidenceException {
    LocationEvidence wire = Wire.parse(LocationEvidence.parser(), bytes, "LocationEvidence");
    try {
      switch (wire.getReportCase()) {
        case FIX:
          SatelliteFix fix = wire.getFix();
          return new LocationReport.Fix(
              new GeoPoint(fix.getLatitudeE7(), fix.getLongitudeE7()), fix.getAccuracyMeters());
        case ROUND_TRIP:
          return new LocationReport.RoundTrip(
              Wire.device("target", wire.getRoundTrip().getTarget()),
              wire.getRoundTrip().getMicros());
        case SIGHTING:
          return new LocationReport.Sighting(
              Wire.device("target", wire.getSighting().getTarget()),
              wire.getSighting().getSignalDeciDbm());
        case REPORT_NOT_SET:
          break;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(e.getMessage());
    }
    throw new MalformedEvidenceException(
        "report must be a fix, a round trip or a sighting, not empty");
  }
}
