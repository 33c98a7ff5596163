package org.depinsdk.storagenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProofScheduleTest {
  @Test
  void eachDataSetIsProvenOnceInEachEpochAndNothingThatIsOver() {
    ProofSchedule schedule = new ProofSchedule(ProofSchedule.DELAY, StorageNetwork.ANSWER_WITHIN);
    for (long epoch = 0; epoch < 3; epoch++) {
      var start = StorageNetwork.start(epoch);
      assertThat(schedule.isDue(1, epoch, start))
          .as("before all know the randomness")
          .isFalse();
      var due = start.plus(ProofSchedule.DELAY);
      assertThat(schedule.isDue(1, epoch, due)).isTrue();
      // tried again until it is done
      assertThat(schedule.isDue(1, epoch, due.plusSeconds(60))).isTrue();
      schedule.done(1, epoch);
      assertThat(schedule.isDue(1, epoch, due.plusSeconds(61))).isFalse();
      assertThat(schedule.isDue(2, epoch, due.plusSeconds(61))).isTrue();
      var over = start.plus(StorageNetwork.ANSWER_WITHIN).plus(Duration.ofMillis(1));
      assertThat(schedule.isDue(2, epoch, over)).isFalse();
    }
  }
}
