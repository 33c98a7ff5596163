package org.depinsdk.ev;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.agent.ReportQueue;
import org.depinsdk.hardware.bridge.ocpp.metering.MeteringBridge;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.ocpp.ChargePoint;
import org.depinsdk.hardware.ocpp.ChargePointTransaction;
import org.depinsdk.hardware.ocpp.MeterSample;
import org.depinsdk.hardware.ocpp.OcppVersion;
import org.depinsdk.hardware.ocpp.SignedValue;
import org.depinsdk.metering.MeterAssignment;
import org.depinsdk.metering.MeterCurve;
import org.depinsdk.metering.MeterRegistration;
import org.depinsdk.metering.MeteringSession;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.metering.OcmfSigner;
import org.depinsdk.metering.ReadingMark;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;

/** One charging station: its meter, its OCPP side, and the agent that reports what the central system saw. */
final class Charger implements AutoCloseable {
  private static final int PLATE_WATTS = 22_000;
  private static final MeterCurve[] CURVES = {
    MeterCurve.SECP256R1, MeterCurve.SECP192R1, MeterCurve.SECP256K1, MeterCurve.BRAINPOOL256R1
  };
  private static final MeteringVerifier METERING = new MeteringVerifier();
  private static final UptimeVerifier UPTIME = new UptimeVerifier();

  // any cell of resolution 9
  private static final long TOWN = 0x891f1d48177ffffL;

  private final long seed;
  private final int number;
  private final String name;
  private final Behaviour behaviour;
  private final OcppVersion version;
  private final InMemorySigner signer;
  private final DeviceId id;
  private final OcmfSigner meter;
  private final MeterRegistration registration;
  private Optional<ChargePoint> point = Optional.empty();
  private Optional<DeviceAgent> agent = Optional.empty();
  private long transactions;
  private long page;
  private long register = 100_000_000;

  /** A charging car, and what the meter signed and the register showed when it was plugged in. */
  private record Charging(ChargePointTransaction transaction, String signedBegin, long register) {}

  private final List<Charging> charging = new ArrayList<>();
  private final List<Long> delivered = new ArrayList<>();

  Charger(long seed, int number, Behaviour behaviour, InMemorySigner manufacturer)
      throws SigningException {
    this.seed = seed;
    this.number = number;
    this.name = "CP" + number;
    this.behaviour = behaviour;
    this.version = number % 2 == 0 ? OcppVersion.V1_6 : OcppVersion.V2_0_1;
    this.signer = signer(seed, name, KeyAlgorithm.ED25519);
    this.id = DeviceId.derive(EvNetwork.NAME, signer.publicKey());
    this.meter = OcmfSigner.ofSecret(
        CURVES[number % CURVES.length], EvNetwork.bytes(seed, name + "/meter"), "M-" + number);
    InMemorySigner owner = signer(seed, "operator-" + (number + 1) / 2, KeyAlgorithm.SECP256K1);
    this.registration = MeterRegistration.sign(
        EvNetwork.NAME,
        new MeterAssignment(id, meter.publicKey(), meter.serial(), PLATE_WATTS),
        manufacturer,
        owner);
  }

  static InMemorySigner signer(long seed, String name, KeyAlgorithm algorithm) {
    try {
      return InMemorySigner.ofSecret(algorithm, EvNetwork.bytes(seed, name + "/secret"));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("seed " + seed + " gives " + name + " no key", e);
    }
  }

  String name() {
    return name;
  }

  Behaviour behaviour() {
    return behaviour;
  }

  OcppVersion version() {
    return version;
  }

  DeviceId id() {
    return id;
  }

  OperatorId operator() {
    return registration.ownerAccount();
  }

  /** What its meter showed for each session, in milliwatt-hours, in the order in which cars left. */
  List<Long> delivered() {
    return List.copyOf(delivered);
  }

  MeterRegistration registration() {
    return registration;
  }

  Secret password() {
    return Secret.of(Hex.encode(EvNetwork.bytes(seed, name + "/password")).substring(0, 32));
  }

  void enroll(NetworkClient network, Instant now) throws SigningException {
    network.enroll(
        EvNetwork.NAME,
        new Enrollment(
            new RegistryChange.Enrolled(
                signer.publicKey(), operator(), "charge-point", Optional.of(place())),
            now),
        signer);
  }

  /** A cell of resolution 9 in a town, another one for each of 343 stations. */
  private H3Cell place() {
    long digits = number % 7 | (long) (number / 7 % 7) << 3 | (long) (number / 49 % 7) << 6;
    return new H3Cell(TOWN & ~(0777L << 18) | digits << 18);
  }

