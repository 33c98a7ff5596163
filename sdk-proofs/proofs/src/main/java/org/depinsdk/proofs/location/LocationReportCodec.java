package org.depinsdk.proofs.location;

import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.proofs.wire.v1.LocationEvidence;
import org.depinsdk.proofs.wire.v1.RoundTrip;
import org.depinsdk.proofs.wire.v1.SatelliteFix;
import org.depinsdk.proofs.wire.v1.Sighting;

final class LocationReportCodec extends ProtobufCodec<LocationReport, LocationEvidence> {
  LocationReportCodec() {
    super(LocationEvidence.parser(), "LocationEvidence");
  }

  @Override
  protected LocationEvidence write(LocationReport evidence) {
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
    return wire.build();
  }

  @Override
  protected LocationReport read(LocationEvidence wire) {
    return switch (wire.getReportCase()) {
      case FIX -> {
        SatelliteFix fix = wire.getFix();
        yield new LocationReport.Fix(
            Fields.point("fix", fix.getLatitudeE7(), fix.getLongitudeE7()),
            fix.getAccuracyMeters());
      }
      case ROUND_TRIP ->
        new LocationReport.RoundTrip(
            Fields.device("target", wire.getRoundTrip().getTarget()),
            wire.getRoundTrip().getMicros());
      case SIGHTING ->
        new LocationReport.Sighting(
            Fields.device("target", wire.getSighting().getTarget()),
            wire.getSighting().getSignalDeciDbm());
      case REPORT_NOT_SET ->
        throw new InvalidFieldException("report", "none", "a fix, a round trip or a sighting");
    };
  }
}
