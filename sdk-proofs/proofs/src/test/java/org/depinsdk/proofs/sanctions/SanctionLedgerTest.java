package org.depinsdk.proofs.sanctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.junit.jupiter.api.Test;

class SanctionLedgerTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final DeviceId DEVICE = new DeviceId("dev-" + "a".repeat(32));
  private static final ReasonCode REASON = new ReasonCode("location.teleport");
  private static final ReportId REPORT = ReportId.ofSignedBytes(new byte[1]);

  private static Instant day(int number) {
    return START.plus(Duration.ofDays(number));
  }

  private static SanctionEvent.Imposed imposed(long number, int from, int to) {
    return new SanctionEvent.Imposed(
        day(from), number, DEVICE, REASON, List.of(REPORT), day(to), Duration.ofDays(7));
  }

  @Test
  void expiresByItself() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY.with(imposed(1, 0, 30));
    assertThat(ledger.inForce(DEVICE, day(0).minusMillis(1))).isEmpty();
    assertThat(ledger.inForce(DEVICE, day(0))).hasSize(1);
    assertThat(ledger.inForce(DEVICE, day(30).minusMillis(1))).hasSize(1);
    assertThat(ledger.inForce(DEVICE, day(30))).isEmpty();
    assertThat(ledger.accounts(day(99)))
        .containsExactly(java.util.Map.entry(REASON, new SanctionLedger.Account(1, 0, 0)));
  }

  @Test
  void reversalEndsItAndOwesTheEpochsThatItTouched() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY
        .with(imposed(1, 2, 30))
        .with(new SanctionEvent.Appealed(day(3), 1, "the antenna was moved by the landlord"))
        .with(new SanctionEvent.Reversed(day(5), 1, "photos show it"));
    assertThat(ledger.inForce(DEVICE, day(4))).hasSize(1);
    assertThat(ledger.inForce(DEVICE, day(5))).isEmpty();
    for (int day = 0; day < 8; day++) {
      Epoch epoch = new Epoch(day, day(day), day(day + 1));
      assertThat(ledger.compensationDue(DEVICE, epoch, day(9)))
          .as("day " + day)
          .hasSize(day >= 2 && day < 5 ? 1 : 0);
      assertThat(ledger.compensationDue(DEVICE, epoch, day(4))).isEmpty();
    }
    assertThat(ledger.accounts(day(9)).get(REASON)).isEqualTo(new SanctionLedger.Account(1, 1, 1));
  }

  @Test
  void appealWithoutAnswerReversesIt() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY
        .with(imposed(1, 0, 30))
        .with(new SanctionEvent.Appealed(day(1), 1, "wrong device"));
    assertThat(ledger.inForce(DEVICE, day(8).minusMillis(1))).hasSize(1);
    assertThat(ledger.inForce(DEVICE, day(8))).isEmpty();
    assertThat(ledger.find(1).orElseThrow().isCompensationDue(day(8))).isTrue();
    assertThat(ledger.find(1).orElseThrow().isCompensationDue(day(8).minusMillis(1)))
        .isFalse();
    assertThatThrownBy(() -> ledger.with(new SanctionEvent.Upheld(day(8), 1, "too late to say no")))
        .isInstanceOf(SanctionConflictException.class)
        .hasMessageContaining("has ended");
  }

  @Test
  void upheldSanctionRunsToItsEnd() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY
        .with(imposed(1, 0, 30))
        .with(new SanctionEvent.Appealed(day(1), 1, "wrong device"))
        .with(new SanctionEvent.Upheld(day(2), 1, "the key is in the report"));
    assertThat(ledger.inForce(DEVICE, day(29))).hasSize(1);
    assertThat(ledger.accounts(day(99)).get(REASON)).isEqualTo(new SanctionLedger.Account(1, 1, 0));
  }

  // the flaw of a live network: lifting one ban overwrote the end of all bans before it
  @Test
  void laterStepsDoNotRewriteEarlierSanctions() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY.with(imposed(1, 0, 5)).with(imposed(2, 10, 20));
    SanctionLedger after = ledger.with(new SanctionEvent.Reversed(day(12), 2, "not the same"));
    assertThat(after.find(1)).isEqualTo(ledger.find(1));
    assertThat(after.inForce(DEVICE, day(4))).hasSize(1);
    assertThat(ledger.inForce(DEVICE, day(15))).hasSize(1);
    assertThat(after.inForce(DEVICE, day(15))).isEmpty();
  }

  @Test
  void aSanctionThatWasReversedTakesNoAppealAndAnAnswerIsGivenOnce() throws Exception {
    SanctionLedger reversed = SanctionLedger.EMPTY
        .with(imposed(1, 0, 30))
        .with(new SanctionEvent.Reversed(day(2), 1, "a mistake"));
    assertThatThrownBy(() -> reversed.with(new SanctionEvent.Appealed(day(3), 1, "too late")))
        .isInstanceOf(SanctionConflictException.class)
        .hasMessageContaining("it was reversed");
    SanctionLedger upheld = SanctionLedger.EMPTY
        .with(imposed(1, 0, 30))
        .with(new SanctionEvent.Appealed(day(1), 1, "no"))
        .with(new SanctionEvent.Upheld(day(2), 1, "yes"));
    assertThatThrownBy(() -> upheld.with(new SanctionEvent.Upheld(day(3), 1, "yes again")))
        .isInstanceOf(SanctionConflictException.class)
        .hasMessageContaining("the appeal was answered");
  }

  @Test
  void theLedgerOfAMomentHasTheStepsBeforeIt() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY
        .with(imposed(1, 0, 30))
        .with(imposed(2, 4, 30))
        .with(new SanctionEvent.Reversed(day(8), 1, "a mistake"));
    assertThat(ledger.before(day(0)).events()).isEmpty();
    assertThat(ledger.before(day(4)).events()).hasSize(1);
    assertThat(ledger.before(day(4).plusMillis(1)).events()).hasSize(2);
    assertThat(ledger.before(day(8)).find(1).orElseThrow().reversed()).isEmpty();
    assertThat(ledger.before(day(9))).usingRecursiveComparison().isEqualTo(ledger);
  }

  @Test
  void whatTurnedOutWrongIsNotRightful() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY
        .with(imposed(1, 0, 30))
        .with(imposed(2, 4, 30))
        .with(new SanctionEvent.Reversed(day(8), 1, "a mistake"));
    SanctionLedger right = ledger.rightful(day(8));
    assertThat(right.all()).extracting(s -> s.imposed().sanction()).containsExactly(2L);
    assertThat(right.events()).extracting(SanctionEvent::sanction).containsExactly(2L);
    assertThat(ledger.rightful(day(8).minusMillis(1)).all()).hasSize(2);
  }

  @Test
  void aSanctionDeniesAllProofsOrThoseThatItNames() {
    ProofKind uptime = new ProofKind("uptime/1");
    ProofKind usage = new ProofKind("usage/1");
    assertThat(imposed(1, 0, 30).denies(uptime)).isTrue();
    SanctionEvent.Imposed one = new SanctionEvent.Imposed(
        day(0),
        1,
        DEVICE,
        REASON,
        List.of(REPORT),
        day(30),
        Duration.ofDays(7),
        new TreeSet<>(Set.of(uptime)));
    assertThat(one.denies(uptime)).isTrue();
    assertThat(one.denies(usage)).isFalse();
  }

  @Test
  void sanctionsForOneReasonAreCountedTogether() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY
        .with(imposed(1, 0, 30))
        .with(imposed(2, 1, 30))
        .with(new SanctionEvent.Appealed(day(2), 1, "no"))
        .with(new SanctionEvent.Appealed(day(2), 2, "no"))
        .with(new SanctionEvent.Upheld(day(3), 1, "yes"))
        .with(new SanctionEvent.Reversed(day(3), 2, "a mistake"));
    assertThat(ledger.accounts(day(9)))
        .containsExactly(java.util.Map.entry(REASON, new SanctionLedger.Account(2, 2, 1)));
  }

  @Test
  void stepsThatDoNotFitAreRefused() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY.with(imposed(1, 5, 30));
    for (SanctionEvent wrong : List.of(
        imposed(3, 6, 30),
        imposed(1, 6, 30),
        imposed(2, 4, 30),
        new SanctionEvent.Upheld(day(6), 1, "nobody asked"),
        new SanctionEvent.Reversed(day(6), 2, "none"))) {
      assertThatThrownBy(() -> ledger.with(wrong)).isInstanceOf(SanctionConflictException.class);
    }
    SanctionLedger appealed = ledger.with(new SanctionEvent.Appealed(day(6), 1, "no"));
    assertThatThrownBy(() -> appealed.with(new SanctionEvent.Appealed(day(7), 1, "again")))
        .isInstanceOf(SanctionConflictException.class);
    assertThatThrownBy(() -> imposed(1, 5, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> imposed(1, 0, 400)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SanctionEvent.Imposed(
            day(0), 1, DEVICE, REASON, List.of(), day(1), Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evidence");
    assertThatThrownBy(() -> new SanctionEvent.Appealed(day(0), 1, " "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAnswerThatIsDueAfterTheEndDoesNotLengthenASanction() throws Exception {
    SanctionLedger ledger = SanctionLedger.EMPTY
        .with(imposed(1, 0, 5))
        .with(new SanctionEvent.Appealed(day(1), 1, "wrong device"));
    assertThat(ledger.find(1).orElseThrow().endsAt()).isEqualTo(day(5));
    assertThat(ledger.inForce(DEVICE, day(6))).isEmpty();
  }

  @Test
  void aNumberThatIsNotTheNextIsNamed() {
    assertThatThrownBy(() -> SanctionLedger.EMPTY.with(imposed(2, 0, 5)))
        .isInstanceOf(SanctionConflictException.class)
        .hasMessage("no sanction 2; the next is 1");
  }

  @Test
  void aStepAtAnotherTimeIsOtherwiseTheSame() {
    assertThat(imposed(1, 0, 30).withTime(day(2))).isEqualTo(imposed(1, 2, 30));
    assertThat(new SanctionEvent.Appealed(day(1), 1, "a").withTime(day(2)))
        .isEqualTo(new SanctionEvent.Appealed(day(2), 1, "a"));
    assertThat(new SanctionEvent.Upheld(day(1), 1, "a").withTime(day(2)))
        .isEqualTo(new SanctionEvent.Upheld(day(2), 1, "a"));
    assertThat(new SanctionEvent.Reversed(day(1), 1, "a").withTime(day(2)))
        .isEqualTo(new SanctionEvent.Reversed(day(2), 1, "a"));
  }

  @Test
  void everyStatementHasAtLeastOneAndAtMost2000Characters() {
    String longest = "x".repeat(SanctionEvent.MAX_TEXT);
    for (String wrong : List.of(" ", longest + "x")) {
      assertThatThrownBy(() -> new SanctionEvent.Appealed(day(1), 1, wrong))
          .hasMessageContaining("statement has 1 to 2000");
      assertThatThrownBy(() -> new SanctionEvent.Upheld(day(1), 1, wrong))
          .hasMessageContaining("grounds has 1 to 2000");
      assertThatThrownBy(() -> new SanctionEvent.Reversed(day(1), 1, wrong))
          .hasMessageContaining("grounds has 1 to 2000");
    }
    assertThat(new SanctionEvent.Upheld(day(1), 1, longest).grounds()).isEqualTo(longest);
  }
}
