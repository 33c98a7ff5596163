package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.SanctionJson;
import org.depinsdk.epoch.Statement;
import org.depinsdk.kit.ServerProcess;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.location.LocationReasons;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.radio.coverage.CoverageVerifier;

/**
 * The people who run the network: they ban who was caught, once they make a mistake, and they take it back when its owner
 * appeals.
 */
final class Moderators {
  /** Why the honest one was denied; what a neighbour said, who was wrong. */
  static final ReasonCode COMPLAINT = new ReasonCode("complaint.interference");

  private static final Duration BANNED_FOR = Duration.ofDays(30);

  private final List<Fleet.AccessPoint> fleet;
  private final Path bundles;
  private final ServerProcess server;
  private final Duration answerWithin;
  private final List<SanctionEvent.Imposed> imposed = new ArrayList<>();

  Moderators(
      List<Fleet.AccessPoint> fleet, Path bundles, ServerProcess server, Duration answerWithin) {
    this.fleet = fleet;
    this.bundles = bundles;
    this.server = server;
    this.answerWithin = answerWithin;
  }

  /** Looks at the first epoch when it is settled. */
  void afterFirstEpoch(Instant now) throws IOException {
    for (Fleet.AccessPoint one : fleet) {
      Statement.DeviceAccount account = account(one);
      Optional<Finding> caught = account.verdicts().stream()
          .flatMap(v -> v.findings().stream())
          .filter(f -> f.code().equals(LocationReasons.TELEPORT))
          .findFirst();
      if (caught.isPresent()) {
        impose(one, LocationReasons.TELEPORT, caught.get().evidence(), new TreeSet<>(), now);
      } else if (one.behaviour() == Fleet.Behaviour.MISJUDGED
          && !account.accepted().isEmpty()) {
        impose(
            one,
            COMPLAINT,
            account.accepted().subList(0, 1),
            new TreeSet<>(List.of(CoverageVerifier.KIND)),
            now);
      }
    }
  }

  /** Hears the appeal against its mistake, in the middle of the second epoch, and takes it back. */
  void hearAppeals(Instant now) throws IOException {
    for (SanctionEvent.Imposed sanction : imposed) {
      if (sanction.reason().equals(COMPLAINT)) {
        record(new SanctionEvent.Appealed(
            now, sanction.sanction(), "the interference came from a microwave oven next door"));
        record(new SanctionEvent.Reversed(
            now, sanction.sanction(), "measured again with the oven off: no interference"));
      }
    }
  }

  private void impose(
      Fleet.AccessPoint one,
      ReasonCode reason,
      List<ReportId> evidence,
      SortedSet<ProofKind> proofs,
      Instant now)
      throws IOException {
    SanctionEvent.Imposed sanction = new SanctionEvent.Imposed(
        now,
        imposed.size() + 1L,
        one.self().id(),
        reason,
        evidence,
        now.plus(BANNED_FOR),
        answerWithin,
        proofs);
    record(sanction);
    imposed.add(sanction);
  }

  private void record(SanctionEvent step) throws IOException {
    WifiServer.ask(server, "sanction " + SanctionJson.format(step), "sanctioned");
  }

  private Statement.DeviceAccount account(Fleet.AccessPoint one) throws IOException {
    try {
      return Statement.of(
              EpochBundle.open(bundles.resolve("epoch-0")), one.self().id().text())
          .devices()
          .get(0);
    } catch (BundleException | EncodingException e) {
      throw new IOException("the first epoch's bundle cannot be read: " + e.getMessage(), e);
    }
  }
}
