package org.depinsdk.proofs.location;

import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;

/** What is said about where a device is. */
public sealed interface LocationReport {
  /** Largest accuracy radius that is taken. */
  int MAX_ACCURACY_METERS = 100_000;

  /** Longest round trip that is taken: ten seconds. */
  int MAX_ROUND_TRIP_MICROS = 10_000_000;

  /**
   * A device's own fix.
   *
   * @param point by its satellite receiver
   * @param accuracyMeters radius in which it is sure to be, 0 to {@value #MAX_ACCURACY_METERS}
   */
  record Fix(GeoPoint point, int accuracyMeters) implements LocationReport {
    /** Checks the range. */
    public Fix {
      Fields.unsigned("accuracyMeters", accuracyMeters, MAX_ACCURACY_METERS);
    }
  }

  /**
   * How long a device took to answer the landmark that reports it.
   *
   * @param target who answered
   * @param micros from request to answer, 0 to {@value #MAX_ROUND_TRIP_MICROS}
   */
  record RoundTrip(DeviceId target, int micros) implements LocationReport {
    /** Checks the range. */
    public RoundTrip {
      Fields.unsigned("micros", micros, MAX_ROUND_TRIP_MICROS);
    }
  }

  /**
   * That a witness, which reports it, heard a device by radio, so that the two are near each other.
   *
   * @param target who was heard
   * @param signalDeciDbm how strong, tenths of a dBm, {@value #MIN_SIGNAL_DECI_DBM} to {@value #MAX_SIGNAL_DECI_DBM}
   */
  record Sighting(DeviceId target, int signalDeciDbm) implements LocationReport {
    /** Weakest signal that is taken. */
    public static final int MIN_SIGNAL_DECI_DBM = -2_000;

    /** Strongest signal that is taken. */
    public static final int MAX_SIGNAL_DECI_DBM = 500;

    /** Checks the range. */
    public Sighting {
      Fields.range("signalDeciDbm", signalDeciDbm, MIN_SIGNAL_DECI_DBM, MAX_SIGNAL_DECI_DBM);
    }
  }
}
