package org.depinsdk.proofs.location;

import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.identity.DeviceId;

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
      if (accuracyMeters < 0 || accuracyMeters > MAX_ACCURACY_METERS) {
        throw new IllegalArgumentException("accuracyMeters must be 0 to " + MAX_ACCURACY_METERS
            + ", not " + Integer.toUnsignedString(accuracyMeters));
      }
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
      if (micros < 0 || micros > MAX_ROUND_TRIP_MICROS) {
        throw new IllegalArgumentException("micros must be 0 to " + MAX_ROUND_TRIP_MICROS + ", not "
            + Integer.toUnsignedString(micros));
      }
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
      if (signalDeciDbm < MIN_SIGNAL_DECI_DBM || signalDeciDbm > MAX_SIGNAL_DECI_DBM) {
        throw new IllegalArgumentException("signalDeciDbm must be " + MIN_SIGNAL_DECI_DBM + " to "
            + MAX_SIGNAL_DECI_DBM + ", not " + signalDeciDbm);
      }
    }
  }
}
