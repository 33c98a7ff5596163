package org.depinsdk.transparency.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.transparency.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.MisbehaviourProof.OtherLeaf;
import org.depinsdk.transparency.proof.MisbehaviourProof.Overdue;
import org.depinsdk.transparency.proof.MisbehaviourProof.SplitView;
import org.depinsdk.transparency.proof.MisbehaviourProof.Terms;
import org.depinsdk.transparency.tree.InconsistencyProof;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;

class MisbehaviourProofTest {
  /** Entries are seconds since 1970. */
  private static final Terms TERMS = new Terms(TestLog.policy(), Duration.ofSeconds(60), entry -> {
    try {
      return Instant.ofEpochSecond(Long.parseLong(new String(entry, StandardCharsets.UTF_8)));
    } catch (NumberFormatException e) {
      throw TransparencyException.malformed("no time");
    }
  });

  private final TestLog honest = TestLog.numbered(20);

  private static void shown(MisbehaviourProof proof) throws TransparencyException {
    MisbehaviourProof read = MisbehaviourProof.parse(proof.toString());
    assertThat(read).isEqualTo(proof).hasToString(proof.toString());
    read.verify(TERMS);
  }

  private static void refused(Reason reason, MisbehaviourProof proof) {
    assertRefused(reason, () -> proof.verify(TERMS));
  }

  @Test
  void anotherLeafAtTheIndexOfAReceipt() throws Exception {
    TestLog forked = new TestLog("0", "1", "other", "3");
    LogReceipt receipt = honest.receipt("2", 2);
    shown(new OtherLeaf(receipt, TestLog.leaf("other"), forked.proof(2)));
    refused(
        Reason.NOTHING_SHOWN,
        new OtherLeaf(receipt, TestLog.leaf("2"), TestLog.numbered(9).proof(2)));
    refused(Reason.NOTHING_SHOWN, new OtherLeaf(receipt, TestLog.leaf("3"), forked.proof(3)));
    refused(Reason.WRONG_PROOF, new OtherLeaf(receipt, TestLog.leaf("x"), forked.proof(2)));
    refused(
        Reason.WRONG_PROOF,
        new OtherLeaf(honest.receipt("x", 2), TestLog.leaf("other"), forked.proof(2)));
    SignedCheckpoint unsigned =
        SignedCheckpoint.sign(forked.signed().checkpoint(), TestLog.log(TestLog.ORIGIN, 9));
    refused(
        Reason.NO_KNOWN_SIGNATURE,
        new OtherLeaf(
            receipt, TestLog.leaf("other"), new TlogProof(forked.inclusion(2), unsigned)));
  }

  @Test
  void aReceiptThatNoWitnessedTreeReachesInTime() throws Exception {
    LogReceipt receipt = honest.receipt("12", 12);
    shown(new Overdue(receipt, honest.cosigned(12, 73, 3)));
    refused(Reason.NOTHING_SHOWN, new Overdue(receipt, honest.cosigned(12, 72, 3)));
    refused(Reason.NOTHING_SHOWN, new Overdue(receipt, honest.cosigned(13, 73, 3)));
    refused(Reason.NO_QUORUM, new Overdue(receipt, honest.cosigned(12, 73, 2)));
    SignedCheckpoint mixed = honest.cosigned(12, 72, 4);
    for (int i = 0; i < 2; i++) {
      mixed = mixed.with(org.depinsdk.transparency.note.Cosignature.sign(
          TestLog.WITNESSES.get(i), mixed.note().text(), 73));
    }
    refused(Reason.NOTHING_SHOWN, new Overdue(receipt, mixed));
    shown(new Overdue(receipt, honest.cosigned(3, Long.MAX_VALUE, 4)));
    refused(
        Reason.MALFORMED, new Overdue(new TestLog("x").receipt("x", 0), honest.cosigned(0, 73, 4)));
    String far = Long.toString(Instant.MAX.getEpochSecond());
    refused(
        Reason.MALFORMED, new Overdue(new TestLog(far).receipt(far, 0), honest.cosigned(0, 73, 4)));
  }

  private static ReceiptCheck check(LogReceipt receipt, TestLog shown, long size, long time)
      throws Exception {
    return ReceiptCheck.of(receipt, shown.cosigned(size, time, 3), shown.tree(), TERMS);
  }

