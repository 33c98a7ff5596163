package org.depinsdk.core.clone;

import java.time.Instant;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReportId;

/**
 * What one accepted report shows about the machine that sent it.
 *
 * @param device whose key signed
 * @param boot names one run of the machine, for example a random number that it chooses when it starts; empty if it sends none
 * @param counter rises with each report of a run
 * @param deviceTime the machine's clock, which may have been set back between two reports
 * @param received the report's place in the order of receipt
 * @param source where the report came from, for people to find the machine: an address, a cell, an operator's site
 * @param report the report's id
 */
public record InstanceObservation(
    DeviceId device,
    String boot,
    long counter,
    Instant deviceTime,
    long received,
    String source,
    ReportId report) {
  /** Longest boot and source. */
  public static final int MAX_TEXT = 128;

  /** Checks the lengths. */
  public InstanceObservation {
    if (boot.length() > MAX_TEXT || source.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "boot and source have at most " + MAX_TEXT + " characters, not "
              + EncodingException.shown(boot) + " and " + EncodingException.shown(source));
    }
  }
}
