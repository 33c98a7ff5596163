package org.depinsdk.storage.pdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

class ProvingScheduleTest {
  private final ProvingSchedule first =
      ProvingSchedule.begin(1_000, ProvingSchedule.MAINNET_PERIOD, ProvingSchedule.MAINNET_WINDOW);

  @Test
  void faultsAreThoseOfTheService() {
    KnownAnswers.check("storage/proving-faults", row -> {
      ProvingSchedule schedule = row.flag("proven") ? first.withProof() : first;
      return answers(
          "faults", schedule.next(first.deadline() + row.number("late")).faults());
    });
  }

  @Test
  void aProofCountsOnceInTheWindow() {
    assertThat(first.deadline()).isEqualTo(3_880);
    assertThat(first.opens()).isEqualTo(3_820);
    assertThat(first.answer(3_819, 5)).isEqualTo(ProvingSchedule.Answer.TOO_EARLY);
    assertThat(first.answer(3_820, 5)).isEqualTo(ProvingSchedule.Answer.ACCEPTED);
    assertThat(first.answer(3_820, 4)).isEqualTo(ProvingSchedule.Answer.TOO_FEW_CHALLENGES);
    assertThat(first.answer(3_880, 5)).isEqualTo(ProvingSchedule.Answer.ACCEPTED);
    assertThat(first.answer(3_881, 5)).isEqualTo(ProvingSchedule.Answer.TOO_LATE);
    assertThat(first.withProof().answer(3_850, 5)).isEqualTo(ProvingSchedule.Answer.ALREADY_PROVEN);
  }

  @Test
  void periodsFollowWithoutAGap() {
    ProvingSchedule second = first.withProof().next(3_881).schedule();
    assertThat(second.deadline()).isEqualTo(3_880 + 2_880);
    assertThat(second.proven()).isFalse();
    assertThat(second.next(3_881 + 2_880).faults()).isEqualTo(1);
    // long afterwards the new deadline lies ahead, and on the old grid
    ProvingSchedule.Next late = second.next(100_000);
    assertThat(late.schedule().deadline()).isBetween(100_000L, 100_000L + 2_880);
    assertThat((late.schedule().deadline() - first.deadline()) % 2_880).isZero();
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> first.next(1_000))
        .hasMessageContaining("from epoch 1001, not at 1000");
    assertThatThrownBy(() -> ProvingSchedule.begin(0, 10, 11))
        .hasMessage("a window is 1 to a whole period, not 11 of 10");
    assertThatThrownBy(() -> ProvingSchedule.begin(-1, 10, 1)).hasMessageContaining("not -1");
  }
}
