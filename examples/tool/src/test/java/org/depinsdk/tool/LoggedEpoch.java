package org.depinsdk.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.lifecycle.SignedEnrollment;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.LogRange;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.NetworkWitnesses;
import org.depinsdk.epoch.Payouts;
import org.depinsdk.epoch.Publication;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;

/**
 * A bundle of which everything can be checked: the device signed its enrolment and its report, drand gave the randomness, and the
 * log has every record.
 */
final class LoggedEpoch {
  private static final String NETWORK = "logged";

  // drand documentation, quicknet round 123
  private static final String ROUND_123 =
      "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";

  private static final EpochSchedule SCHEDULE = new EpochSchedule(
      DrandChain.QUICKNET.timeOf(123), Duration.ofHours(1), Duration.ofMinutes(5));

  private final Ed25519NoteSigner key;
  private final List<Ed25519NoteSigner> witnesses = new ArrayList<>();

  private final List<LogRecord> log = new ArrayList<>();

  /** Whether the bundle leaves out the one report that the log has. */
  boolean leavesOut;

  /** The witnesses that the network's policy names. */
  private Optional<NetworkWitnesses> named = Optional.empty();

  LoggedEpoch() throws Exception {
    key = Ed25519NoteSigner.ofLog("log.example", new byte[32]);
    for (int i = 0; i < 4; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) (i + 1);
      witnesses.add(Ed25519NoteSigner.ofWitness("w.example/" + i, seed));
    }
  }

  /** A policy file that asks for so many of the four witnesses. */
  String witnessPolicy(int needed) {
    StringBuilder policy = new StringBuilder("log " + key.key() + "\n");
    for (int i = 0; i < witnesses.size(); i++) {
      policy.append("witness w" + i + " " + witnesses.get(i).key() + "\n");
    }
    return policy + "group enough " + needed + " w0 w1 w2 w3\nquorum enough\n";
  }

  /** Has the network's policy ask for three of the four witnesses. */
  void nameWitnesses() {
    List<NetworkWitnesses.Member> members = new ArrayList<>();
    for (int i = 0; i < witnesses.size(); i++) {
      members.add(new NetworkWitnesses.Member(
          "w" + i, witnesses.get(i).key(), URI.create("https://w.example/" + i)));
    }
    named = Optional.of(new NetworkWitnesses(3, members));
  }

  /** Writes the bundle, its log cosigned by the first witnesses. */
  void write(Path folder, int cosigned, Tables tables) throws Exception {
    DeviceSigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
    DeviceId device = DeviceId.derive(NETWORK, signer.publicKey());
    Instant start = SCHEDULE.genesis();
    SignedEnrollment enrolment = SignedEnrollment.sign(
        NETWORK,
        new RegistryChange.Enrolled(
            signer.publicKey(), ThreeEpochs.operator(0), "clock", Optional.empty()),
        start,
        signer);
    InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
    registry.append(start, device, enrolment.device(), Optional.of(enrolment.toInstruction()));
    registry.append(start, device, new RegistryChange.Activated());
    Instant at = start.plus(Duration.ofMinutes(1));
    SignedReport report = SignedReport.sign(
        NETWORK,
        new Report(
            device,
            UptimeVerifier.KIND,
            1,
            at,
            Provenance.HARDWARE,
            new UptimeVerifier().codec().encode(Heartbeat.of(Duration.ofMinutes(1)))),
        signer);
    NetworkPolicy policy = new NetworkPolicy(
            new AdmissionRules(NETWORK, SCHEDULE, Duration.ofMinutes(1), Duration.ofMinutes(30)),
            EnumSet.of(Provenance.HARDWARE),
            new TreeMap<>(Map.of(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT5M")))),
            RewardPolicy.parse(ThreeEpochs.POLICY.getBytes(UTF_8)))
        .withRandomness(new BeaconSource.Drand(DrandChain.QUICKNET, Duration.ZERO), Payouts.REAL)
        .withWitnesses(named);

    log.clear();
    Bytes32 adopted = Bytes32.sha256(policy.toJson());
    log.add(new LogRecord.Genesis(
        NETWORK, key.key().toString(), NetworkWitnesses.hash(named), Bytes32.ZERO, adopted));
    log.add(new LogRecord.EpochOpened(0, 123));
    for (RegistryRecord record : registry.view().records()) {
      log.add(new LogRecord.RegistryChanged(
          0,
          record.index(),
          Bytes32.sha256(RegistryJson.format(record).getBytes(UTF_8)),
          record.instruction().map(words -> Bytes32.sha256(words.bytes()))));
    }
    log.add(new LogRecord.ReportDecided(
        0,
        report.id(NETWORK),
        at,
        Optional.empty(),
        LogRecord.ReportDecided.envelope(report.toWire())));
    log.add(new LogRecord.PolicyAdopted(0, adopted));
    log.add(new LogRecord.EpochClosed(0, 1, 0, 0));

    EpochInput input = new EpochInput(
            policy,
            VerifiedBeacon.of(
                policy.randomness(),
                NETWORK,
                SCHEDULE,
                SCHEDULE.at(0),
                new BeaconProof.Drand(
                    DrandChain.QUICKNET.hash(),
                    new DrandRound(123, Hex.decode(ROUND_123), new byte[0]))),
            EpochFacts.of(SCHEDULE.at(0)),
            registry.view(),
            EvidenceSource.of(
                leavesOut
                    ? List.of()
                    : List.of(LoggedReport.newBuilder()
                        .setReport(report.toWire())
                        .setReceivedAtMs(at.toEpochMilli())
                        .build())),
            SettlementState.GENESIS)
        .with(tables);
    try (EpochOutcome outcome = new LocalEpochEngine(ProofVerifiers.load()).run(input)) {
      EpochBundle.write(folder, Publication.FIRST.with(range(cosigned, at), key), input, outcome);
    }
  }

  /** Writes the log's tiles, cosigned by all witnesses. */
  void publish(Path folder) throws IOException {
    try (TileWriter writer = TileWriter.open(folder)) {
      for (LogRecord record : log) {
        writer.append(record.toBytes());
      }
      writer.stage();
      writer.publish(checkpoint(witnesses.size(), SCHEDULE.genesis()));
    }
  }

  /** The receipt of the report. */
  LogReceipt receipt() throws IOException {
    InMemoryTree tree = new InMemoryTree();
    log.forEach(record -> tree.append(TreeHash.ofLeaf(record.toBytes())));
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i) instanceof LogRecord.ReportDecided report) {
        return new LogReceipt(
            report.toBytes(),
            InclusionProof.make(tree, log.size(), i),
            checkpoint(0, SCHEDULE.genesis()));
      }
    }
    throw new IllegalStateException("write the bundle first");
  }

  private SignedCheckpoint checkpoint(int cosigned, Instant at) {
    Frontier end = Frontier.EMPTY.appendAll(
        log.stream().map(record -> TreeHash.ofLeaf(record.toBytes())).toList());
    SignedCheckpoint checkpoint =
        SignedCheckpoint.sign(new Checkpoint(key.key().name(), end.head()), key);
    for (Ed25519NoteSigner witness : witnesses.subList(0, cosigned)) {
      checkpoint =
          checkpoint.with(Cosignature.sign(witness, checkpoint.note().text(), at.getEpochSecond()));
    }
    return checkpoint;
  }

  private LogRange range(int cosigned, Instant at) {
    return new LogRange(Frontier.EMPTY, checkpoint(cosigned, at), visitor -> {
      for (LogRecord record : log) {
        visitor.visit(record);
      }
    });
  }
}