  @Test
  void aReceiptIsComparedWithThePublishedLog() throws Exception {
    LogReceipt receipt = honest.receipt("12", 12);
    TestLog later = TestLog.numbered(30);
    assertThat(check(receipt, later, 30, 500))
        .isInstanceOfSatisfying(ReceiptCheck.Logged.class, logged -> {
          assertThat(logged.proof().extra()).isEqualTo(receipt.entry());
          assertThat(logged.proof().inclusion().index()).isEqualTo(12);
        });
    assertThat(check(receipt, later, 13, 70)).isInstanceOf(ReceiptCheck.Logged.class);
    assertThat(check(receipt, later, 12, 72))
        .isEqualTo(new ReceiptCheck.Pending(Instant.ofEpochSecond(72)));
    misbehaved(check(receipt, later, 12, 73), Overdue.class);
    String[] entries = new String[30];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Integer.toString(i);
    }
    entries[12] = "other";
    misbehaved(check(receipt, new TestLog(entries), 30, 500), OtherLeaf.class);
    entries[12] = "12";
    entries[19] = "other";
    misbehaved(check(receipt, new TestLog(entries), 30, 500), SplitView.class);
    misbehaved(check(receipt, new TestLog(entries), 20, 500), SplitView.class);
    // a tree between the two entries is the same in both histories
    assertThat(check(receipt, new TestLog(entries), 15, 500))
        .isInstanceOf(ReceiptCheck.Logged.class);
    assertRefused(
        Reason.NO_QUORUM,
        () -> ReceiptCheck.of(receipt, later.cosigned(30, 500, 2), later.tree(), TERMS));
    assertRefused(Reason.WRONG_PROOF, () -> check(honest.receipt("x", 12), later, 30, 500));
  }

  private static void misbehaved(ReceiptCheck check, Class<?> kind) {
    assertThat(check).isInstanceOfSatisfying(ReceiptCheck.Misbehaved.class, misbehaved -> {
      assertThat(misbehaved.proof()).isInstanceOf(kind);
      try {
        shown(misbehaved.proof());
      } catch (TransparencyException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void withoutWitnessesNothingIsOverdue() throws Exception {
    WitnessPolicy nobody = WitnessPolicy.parse("log " + TestLog.KEY.key() + "\nquorum none\n");
    Terms terms = new Terms(nobody, TERMS.witnessingDelay(), TERMS.received());
    assertRefused(
        Reason.NOTHING_SHOWN,
        () -> new Overdue(honest.receipt("12", 12), honest.cosigned(12, 73, 3)).verify(terms));
  }

  @Test
  void twoTreesThatDoNotGoOnFromEachOther() throws Exception {
    String[] entries = new String[20];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = i == 5 ? "other" : Integer.toString(i);
    }
    TestLog forked = new TestLog(entries);
    for (long older = 1; older <= 20; older++) {
      SplitView view = SplitView.make(forked.signed(20), honest.signed(older), forked.tree());
      assertThat(view.older()).isEqualTo(older < 20 ? honest.signed(older) : forked.signed(20));
      if (older > 5) {
        shown(view);
      } else {
        // the first five entries are the same
        refused(Reason.NOTHING_SHOWN, view);
      }
    }
    refused(
        Reason.NOTHING_SHOWN, SplitView.make(honest.signed(20), honest.signed(20), honest.tree()));
    SplitView honestly = SplitView.make(honest.signed(20), honest.signed(8), honest.tree());
    refused(Reason.NOTHING_SHOWN, honestly);
    refused(
        Reason.NOTHING_SHOWN,
        new SplitView(honestly.newer(), honestly.older(), honestly.inconsistency()));
    refused(
        Reason.WRONG_PROOF,
        new SplitView(
            honest.signed(8),
            honest.signed(20),
            SplitView.make(forked.signed(20), honest.signed(8), forked.tree()).inconsistency()));
    refused(
        Reason.NOTHING_SHOWN,
        new SplitView(honest.signed(8), honest.signed(20), new InconsistencyProof(List.of())));
    refused(
        Reason.NOTHING_SHOWN,
        new SplitView(
            honest.signed(20),
            forked.signed(20),
            new InconsistencyProof(List.of(TestLog.leaf("0")))));
    assertThatThrownBy(() -> SplitView.make(honest.signed(0), honest.signed(1), honest.tree()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void checkpointsOfTwoLogsContradictNothing() throws Exception {
    var second = TestLog.log("log.example/b", 7);
    WitnessPolicy both = WitnessPolicy.parse(
        "log " + TestLog.KEY.key() + "\nlog " + second.key() + "\nquorum none\n");
    TestLog forked = new TestLog("x");
    SignedCheckpoint other = SignedCheckpoint.sign(
        new Checkpoint("log.example/b", new TreeHead(1, TestLog.leaf("x"))), second);
    Terms terms = new Terms(both, TERMS.witnessingDelay(), TERMS.received());
    assertRefused(
        Reason.WRONG_ORIGIN,
        () -> SplitView.make(honest.signed(1), other, forked.tree()).verify(terms));
    assertRefused(
        Reason.WRONG_ORIGIN,
        () -> new OtherLeaf(
                honest.receipt("0", 0),
                TestLog.leaf("x"),
                new TlogProof(forked.inclusion(0), other))
            .verify(terms));
  }

  @Test
  void whatIsNoProofIsRefused() throws Exception {
    String file =
        new OtherLeaf(honest.receipt("2", 2), TestLog.leaf("x"), honest.proof(2)).toString();
    for (String damaged : List.of(
        "",
        file + "x",
        file + "part x 0\n",
        file.replace("/1", "/2"),
        file.replace("other-leaf", "other"),
        file.replace("other-leaf", "overdue"),
        file.replace("part leaf 1", "part leaf 2"),
        file.replace("part leaf 1", "part leaf 99"),
        file.replace("part leaf 1", "part leaf 9223372036854775807"),
        file.replace("part leaf 1", "part leaf 01"),
        file.replace("part leaf 1", "part  leaf 1"),
        file.replace("part leaf", "part receipt"),
        file.substring(0, file.length() - 1))) {
      assertThat(damaged).isNotEqualTo(file);
      assertRefused(Reason.MALFORMED, () -> MisbehaviourProof.parse(damaged));
    }
  }
}
