package org.depinsdk.proofs.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.proofs.wire.v1.UsageReceiptBody;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class UsageVerifierTest {
  private final TestNetwork network = new TestNetwork();
  private final DeviceId accessPoint = network.device("access-point", 1);
  private final DeviceId client = network.device("client", 2);
  private final UsageVerifier verifier = new UsageVerifier();
  private final List<Attributed<UsageClaim>> evidence = new ArrayList<>();

  private List<Verdict> judge() {
    return TestEngine.judge(verifier, evidence, network.context(Map.of()));
  }

  private SignedUsageReceipt receipt(
      DeviceId from, DeviceId by, String session, int minute, long bytes) throws SigningException {
    Instant at = TestNetwork.START.plus(Duration.ofMinutes(minute));
    return new UsageReceipt(from, by, session, bytes, at)
        .sign(TestNetwork.NAME, network.signer(by));
  }

  private void claim(SignedUsageReceipt receipt) {
    evidence.add(network.report(accessPoint, Duration.ofMinutes(1), UsageClaim.of(receipt)));
  }

  private void notCounted(String code) {
    List<Verdict> verdicts = judge();
    assertThat(verdicts).hasSize(1);
    assertThat(verdicts.get(0).score().units()).isZero();
    assertThat(TestNetwork.codes(verdicts.get(0))).containsExactly(code, "usage.counted");
  }

  @Test
  void lastReceiptOfASessionCountsNeverTheSum() throws Exception {
    claim(receipt(accessPoint, client, "a", 1, 100));
    claim(receipt(accessPoint, client, "a", 2, 250));
    claim(receipt(accessPoint, client, "b", 2, 40));
    Verdict verdict = judge().get(0);
    assertThat(verdict.score().units()).isEqualTo(290);
    assertThat(verdict.device()).isEqualTo(accessPoint);
    assertThat(verdict.findings().get(0).facts())
        .isEqualTo(Map.of("sessions", "2", "bytes", "290"));
  }

  @Test
  void claimsBelowTheReceiptArePaidAsClaimed() throws Exception {
    evidence.add(network.report(
        accessPoint,
        Duration.ofMinutes(1),
        new UsageClaim(60, receipt(accessPoint, client, "a", 1, 100))));
    assertThat(judge().get(0).score().units()).isEqualTo(60);
  }

  @Test
  void claimAboveTheReceiptDoesNotCount() throws Exception {
    evidence.add(network.report(
        accessPoint,
        Duration.ofMinutes(1),
        new UsageClaim(101, receipt(accessPoint, client, "a", 1, 100))));
    notCounted("usage.claim-above-receipt");
  }

  @Test
  void receiptOfAnotherAccessPointDoesNotCount() throws Exception {
    DeviceId other = network.device("access-point", 3);
    claim(receipt(other, client, "a", 1, 100));
    notCounted("usage.other-access-point");
  }

  @Test
  void receiptOutsideTheEpochDoesNotCount() throws Exception {
    claim(receipt(accessPoint, client, "a", -1, 100));
    claim(receipt(accessPoint, client, "a", 24 * 60, 100));
    notCounted("usage.outside-epoch");
  }

  @Test
  void unknownClientDoesNotCount() throws Exception {
    DeviceId stranger = new DeviceId("dev-" + "a".repeat(32));
    Instant at = TestNetwork.START;
    claim(new UsageReceipt(accessPoint, stranger, "a", 5, at)
        .sign(TestNetwork.NAME, network.signer(client)));
    notCounted("usage.unknown-client");
  }

  @Test
  void onlyClientsMaySign() throws Exception {
    DeviceId meter = network.device("meter", 2);
    claim(receipt(accessPoint, meter, "a", 1, 100));
    notCounted("usage.not-a-client");
    ProofContext meters = network.context(Map.of("client-class", "meter"));
    assertThat(TestEngine.judge(verifier, evidence, meters).get(0).score().units())
        .isEqualTo(100);
  }

  @Test
  void inactiveClientDoesNotCount() throws Exception {
    network.change(
        TestNetwork.START.plusSeconds(90), client, new RegistryChange.Suspended("for the test"));
    claim(receipt(accessPoint, client, "late", 2, 100));
    notCounted("usage.client-not-active");
    claim(receipt(accessPoint, client, "early", 1, 7));
    assertThat(judge().get(0).score().units()).isEqualTo(7);
  }

  @Test
  void clientOfTheSameOperatorDoesNotCount() throws Exception {
    DeviceId own = network.device("client", 1);
    claim(receipt(accessPoint, own, "a", 1, 100));
    notCounted("usage.self-dealing");
  }

  @Test
  void wrongSignatureDoesNotCount() throws Exception {
    UsageReceipt receipt = new UsageReceipt(accessPoint, client, "a", 100, TestNetwork.START);
    claim(receipt.sign(TestNetwork.NAME, network.signer(accessPoint)));
    claim(receipt.sign("other-net", network.signer(client)));
    notCounted("usage.bad-signature");
  }

  @Test
  void shrinkingTotalVoidsTheSession() throws Exception {
    claim(receipt(accessPoint, client, "a", 1, 100));
    claim(receipt(accessPoint, client, "a", 2, 99));
    notCounted("usage.total-shrinks");
    claim(receipt(accessPoint, client, "b", 3, 11));
    assertThat(judge().get(0).score().units()).isEqualTo(11);
  }

  /** The access point numbers its reports; the client's clock may be set back between two receipts. */
  @Test
  void receiptsAreOrderedByNumberAndNotByTheClientsClock() throws Exception {
    claim(receipt(accessPoint, client, "a", 5, 100));
    claim(receipt(accessPoint, client, "a", 3, 250));
    claim(receipt(accessPoint, client, "a", 4, 300));
    java.util.Collections.reverse(evidence);
    assertThat(judge().get(0).score().units()).isEqualTo(300);
    evidence.clear();
    // a total that shrinks does so whatever the clock says
    claim(receipt(accessPoint, client, "a", 5, 300));
    claim(receipt(accessPoint, client, "a", 3, 250));
    notCounted("usage.total-shrinks");
  }

  @Test
  void sessionOfTwoAccessPointsCountsForNeither() throws Exception {
    DeviceId other = network.device("access-point", 3);
    claim(receipt(accessPoint, client, "a", 1, 100));
    evidence.add(network.report(
        other, Duration.ofMinutes(1), UsageClaim.of(receipt(other, client, "a", 1, 100))));
    List<Verdict> verdicts = judge();
    assertThat(verdicts).hasSize(2).allSatisfy(v -> {
      assertThat(v.score().units()).isZero();
      assertThat(TestNetwork.codes(v)).containsExactly("usage.session-shared", "usage.counted");
    });
  }

  @Test
  void bytesAboveTheSessionLimitAreNotPaid() throws Exception {
    claim(receipt(accessPoint, client, "a", 1, 100));
    claim(receipt(accessPoint, client, "b", 1, 60));
    Verdict verdict = TestEngine.judge(
            verifier, evidence, network.context(Map.of("session-limit", "70")))
        .get(0);
    assertThat(verdict.score().units()).isEqualTo(130);
    assertThat(TestNetwork.codes(verdict)).containsExactly("usage.above-limit", "usage.counted");
  }

  @Test
  void receiptsHaveToBeSettledInTime() throws Exception {
    SignedUsageReceipt receipt = receipt(accessPoint, client, "a", 1, 100);
    evidence.add(network.report(
        accessPoint, Duration.ofMinutes(1), Duration.ofMinutes(61), UsageClaim.of(receipt)));
    assertThat(
            TestEngine.judge(verifier, evidence, network.context(Map.of("settle-within", "PT1H")))
                .get(0)
                .findings()
                .get(0)
                .code())
        .isEqualTo(UsageReasons.SETTLED_LATE);
    assertThat(
            TestEngine.judge(verifier, evidence, network.context(Map.of("settle-within", "PT61M")))
                .get(0)
                .score()
                .units())
        .isEqualTo(100);
  }

  @Test
  void manyBadSessionsDoNotMakeAnEndlessVerdict() throws Exception {
    DeviceId own = network.device("client", 1);
    for (int i = 0; i < 300; i++) {
      claim(receipt(accessPoint, own, "s" + i, 1, 100));
    }
    Verdict verdict = judge().get(0);
    assertThat(verdict.findings()).hasSize(34);
    assertThat(verdict.findings().stream()
            .mapToLong(f -> Long.parseLong(f.facts().getOrDefault("reports", "0")))
            .sum())
        .isEqualTo(300);
  }

  @Test
  void lawsHoldForRandomSessions() {
    DeviceId second = network.device("access-point", 3);
    Property.check(100, random -> {
      List<Attributed<UsageClaim>> claims = random(random, second);
      VerifierLaws.judgement(verifier, claims, network.context(Map.of()), random);
      VerifierLaws.codec(verifier, claims);
      long signed = claims.stream()
          .mapToLong(c -> c.evidence().receipt().receipt().bytes())
          .sum();
      long paid = TestEngine.judge(verifier, claims, network.context(Map.of())).stream()
          .mapToLong(v -> v.score().units())
          .sum();
      assertThat(paid).isBetween(0L, signed);
    });
  }

  @Test
  void hostileBytesGetAnAnswer() {
    Property.check(
        1_000,
        random -> VerifierLaws.hostileBytes(
            verifier, random(random, accessPoint), network.context(Map.of()), random));
  }

  @Test
  void receiptFieldsAreChecked() {
    byte[] signature = new byte[64];
    UsageReceiptBody.Builder good = UsageReceiptBody.newBuilder()
        .setAccessPoint(accessPoint.text())
        .setClient(client.text())
        .setSession("a");
    for (Map.Entry<String, UsageReceiptBody.Builder> wrong : Map.of(
            "access_point", good.clone().setAccessPoint("ap-1"),
            "client", good.clone().clearClient(),
            "session", good.clone().setSession("a b"),
            "bytes", good.clone().setBytes(1L << 53),
            "at_ms", good.clone().setAtMs(Long.MAX_VALUE))
        .entrySet()) {
      assertThatThrownBy(
              () -> SignedUsageReceipt.of(wrong.getValue().build().toByteArray(), signature))
          .isInstanceOf(MalformedEvidenceException.class)
          .hasMessageContaining(wrong.getKey());
    }
    assertThatThrownBy(() -> SignedUsageReceipt.of(good.build().toByteArray(), new byte[63]))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("63");
  }

  private List<Attributed<UsageClaim>> random(RandomGenerator random, DeviceId second)
      throws SigningException {
    List<Attributed<UsageClaim>> claims = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      DeviceId from = random.nextInt(5) == 0 ? second : accessPoint;
      SignedUsageReceipt signed = receipt(
          from, client, "s" + random.nextInt(3), random.nextInt(-5, 1_500), random.nextInt(1_000));
      long claimed = Math.max(0, signed.receipt().bytes() + random.nextInt(-3, 2));
      claims.add(network.report(from, Duration.ofMinutes(1), new UsageClaim(claimed, signed)));
    }
    return claims;
  }

  @Test
  void aTotalThatStaysIsNoFault() throws Exception {
    claim(receipt(accessPoint, client, "a", 1, 100));
    claim(receipt(accessPoint, client, "a", 2, 100));
    Verdict verdict = TestEngine.judge(
            verifier, evidence, network.context(Map.of("session-limit", "100")))
        .get(0);
    assertThat(verdict.score().units()).isEqualTo(100);
    assertThat(TestNetwork.codes(verdict)).containsExactly("usage.counted");
  }

  @Test
  void aFindingNamesTheReportsOfItsSession() throws Exception {
    claim(receipt(accessPoint, client, "a", 1, 100));
    claim(receipt(accessPoint, client, "a", 2, 99));
    assertThat(judge().get(0).findings().get(0).evidence())
        .containsExactlyInAnyOrder(evidence.get(0).report(), evidence.get(1).report());
  }

  /** 1,025 sessions of the most bytes that a receipt may have, 2^53 - 1, are more than fits. */
  @Test
  void aSumThatIsTooHighIsSaid() throws Exception {
    for (int i = 0; i < 1_025; i++) {
      claim(receipt(accessPoint, client, "s" + i, 1, (1L << 53) - 1));
    }
    Verdict verdict = TestEngine.judge(
            verifier,
            evidence,
            network.context(Map.of("session-limit", String.valueOf((1L << 53) - 1))))
        .get(0);
    assertThat(verdict.score().units()).isEqualTo(Long.MAX_VALUE);
    assertThat(verdict.findings()).extracting(f -> f.code()).contains(SaturatingSum.SATURATED);
  }

  @Test
  void aSessionIsPaidForATerabyteUnlessThePolicySaysOtherwise() throws Exception {
    claim(receipt(accessPoint, client, "a", 1, 1_000_000_000_001L));
    Verdict verdict = judge().get(0);
    assertThat(verdict.score().units()).isEqualTo(1_000_000_000_000L);
    assertThat(TestNetwork.codes(verdict)).containsExactly("usage.above-limit", "usage.counted");
  }

  @Test
  void signedReceiptsAreEqualByTheirBytes() throws Exception {
    SignedUsageReceipt one = receipt(accessPoint, client, "a", 1, 100);
    SignedUsageReceipt other = receipt(accessPoint, client, "a", 1, 101);
    assertThat(SignedUsageReceipt.of(one.body(), one.signature()))
        .isEqualTo(one)
        .isNotEqualTo(other)
        .hasSameHashCodeAs(one)
        .hasToString("Signed" + one.receipt());
    assertThat(one.hashCode()).isNotEqualTo(other.hashCode());
  }
}
