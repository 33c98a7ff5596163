package org.depinsdk.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.ingest.EpochOpening;
import org.depinsdk.service.ingest.IngestLimits;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.log.LogKeys;
import org.depinsdk.service.log.Published;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.depinsdk.service.store.StoredSanctions;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;

/** A network of one hour's epochs that pays for uptime, and what its devices send. */
public final class TestNetwork implements Network {
  public static final String NAME = "test-net";
  public static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");
  public static final OperatorId OPERATOR =
      new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");
  public static final AdmissionRules RULES = new AdmissionRules(
      NAME,
      new EpochSchedule(GENESIS, Duration.ofHours(1), Duration.ofMinutes(10)),
      Duration.ofMinutes(1),
      Duration.ofHours(2));

  public static final OperatorId TREASURY =
      new OperatorId("0x00000000000000000000000000000000000000ff");
  public static final NetworkPolicy POLICY = policy(UptimeVerifier.KIND);
  public static final NoteSigner LOG_KEY = logKey();

  @Override
  public boolean activates(Enrollment enrollment) {
    return !enrollment.device().deviceClass().equals("on-hold");
  }

  /** An ingest without a server. */
  public static ReportIngest.Parts ingest(
      Storage storage, StoredRegistry registry, InstantSource clock, FailureListener failures)
      throws IOException {
    return ingest(storage, registry, IngestLimits.defaults().threads(), clock, failures);
  }

  /** An ingest without a server that checks on so many threads. */
  public static ReportIngest.Parts ingest(
      Storage storage,
      StoredRegistry registry,
      int threads,
      InstantSource clock,
      FailureListener failures)
      throws IOException {
    IngestLimits defaults = IngestLimits.defaults();
    return new ReportIngest.Parts(
        RULES,
        new IngestLimits(
            threads,
            defaults.maxWaitingBytes(),
            defaults.maxOpenReports(),
            defaults.refusedOfDevice(),
            defaults.refusedOfNobody()),
        registry,
        new StoredSanctions(storage.sanctions()),
        (firstOpen, visitor) -> SequencedLog.open(
            storage.log(), LogKeys.of(LOG_KEY), Published.NOTHING, List.of(), firstOpen, visitor),
        new LogRecord.Genesis(
            NAME, LOG_KEY.key().toString(), Bytes32.ZERO, Bytes32.ZERO, Bytes32.ZERO),
        Optional.empty(),
        new EpochOpening() {
          @Override
          public LogRecord.EpochOpened opened(long epoch) {
            return new LogRecord.EpochOpened(epoch, 0);
          }

          @Override
          public LogRecord.PolicyAdopted policy(long epoch) {
            return new LogRecord.PolicyAdopted(epoch, Bytes32.ZERO);
          }

          @Override
          public void check(LogRecord.PolicyAdopted fixed) {}
        },
        newestRecord -> clock,
        failures,
        sender -> {},
        ServiceMetrics.none());
  }

  private static NoteSigner logKey() {
    try {
      return Ed25519NoteSigner.ofLog(NAME, new byte[32]);
    } catch (TransparencyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The policy with some proofs, uptime in intervals of ten minutes; the first is paid. */
  public static NetworkPolicy policy(ProofKind... kinds) {
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    for (ProofKind kind : kinds) {
      proofs.put(
          kind,
          kind.equals(UptimeVerifier.KIND)
              ? new ProofConfig(Map.of("interval", "PT10M"))
              : ProofConfig.DEFAULTS);
    }
    try {
      RewardPolicy rewards = RewardPolicy.builder(NAME, new Token("TST", 8))
          .emission(new HalvingEmission(TokenAmount.of(1_000_000), 4))
          .pool(Pool.named("uptime").share(90).proportionalTo(kinds[0]).build())
          .pool(Pool.named("treasury").share(10).paysTo(TREASURY).build())
          .build();
      return new NetworkPolicy(RULES, EnumSet.of(Provenance.SIMULATED), proofs, rewards)
          .withIdentity(Wallets.rules());
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A signer that is the same for the same number. */
  public static InMemorySigner signer(int number) {
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, sha256("secret " + number));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  public static DeviceId device(InMemorySigner signer) {
    return DeviceId.derive(NAME, signer.publicKey());
  }

  public static Enrollment enrollment(InMemorySigner signer, Instant time) {
    return enrollment(signer, OPERATOR, "access-point", time);
  }

  public static Enrollment enrollment(
      InMemorySigner signer, OperatorId operator, String deviceClass, Instant time) {
    return new Enrollment(
        new RegistryChange.Enrolled(signer.publicKey(), operator, deviceClass, Optional.empty()),
        time);
  }

  public static SignedReport report(InMemorySigner signer, long sequence, Instant time) {
    return report(signer, device(signer), sequence, time);
  }

  public static SignedReport report(
      InMemorySigner signer, DeviceId device, long sequence, Instant time) {
    try {
      return report((DeviceSigner) signer, device, sequence, time);
    } catch (SigningException e) {
      throw new IllegalStateException("a key in memory always signs", e);
    }
  }

  public static SignedReport report(
      DeviceSigner signer, DeviceId device, long sequence, Instant time) throws SigningException {
    return report(signer, device, sequence, time, "");
  }

  public static SignedReport report(
      DeviceSigner signer, DeviceId device, long sequence, Instant time, String boot)
      throws SigningException {
    return SignedReport.sign(
        NAME,
        new Report(
            device,
            new ProofKind("uptime/1"),
            sequence,
            time,
            Provenance.SIMULATED,
            new UptimeVerifier().codec().encode(Heartbeat.of(Duration.ZERO)),
            boot),
        signer);
  }

  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
