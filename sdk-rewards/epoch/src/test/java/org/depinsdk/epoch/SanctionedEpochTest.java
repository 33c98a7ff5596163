package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.TokenAmount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sanctions reach the payout: what they withhold, how the bundle shows it, and what is owed where they were wrong. */
class SanctionedEpochTest {
  private static final LocalEpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());
  private static final ReportId PROOF = ReportId.ofSignedBytes(new byte[] {1});
  private static final ReasonCode REASON = new ReasonCode("location.teleport");

  @TempDir
  Path scratch;

  private TestNetwork network;
  private DeviceId honest;
  private DeviceId denied;

  @BeforeEach
  void run() throws Exception {
    network = new TestNetwork(5);
    honest = network.enroll(0);
    denied = network.enroll(1);
    for (int i = 0; i < 12; i++) {
      network.heartbeat(honest, i + 1, Duration.ofMinutes(5L * i + 1));
      network.heartbeat(denied, i + 1, Duration.ofMinutes(5L * i + 1));
    }
  }

  private SanctionEvent.Imposed imposed(Duration at, ProofKind... proofs) {
    Instant from = TestNetwork.GENESIS.plus(at);
    return new SanctionEvent.Imposed(
        from,
        1,
        denied,
        REASON,
        List.of(PROOF),
        from.plus(Duration.ofDays(30)),
        Duration.ofDays(7),
        new TreeSet<>(List.of(proofs)));
  }

  private EpochOutcome run(SanctionLedger ledger) throws Exception {
    return ENGINE.run(network.input(SettlementState.GENESIS).with(ledger));
  }

  private static TokenAmount paid(EpochOutcome outcome, int operator) {
    return outcome
        .after()
        .lifetime()
        .getOrDefault(TestNetwork.operator(operator), TokenAmount.ZERO);
  }

  @Test
  void aBannedDeviceIsNotPaidAndTheBundleSaysWhy() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY.with(imposed(Duration.ofMinutes(30)));
    EpochInput input = network.input(SettlementState.GENESIS).with(ledger);
    EpochOutcome outcome = ENGINE.run(input);
    assertThat(paid(outcome, 1)).isEqualTo(TokenAmount.ZERO);
    assertThat(paid(outcome, 0)).isGreaterThan(paid(run(SanctionLedger.EMPTY), 0));
    assertThat(outcome.allocation().paid().plus(outcome.allocation().unallocated()))
        .isEqualTo(outcome.allocation().minted());

    Path folder = scratch.resolve("epoch-0");
    EpochBundle.write(folder, Publication.FIRST, input, outcome);
    assertThat(new BundleReplay(ENGINE).replay(folder)).isInstanceOf(ReplayResult.Same.class);
    assertThat(EpochBundle.open(folder).input().sanctions().events()).isEqualTo(ledger.events());
    // the contribution stands in the bundle, and no policy that is tried on it pays what is
    // withheld
    RecordedRun run = RecordedRun.read(List.of(folder));
    assertThat(run.newest().contributions())
        .extracting(c -> c.device())
        .containsExactlyInAnyOrder(honest, denied);
    assertThat(WhatIf.of(run, input.policy().rewards(), true).operators())
        .containsKey(TestNetwork.operator(0))
        .doesNotContainKey(TestNetwork.operator(1));
    assertThat(Statement.of(EpochBundle.open(folder), denied.text()).toText(3))
        .contains("nothing was paid")
        .contains("sanction.withheld")
        .contains("reason location.teleport")
        .contains("denied all")
        .contains("withheld.uptime/1 12")
        .contains(PROOF.hex())
        .contains("verdict uptime/1: 12 intervals");
  }

  @Test
  void aDenialMeetsTheProofsThatItNames() throws Exception {
    EpochOutcome other = run(SanctionLedger.EMPTY.with(
        imposed(Duration.ZERO, new ProofKind("coverage/1"), new ProofKind("usage/1"))));
    assertThat(paid(other, 1)).isEqualTo(paid(run(SanctionLedger.EMPTY), 1));
    EpochOutcome named =
        run(SanctionLedger.EMPTY.with(imposed(Duration.ZERO, UptimeVerifier.KIND)));
    assertThat(paid(named, 1)).isEqualTo(TokenAmount.ZERO);
  }

  @Test
  void aSanctionOfAnotherTimeWithholdsNothing() throws Exception {
    EpochOutcome later = run(SanctionLedger.EMPTY.with(imposed(Duration.ofHours(1))));
    assertThat(later.distribution().root())
        .isEqualTo(run(SanctionLedger.EMPTY).distribution().root());
    assertThat(later.verdicts())
        .containsExactlyElementsOf(run(SanctionLedger.EMPTY).verdicts());
  }

  @Test
  void aWrongSanctionOwesWhatTheEpochWouldHavePaid() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY.with(imposed(Duration.ofMinutes(30)));
    EpochOutcome then = run(ledger);
    Instant now = TestNetwork.GENESIS.plus(Duration.ofDays(2));
    SanctionLedger reversed = ledger
        .with(new SanctionEvent.Appealed(now.minusSeconds(1), 1, "the receiver was jammed"))
        .with(new SanctionEvent.Reversed(now, 1, "neighbours saw the same jamming"));
    EpochInput input = network.input(SettlementState.GENESIS);
    assertThat(reversed.compensationDue(denied, input.epoch(), now)).hasSize(1);
    // what is owed is the difference to the same epoch without the sanction
    EpochOutcome without = ENGINE.run(input.with(SanctionLedger.EMPTY));
    assertThat(paid(without, 1).minus(paid(then, 1)).isZero()).isFalse();
    // the reversal rewrites nothing: the epoch as it was settled replays with the ledger as it
    // stood then
    assertThat(run(reversed.before(TestNetwork.SCHEDULE.closesAt(input.epoch())))
            .distribution()
            .root())
        .isEqualTo(then.distribution().root());
  }

  @Test
  void aForgedSanctionIsFound() throws Exception {
    Path folder = scratch.resolve("epoch-0");
    EpochInput input = network.input(SettlementState.GENESIS);
    EpochBundle.write(
        folder,
        Publication.FIRST,
        input,
        run(SanctionLedger.EMPTY.with(imposed(Duration.ofMinutes(30)))));
    assertThat(new BundleReplay(ENGINE).replay(folder))
        .isInstanceOfSatisfying(
            ReplayResult.Different.class, d -> assertThat(d.part()).isEqualTo("verdicts.jsonl"));
    Files.writeString(
        folder.resolve("sanctions.jsonl"), SanctionJson.format(imposed(Duration.ZERO)) + "\n");
    assertThat(new BundleReplay(ENGINE).replay(folder))
        .isInstanceOfSatisfying(
            ReplayResult.Different.class, d -> assertThat(d.part()).isEqualTo("sanctions.jsonl"));
  }

  @Test
  void stepsSurviveTheirJsonAndBrokenOnesNameTheField() throws Exception {
    Instant at = TestNetwork.GENESIS;
    for (SanctionEvent event : List.of(
        imposed(Duration.ZERO),
        imposed(Duration.ZERO, UptimeVerifier.KIND),
        new SanctionEvent.Appealed(at, 1, "no"),
        new SanctionEvent.Upheld(at, 1, "yes"),
        new SanctionEvent.Reversed(at, 1, "sorry"))) {
      assertThat(SanctionJson.parse(SanctionJson.format(event))).isEqualTo(event);
    }
    String line = SanctionJson.format(imposed(Duration.ZERO));
    for (String[] wrong : new String[][] {
      {"imposed", "whispered", "step"},
      {"\"evidence\":[\"" + PROOF.hex() + "\"]", "\"evidence\":[]", "evidence"},
      {"PT168H", "PT0S", "appealWithin"},
      {"location.teleport", "because", "reason"},
      {"\"sanction\":1", "\"sanction\":-1", "sanction"}
    }) {
      assertThat(line).contains(wrong[0]);
      assertThatThrownBy(() -> SanctionJson.parse(line.replace(wrong[0], wrong[1])))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining(wrong[2]);
    }
  }
}
