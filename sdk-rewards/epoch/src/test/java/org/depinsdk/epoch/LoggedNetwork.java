package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHash;

/**
 * A network of three epochs with a log. Its operator can be at two points: before the log is written, or only in the bundles, in
 * which case all of their hashes are right again, made by our own engine and signed by the network's own key.
 */
final class LoggedNetwork {
  static final LocalEpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());
  static final int EPOCHS = 3;
  static final NoteSigner KEY = key();

  final TestNetwork network = new TestNetwork(17);
  final List<DeviceId> devices = new ArrayList<>();
  final List<LogRecord> log = new ArrayList<>();

  /** The order of what happened: registry records and reports, by epoch. */
  private final List<List<Object>> events = new ArrayList<>();

  /** What an operator makes of an epoch. */
  interface Lie {
    EpochInput tell(EpochInput input) throws Exception;
  }

  Lie truth = input -> input;
  Lie told = input -> input;
  SettlementState start = SettlementState.GENESIS;
  SanctionLedger sanctions = SanctionLedger.EMPTY;

  /** Whether the log has the steps of sanctions when an epoch closes, and not when they were decided. */
  boolean sanctionsLate;

  /** What the log's first record says of witnesses, if not what the policy says. */
  Optional<Bytes32> genesisWitnesses = Optional.empty();

  /** The key that signs from the middle of epoch 1 on. */
  Optional<NoteSigner> nextKey = Optional.empty();

  /** Whether the key before signs the end of epoch 1 too. */
  boolean oldKeySigns = true;

  private int rotated = Integer.MAX_VALUE;

  /** How many of the witnesses cosign. */
  int witnesses;

  NoteSigner[] witness = {};

  private static NoteSigner key() {
    try {
      return Ed25519NoteSigner.ofLog("example.org/log", new byte[32]);
    } catch (TransparencyException e) {
      throw new IllegalStateException(e);
    }
  }

  LoggedNetwork() throws Exception {
    this(false);
  }

  /**
   * A network.
   *
   * @param sale whether a device changes hands in the last epoch without anybody's words
   */
  LoggedNetwork(boolean sale) throws Exception {
    for (int i = 0; i < 2; i++) {
      devices.add(network.enroll(i));
    }
    int seen = 0;
    int records = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      List<Object> ofEpoch = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Duration at = Duration.ofHours(epoch).plusMinutes(5L * i + 1);
        for (DeviceId device : devices) {
          if (!device.equals(devices.get(0)) || i < 6) {
            network.heartbeat(device, 100L * epoch + i + 1, at);
          }
        }
        if (epoch == 1 && i == 3) {
          network.change(
              at.plusSeconds(9), devices.get(1), new RegistryChange.Suspended("looked at"));
          network.change(at.plusSeconds(10), devices.get(1), new RegistryChange.Activated());
        }
        if (sale && epoch == 2 && i == 3) {
          network.change(
              at.plusSeconds(9),
              devices.get(1),
              new RegistryChange.Transferred(TestNetwork.operator(66)));
        }
        if (epoch == 1 && i == 4) {
          // a number that was used before
          network.heartbeat(devices.get(1), 101, at.plusSeconds(1));
        }
        List<RegistryRecord> all = network.registry.view().records();
        // the reports of a round come before its change, and the enrolments before everything
        if (seen == 0) {
          ofEpoch.addAll(all);
          records = all.size();
        }
        ofEpoch.addAll(network.log.subList(seen, network.log.size()));
        seen = network.log.size();
        ofEpoch.addAll(all.subList(records, all.size()));
        records = all.size();
      }
      events.add(ofEpoch);
    }
  }

  /** Writes the log and the bundles. */
  void publish(Path folder) throws Exception {
    SettlementState state = start;
    SettlementState honestState = SettlementState.GENESIS;
    int from = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      EpochInput honest = truth.tell(input(epoch, honestState));
      if (epoch == 0) {
        log.add(new LogRecord.Genesis(
            TestNetwork.NAME,
            KEY.key().toString(),
            genesisWitnesses.orElse(NetworkWitnesses.hash(honest.policy().witnesses())),
            Bytes32.ZERO,
            Bytes32.sha256(honest.policy().toJson())));
        log.add(new LogRecord.EpochOpened(0, 0));
      }
      log(honest, events.get(epoch));
      if (epoch == 1 && nextKey.isPresent()) {
        rotated = log.size();
        log.add(new LogRecord.KeyRotated(epoch, nextKey.get().key().toString()));
      }
      int next = log.size();
      log.add(new LogRecord.EpochOpened(epoch + 1L, 0));
      close(honest);
      Path bundle = folder.resolve("epoch-" + epoch);
      Publication follows = epoch == 0
          ? Publication.FIRST
          : Publication.after(
              EpochBundle.open(folder.resolve("epoch-" + (epoch - 1))).manifest());
      EpochInput lie = told.tell(copy(honest, state));
      try (EpochOutcome honestly = ENGINE.run(honest);
          EpochOutcome outcome = ENGINE.run(lie)) {
        BundleManifest manifest = EpochBundle.write(
            bundle, follows.with(range(from, log.size()), key(log.size())), lie, outcome);
        log.add(new LogRecord.Settled(
            epoch,
            Bytes32.sha256(manifest.toJson()),
            outcome.distribution().root(),
            BigInteger.ZERO));
        state = outcome.after();
        honestState = honestly.after();
      }
      from = next;
    }
  }

  static EpochInput copy(EpochInput input, SettlementState before) {
    return new EpochInput(
        input.policy(),
        input.beacon(),
        input.facts(),
        input.tables(),
        input.registry(),
        input.evidence(),
        input.sanctions(),
        before);
  }

  private EpochInput input(int epoch, SettlementState before) {
    List<LoggedReport> reports = events.get(epoch).stream()
        .filter(LoggedReport.class::isInstance)
        .map(LoggedReport.class::cast)
        .toList();
    return new EpochInput(
            TestNetwork.policy(),
            VerifiedBeacon.demo(TestNetwork.SCHEDULE.at(epoch), new byte[32]),
            EpochFacts.of(TestNetwork.SCHEDULE.at(epoch)),
            network.registry.view(),
            EvidenceSource.of(reports),
            before)
        .with(sanctions.before(TestNetwork.SCHEDULE.closesAt(TestNetwork.SCHEDULE.at(epoch))));
  }

  private void log(EpochInput honest, List<Object> happened) throws Exception {
    long epoch = honest.epoch().index();
    Set<LoggedReport> reports = new HashSet<>();
    honest.evidence().forEach(reports::add);
    for (Object event : happened) {
      if (event instanceof LoggedReport report && reports.contains(report)) {
        Instant at = Instant.ofEpochMilli(report.getReceivedAtMs());
        if (!sanctionsLate) {
          sanctions(epoch, honest.sanctions().before(at));
        }
        SignedReport signed = SignedReport.of(report.getReport());
        ReportId id = signed.id(TestNetwork.NAME);
        log.add(new LogRecord.ReportDecided(
            epoch,
            id,
            at,
            Optional.of(report.getRefusal()).filter(r -> !r.isEmpty()).map(ReasonCode::new),
            LogRecord.ReportDecided.envelope(report.getReport())));
      } else if (event instanceof RegistryRecord old) {
        RegistryRecord record = honest.registry().records().stream()
            .filter(one -> one.index() == old.index())
            .findFirst()
            .orElse(old);
        log.add(new LogRecord.RegistryChanged(
            epoch,
            record.index(),
            Bytes32.sha256(RegistryJson.format(record).getBytes(UTF_8)),
            record.instruction().map(words -> Bytes32.sha256(words.bytes()))));
      }
    }
  }

  private void close(EpochInput honest) throws Exception {
    long epoch = honest.epoch().index();
    log.add(new LogRecord.PolicyAdopted(epoch, Bytes32.sha256(honest.policy().toJson())));
    document(epoch, BundleParts.FACTS, BundleParts.format(honest.facts()));
    document(epoch, BundleParts.TABLES, BundleParts.format(honest.tables()));
    sanctions(epoch, honest.sanctions());
    long[] counts = new long[2];
    honest.evidence().forEach(report -> counts[report.getRefusal().isEmpty() ? 0 : 1]++);
    log.add(new LogRecord.EpochClosed(epoch, counts[0], counts[1], 0));
  }

  private void sanctions(long epoch, SanctionLedger steps) {
    for (SanctionEvent event : steps.events()) {
      Bytes32 step = InputRecords.hash(event);
      if (log.stream()
          .noneMatch(r -> r instanceof LogRecord.SanctionStep one && one.step().equals(step))) {
        log.add(new LogRecord.SanctionStep(epoch, step));
      }
    }
  }

  private void document(long epoch, String name, JsonObject content) {
    log.add(new LogRecord.FactRecorded(epoch, name, Bytes32.sha256(Json.document(content))));
  }

  /** A range of the log, signed by the network alone. */
  LogRange range(int from, int to) {
    List<LogRecord> records = List.copyOf(log.subList(from, to));
    return new LogRange(frontier(from), cosigned(to), visitor -> {
      for (LogRecord record : records) {
        visitor.visit(record);
      }
    });
  }

  private SignedCheckpoint cosigned(int size) {
    Checkpoint checkpoint = new Checkpoint(KEY.key().name(), frontier(size).head());
    SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, key(size));
    if (size > rotated && size < rotated + 10 && oldKeySigns) {
      signed =
          signed.with(SignedCheckpoint.sign(checkpoint, KEY).note().signatures().get(0));
    }
    for (int i = 0; i < witnesses; i++) {
      signed = signed.with(Cosignature.sign(
          witness[i], signed.checkpoint().text(), TestNetwork.GENESIS.getEpochSecond()));
    }
    return signed;
  }

  private NoteSigner key(int size) {
    return size > rotated ? nextKey.orElseThrow() : KEY;
  }

  private Frontier frontier(int size) {
    return Frontier.EMPTY.appendAll(
        log.subList(0, size).stream().map(r -> TreeHash.ofLeaf(r.toBytes())).toList());
  }
}
