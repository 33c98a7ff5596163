package org.depinsdk.epoch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;

/**
 * A bundle that many ask for statements: its reports are read once, and each statement takes the time that its own reports need.
 * Takes about 32 bytes of memory for each accepted report, beside the registry. Safe for several threads.
 */
public final class StatementIndex {
  private static final int ID_BYTES = 32;

  private static final Reports NONE = new Reports();

  private final EpochBundle bundle;
  private final EpochInput input;
  private final Map<DeviceId, Reports> reports = new HashMap<>();

  /** The reports of one device. */
  static final class Reports {
    private final ByteArrayOutputStream accepted = new ByteArrayOutputStream();
    private final SortedMap<String, Long> refused = new TreeMap<>();

    void add(LoggedReport logged, SignedReport signed, String network) {
      if (logged.getRefusal().isEmpty()) {
        accepted.writeBytes(signed.id(network).bytes());
      } else {
        refused.merge(logged.getRefusal(), 1L, Long::sum);
      }
    }

    /** Those that were admitted, in log order. */
    List<ReportId> accepted() {
      byte[] ids = accepted.toByteArray();
      List<ReportId> all = new ArrayList<>(ids.length / ID_BYTES);
      for (int from = 0; from < ids.length; from += ID_BYTES) {
        all.add(new ReportId(Bytes32.at(ids, from)));
      }
      return all;
    }

    /** How many were refused, by reason. */
    SortedMap<String, Long> refused() {
      return refused;
    }
  }

  private StatementIndex(EpochBundle bundle, EpochInput input) {
    this.bundle = bundle;
    this.input = input;
  }

  /**
   * Reads the reports of a bundle once.
   *
   * @param bundle the bundle
   * @return the index
   * @throws BundleException if a part cannot be read
   */
  public static StatementIndex of(EpochBundle bundle) throws BundleException {
    return of(bundle, bundle.input(), device -> true);
  }

  /**
   * How much memory the index of a bundle may take, at most and about.
   *
   * @param bundle the bundle
   * @return in bytes, from the sizes that its manifest names
   */
  public static long bytes(EpochBundle bundle) {
    return bundle.manifest().parts().stream()
        .mapToLong(part -> switch (part.path()) {
          // a report is at least four times as large as its id
          case BundleParts.REPORTS -> part.bytes() / 4;
          case BundleParts.REGISTRY, BundleParts.REGISTRY_CHANGES -> 4 * part.bytes();
          default -> 0;
        })
        .sum();
  }

  /** The index of some devices. */
  static StatementIndex of(EpochBundle bundle, EpochInput input, Predicate<DeviceId> devices)
      throws BundleException {
    StatementIndex index = new StatementIndex(bundle, input);
    try {
      input.evidence().forEach(logged -> index.add(logged, devices));
    } catch (IOException e) {
      throw new BundleException(BundleParts.REPORTS, "cannot be read: " + e.getMessage());
    }
    return index;
  }

  private void add(LoggedReport logged, Predicate<DeviceId> devices) {
    SignedReport signed;
    try {
      signed = SignedReport.of(logged.getReport());
    } catch (MalformedReportException e) {
      return;
    }
    DeviceId device = signed.report().device();
    if (devices.test(device)) {
      reports
          .computeIfAbsent(device, d -> new Reports())
          .add(logged, signed, input.policy().network());
    }
  }

  /** The reports of a device. */
  Reports of(DeviceId device) {
    return reports.getOrDefault(device, NONE);
  }

  /**
   * Why an operator or device earned what it did.
   *
   * @param subject an operator ({@code 0x…}) or a device ({@code dev-…})
   * @return the statement; without lines and devices where the bundle does not know the subject
   * @throws EncodingException if the subject is neither
   * @throws BundleException if a part cannot be read
   */
  public Statement statement(String subject) throws EncodingException, BundleException {
    return new StatementReader(bundle, input, subject).read(this);
  }
}
