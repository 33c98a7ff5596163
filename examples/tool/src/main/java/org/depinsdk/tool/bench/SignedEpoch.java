package org.depinsdk.tool.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.kit.Progress;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.sensor.SensorReadings;
import org.depinsdk.proofs.sensor.SensorVerifier;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.UsageClaim;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.ConstantEmission;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;

/**
 * An epoch of a day: devices that report in turn at equal distances, each with an operator of its own, and a client for ten
 * devices, which signs receipts. All of it follows from the numbers and the seed.
 */
final class SignedEpoch {
  static final String NETWORK = "bench";

  /** Most reports of a device: one a second. */
  static final int MOST_OF_DEVICE = 86_400;

  /** What reports can prove beside usage. */
  static final List<ProofKind> KINDS = List.of(UptimeVerifier.KIND, SensorVerifier.KIND);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final EpochSchedule SCHEDULE =
      new EpochSchedule(START, Duration.ofDays(1), Duration.ofMinutes(5));
  private static final int DEVICES_OF_CLIENT = 10;
  private static final int SENSORS_OF_AREA = 100;
  // an H3 index of resolution 5 in base cell 20, a hexagon: the five digits are its last but 30
  // bits
  private static final long AREAS = 1L << 59 | 5L << 52 | 20L << 45 | (1L << 30) - 1;
  private static final int SLICE = 16_384;

  private final int devices;
  private final long reports;
  private final ProofKind kind;
  private final int usage;
  private final List<InMemorySigner> signers;
  private final List<DeviceId> ids;
  private final RegistryView registry;

  /**
   * An epoch whose reports are not signed yet.
   *
   * @param devices how many devices report
   * @param reports of all of them
   * @param kind one of {@link #KINDS}
   * @param usage per cent of the reports that are claims of usage in place of that
   * @param seed of the keys
   */
  SignedEpoch(int devices, long reports, ProofKind kind, int usage, long seed) {
    this.devices = devices;
    this.reports = reports;
    this.kind = kind;
    this.usage = usage;
    int clients = usage == 0 ? 0 : (devices - 1) / DEVICES_OF_CLIENT + 1;
    this.signers = IntStream.range(0, devices + clients)
        .parallel()
        .mapToObj(i -> signer(seed, i))
        .toList();
    this.ids = signers.parallelStream()
        .map(signer -> DeviceId.derive(NETWORK, signer.publicKey()))
        .toList();
    List<RegistryRecord> records = new ArrayList<>(2 * ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Bytes32 account = Bytes32.sha256(signers.get(i).publicKey().encoded());
      OperatorId operator = new OperatorId(account.toString().substring(0, 42));
      records.add(new RegistryRecord(
          2L * i,
          START,
          ids.get(i),
          new RegistryChange.Enrolled(
              signers.get(i).publicKey(),
              operator,
              i < devices ? "device" : "client",
              Optional.empty())));
      records.add(
          new RegistryRecord(2L * i + 1, START, ids.get(i), new RegistryChange.Activated()));
    }
    try {
      this.registry = RegistryView.of(records);
    } catch (RegistryConflictException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InMemorySigner signer(long seed, int number) {
    try {
      byte[] secret = Bytes32.sha256(
              ByteBuffer.allocate(12).putLong(seed).putInt(number).array())
          .bytes();
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many reports hold a receipt with a signature of its own. */
  long claims() {
    return LongStream.range(0, reports)
        .filter(number -> isUsage(number % devices + number / devices))
        .count();
  }

  RegistryView registry() {
    return registry;
  }

  /** Signs the reports and writes them as a log holds them. */
  void sign(Path log, Progress progress) throws IOException {
    progress.expect((int) ((reports - 1) / SLICE + 1));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 20)) {
      for (long first = 0; first < reports; first += SLICE) {
        List<byte[]> slice = LongStream.range(first, Math.min(reports, first + SLICE))
            .parallel()
            .mapToObj(this::logged)
            .toList();
        for (byte[] logged : slice) {
          out.write(logged);
        }
        progress.step("");
      }
    }
  }

  private byte[] logged(long number) {
    int device = (int) (number % devices);
    long beat = number / devices;
    Instant at = START.plusMillis(
        Duration.ofDays(1).toMillis() * beat / ((reports - 1) / devices + 1) + 500);
    try {
      boolean claim = isUsage(device + beat);
      byte[] evidence = claim
          ? new UsageVerifier().codec().encode(claim(device, beat, at))
          : kind.equals(SensorVerifier.KIND)
              ? new SensorVerifier().codec().encode(readings(device, beat, at))
              : new UptimeVerifier().codec().encode(Heartbeat.of(Duration.between(START, at)));
      Report report = new Report(
          ids.get(device),
          claim ? UsageVerifier.KIND : kind,
          beat + 1,
          at,
          Provenance.HARDWARE,
          evidence);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      LoggedReport.newBuilder()
          .setReport(SignedReport.sign(NETWORK, report, signers.get(device)).toWire())
          .setReceivedAtMs(at.toEpochMilli())
          .build()
          .writeDelimitedTo(bytes);
      return bytes.toByteArray();
    } catch (IOException | SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  // as many of any hundred that follow each other
  private boolean isUsage(long turn) {
    return (turn + 1) * usage / 100 > turn * usage / 100;
  }

  private UsageClaim claim(int device, long beat, Instant at) throws SigningException {
    int client = devices + device / DEVICES_OF_CLIENT;
    return UsageClaim.of(
        new UsageReceipt(ids.get(device), ids.get(client), "s-" + device, 1000 * (beat + 1), at)
            .sign(NETWORK, signers.get(client)));
  }

  // a temperature that changes a little each time
  private static SensorReadings readings(int device, long beat, Instant at) throws IOException {
    long area = AREAS;
    for (int i = 0, rest = device / SENSORS_OF_AREA; i < 5; i++, rest /= 7) {
      area |= (long) (rest % 7) << (30 + 3 * i);
    }
    try {
      return new SensorReadings(
          "temperature",
          H3Cell.parse(Long.toHexString(area)),
          List.of(new SensorReadings.Reading(at, 20_000 + 10 * ((device + beat) % 50))));
    } catch (EncodingException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What is judged. */
  EpochInput input(EvidenceSource log) {
    Epoch epoch = SCHEDULE.at(0);
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(kind, new ProofConfig(Map.of("interval", "PT1M")));
    proofs.put(UsageVerifier.KIND, new ProofConfig(Map.of()));
    try {
      RewardPolicy rewards = RewardPolicy.builder(NETWORK, new Token("TST", 8))
          .emission(new ConstantEmission(TokenAmount.of(1_000_000_000_000_000L)))
          .pool(pool("presence", kind))
          .pool(pool("usage", UsageVerifier.KIND))
          .build();
      return new EpochInput(
          new NetworkPolicy(
              new AdmissionRules(NETWORK, SCHEDULE, Duration.ofMinutes(1), Duration.ofMinutes(30)),
              EnumSet.of(Provenance.HARDWARE),
              proofs,
              rewards),
          VerifiedBeacon.demo(epoch, new byte[32]),
          EpochFacts.of(epoch),
          registry,
          log,
          SettlementState.GENESIS);
    } catch (PolicyException e) {
      throw new IllegalStateException("the benchmark's own policy is wrong", e);
    }
  }

  private static Pool pool(String name, ProofKind kind) {
    return Pool.named(name).share(50).proportionalTo(kind).build();
  }
}
