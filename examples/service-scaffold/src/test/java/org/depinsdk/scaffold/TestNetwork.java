package org.depinsdk.scaffold;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.scaffold.log.ReportLog;
import org.depinsdk.scaffold.settle.Claim;
import org.depinsdk.scaffold.settle.ClosedEpoch;
import org.depinsdk.scaffold.settle.Settled;
import org.depinsdk.scaffold.settle.Settlement;

/** A network of one hour's epochs that pays one unit for each accepted report, and what its devices send. */
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

  @Override
  public AdmissionRules admission() {
    return RULES;
  }

  @Override
  public Beacon beacon(Epoch epoch) {
    return new Beacon("test", epoch.index(), sha256("beacon " + epoch.index()));
  }

  @Override
  public ChallengeSchedule challenges(Epoch epoch) {
    return new ChallengeSchedule(epoch, beacon(epoch), 6);
  }

  @Override
  public boolean activates(Enrollment enrollment) {
    return !enrollment.device().deviceClass().equals("on-hold");
  }

  @Override
  public Settlement settlement(Path bundles) {
    return TestNetwork::payPerReport;
  }

  /** The state is "operator amount" lines; the root is their hash. */
  private static Settled payPerReport(ClosedEpoch closed, Optional<String> before)
      throws IOException {
    TreeMap<OperatorId, BigInteger> totals = new TreeMap<>();
    before.ifPresent(state -> state.lines().forEach(line -> {
      String[] words = line.split(" ");
      totals.put(new OperatorId(words[0]), new BigInteger(words[1]));
    }));
    long accepted = 0;
    long refused = 0;
    try (ReportLog.Entries entries = closed.evidence()) {
      for (LoggedReport entry = entries.next(); entry != null; entry = entries.next()) {
        if (entry.getRefusal().isEmpty()) {
          accepted++;
          totals.merge(owner(closed, entry), BigInteger.ONE, BigInteger::add);
        } else {
          refused++;
        }
      }
    }
    StringBuilder state = new StringBuilder();
    totals.forEach(
        (operator, total) -> state.append(operator).append(' ').append(total).append('\n'));
    List<Claim> claims = new ArrayList<>();
    totals.forEach((operator, total) ->
        claims.add(new Claim(operator, total, List.of(sha256("a"), sha256("b")))));
    return new Settled(
        closed.epoch().index(),
        sha256(state.toString()),
        state.toString(),
        claims,
        Map.of(OPERATOR.text(), "{\"accepted\":" + accepted + ",\"refused\":" + refused + "}"));
  }

  private static OperatorId owner(ClosedEpoch closed, LoggedReport entry) throws IOException {
    try {
      DeviceId device = SignedReport.of(entry.getReport()).report().device();
      return closed
          .registry()
          .stateAt(device, Instant.ofEpochMilli(entry.getReceivedAtMs()))
          .map(DeviceState::operator)
          .orElseThrow();
    } catch (MalformedReportException e) {
      throw new IOException(e);
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
      return SignedReport.sign(
          NAME,
          new Report(
              device,
              new ProofKind("uptime/1"),
              sequence,
              time,
              Provenance.SIMULATED,
              ("evidence " + sequence).getBytes(StandardCharsets.US_ASCII)),
          signer);
    } catch (SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