  /** Opens the queue of the station's reports and connects to the central system; returns when it has accepted the boot. */
  void connect(Path queue, NetworkClient network, DriverContext context, int port)
      throws IOException, InterruptedException {
    agent = Optional.of(DeviceAgent.builder(
            ReportQueue.open(queue, EvNetwork.NAME, id), signer, new GrpcReportSink(network))
        .clock(context.clock())
        .build());
    ChargePoint opened = ChargePoint.builder(context, URI.create("ws://127.0.0.1:" + port), name)
        .version(version)
        .password(password())
        .machine("depin-sdk", "simulated", meter.serial())
        .transactionIds(() -> name + "-" + ++transactions)
        .connect();
    CompletableFuture<Boolean> online = new CompletableFuture<>();
    opened.onStatus(status -> {
      if (status.state() == DriverState.ONLINE) {
        online.complete(true);
      }
    });
    if (opened.status().state() == DriverState.ONLINE) {
      online.complete(true);
    }
    await(online);
    point = Optional.of(opened);
  }

  /** What the bridge from OCPP reports this station's sessions with. */
  MeteringBridge.ReportingStation reporting() {
    return new MeteringBridge.ReportingStation(registration, agent.orElseThrow());
  }

  /** A car is plugged in. */
  void begin(Instant now, int connector) throws InterruptedException {
    page++;
    String signed = meter.reading(page, now, ReadingMark.BEGIN, register, "TAG-" + name);
    ChargePointTransaction transaction = point
        .orElseThrow()
        .begin(connector, "TAG-" + name, List.of(sample(now, MeterSample.BEGIN, signed)));
    if (!await(transaction.accepted())) {
      throw new IllegalStateException(name + " may not charge");
    }
    charging.add(new Charging(transaction, signed, register));
  }

  /**
   * The car that has charged longest leaves. When this returns, the session is in the queue of the station's agent.
   *
   * @return what the meter signed of the session
   */
  MeteringSession end(Instant now, Duration charged, String what)
      throws IOException, SigningException, InterruptedException {
    Charging leaving = charging.remove(0);
    long energy = energy(charged, what);
    delivered.add(energy);
    register = Math.max(0, leaving.register() + energy);
    page++;
    String signed = meter.reading(page, now, ReadingMark.END, register, "TAG-" + name);
    String sent = behaviour == Behaviour.FORGED_SIGNATURE
        ? signed.replaceFirst("\"RV\":", "\"RV\":9")
        : signed;
    leaving
        .transaction()
        .end(now, List.of(sample(now, MeterSample.END, sent)), Optional.of("Local"));
    await(leaving.transaction().delivered());
    String id = leaving.transaction().id();
    List<String> records = List.of(leaving.signedBegin(), signed);
    if (behaviour == Behaviour.REPLAYER) {
      report(new MeteringSession(registration, id + "-again", records));
    }
    return new MeteringSession(registration, id, records);
  }

  // half to nine tenths of what the plate allows; a cheat's meter shows what the cheat wants
  private long energy(Duration charged, String what) {
    long most = PLATE_WATTS * charged.toSeconds() * 1000 / 3600;
    long tenths =
        5L + Math.floorMod(ByteBuffer.wrap(EvNetwork.bytes(seed, name + what)).getInt(), 5);
    return switch (behaviour) {
      case METER_BACKWARDS -> -most / 10;
      case ABOVE_PLATE -> most * 4;
      default -> most * tenths / 10;
    };
  }

  private MeterSample sample(Instant now, String context, String signed) {
    return MeterSample.energy(now, register / 1000, context)
        .with(new SignedValue("OCMF", signed, Optional.empty()));
  }

  void heartbeat(Instant now) throws IOException, SigningException {
    Heartbeat heartbeat = Heartbeat.of(Duration.between(EvNetwork.GENESIS.minusSeconds(60), now));
    queue(UptimeVerifier.KIND, UPTIME.codec().encode(heartbeat));
  }

  /** Reports a session beside those that the bridge reports, as cheats do. */
  void report(MeteringSession session) throws IOException, SigningException {
    queue(MeteringVerifier.KIND, METERING.codec().encode(session));
  }

  private void queue(ProofKind kind, byte[] evidence) throws IOException, SigningException {
    agent.orElseThrow().report(kind, evidence, Provenance.SIMULATED);
  }

  /** Sends what is queued. */
  void forward() throws IOException {
    agent.orElseThrow().forward();
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the central system did not answer", e);
    }
  }

  @Override
  public void close() throws IOException {
    point.ifPresent(ChargePoint::close);
    if (agent.isPresent()) {
      agent.get().close();
    }
  }
}
