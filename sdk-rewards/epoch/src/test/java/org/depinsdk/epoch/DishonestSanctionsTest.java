package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.junit.jupiter.api.Test;

/** Sanctions that an operator dates back or hides. */
class DishonestSanctionsTest extends DishonestOperator {
  DishonestSanctionsTest() throws Exception {}

  private SanctionLedger sanction(Duration offset) throws Exception {
    Instant at = TestNetwork.GENESIS.plus(offset);
    return SanctionLedger.EMPTY.with(new SanctionEvent.Imposed(
        at,
        1,
        network.devices.get(0),
        new ReasonCode("location.teleport"),
        List.of(ReportId.ofSignedBytes(new byte[] {1})),
        at.plus(Duration.ofDays(30)),
        Duration.ofDays(7),
        new TreeSet<>()));
  }

  @Test
  void sanctionBackdated() throws Exception {
    SanctionLedger backdated = sanction(Duration.ofMinutes(90));
    network.told = inEpoch(2, input -> input.with(backdated));
    assertCaught("sanctions.jsonl", "before epoch 1 was closed");
  }

  @Test
  void sanctionInItsPlaceIsChecked() throws Exception {
    network.sanctions = sanction(Duration.ofMinutes(90));
    network.publish(folder);
    assertThat(replay(folder)).isEmpty();
    assertThat(notes)
        .filteredOn(note -> note.code().text().startsWith("sanctions."))
        .isNotEmpty()
        .allMatch(note -> note.level() == ReplayNote.Level.CHECKED);
  }

  @Test
  void sanctionBackdatedWithinItsEpoch() throws Exception {
    network.sanctions = sanction(Duration.ofMinutes(90));
    network.sanctionsLate = true;
    assertCaught("sanctions.jsonl", "is dated back to 2026");
  }

  @Test
  void sanctionThatTheLogDoesNotHave() throws Exception {
    SanctionLedger hidden = sanction(Duration.ofMinutes(90));
    network.told = inEpoch(1, input -> input.with(hidden));
    assertCaught("sanctions.jsonl", "is not in the log");
  }
}
