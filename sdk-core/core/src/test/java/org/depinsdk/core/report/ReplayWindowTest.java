package org.depinsdk.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayWindowTest {
  /** The window agrees with a set that remembers everything, but for what lies below the window. */
  @Test
  void agreesWithASetOfAllNumbers() {
    Property.check(300, random -> {
      Set<Long> used = new HashSet<>();
      long highest = 0;
      ReplayWindow window = ReplayWindow.NEW;
      int spread = 1 << random.nextInt(1, 9);
      for (int i = 0; i < 200; i++) {
        long sequence = Math.max(1, highest + random.nextInt(-spread, spread / 2 + 2));
        boolean free = !used.contains(sequence) && sequence > highest - ReplayWindow.SIZE;
        assertThat(window.isFree(sequence)).as("%s in %s", sequence, window).isEqualTo(free);
        if (free) {
          window = window.use(sequence);
          used.add(sequence);
          highest = Math.max(highest, sequence);
        }
        assertThat(window.highest()).isEqualTo(highest);
      }
    });
  }

  @Test
  void noNumberIsFreeTwice() {
    Property.check(200, random -> {
      ReplayWindow window = ReplayWindow.NEW;
      for (int i = 0; i < 100; i++) {
        long sequence = random.nextLong(1, 1L << random.nextInt(2, 63));
        if (window.isFree(sequence)) {
          window = window.use(sequence);
        }
        assertThat(window.isFree(sequence)).isFalse();
        // kept in a store as two numbers and read back, nothing is forgotten
        window = new ReplayWindow(window.highest(), window.used());
        assertThat(window.isFree(sequence)).isFalse();
      }
    });
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-9223372036854775808"})
  void numbersBelowOneAreNeverFree(long sequence) {
    assertThat(ReplayWindow.NEW.isFree(sequence)).isFalse();
    assertThat(ReplayWindow.NEW.use(5).isFree(sequence)).isFalse();
    assertThat(ReplayWindow.NEW.use(Long.MAX_VALUE).isFree(sequence)).isFalse();
  }

  @Test
  void takesLateNumbersToTheEdgeOfTheWindow() {
    ReplayWindow window = ReplayWindow.NEW.use(100);
    assertThat(window.isFree(100 - ReplayWindow.SIZE + 1)).isTrue();
    assertThat(window.isFree(100 - ReplayWindow.SIZE)).isFalse();
    assertThat(window.use(37).isFree(37)).isFalse();
    assertThat(window.use(Long.MAX_VALUE).isFree(99)).isFalse();
    assertThat(window.use(163)).isEqualTo(new ReplayWindow(163, 1 | 1L << 63));
    assertThat(window.use(164)).isEqualTo(new ReplayWindow(164, 1));
    // the number before the highest lies below the window as well
    assertThat(ReplayWindow.NEW.use(99).use(100).use(164)).isEqualTo(new ReplayWindow(164, 1));
    assertThat(ReplayWindow.NEW.use(2).isFree(1)).isTrue();
    assertThat(new ReplayWindow(0, 0)).isEqualTo(ReplayWindow.NEW);
  }

  @Test
  void refusesToUseANumberTwice() {
    assertThatThrownBy(() -> ReplayWindow.NEW.use(7).use(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sequence 7");
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 1", "5, 0", "5, 2"})
  void refusesWindowsThatContradictThemselves(long highest, long used) {
    assertThatThrownBy(() -> new ReplayWindow(highest, used))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("highest " + highest);
  }
}
