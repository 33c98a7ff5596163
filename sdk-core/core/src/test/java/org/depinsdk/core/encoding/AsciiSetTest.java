package org.depinsdk.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiSetTest {
  /** The same words say the same within the brackets of a regular expression. */
  @ParameterizedTest
  @ValueSource(strings = {"a-z2-7", "0-9a-f", "a-z0-9.-", "!-~", "A", "a-", "\u0000-\u007f"})
  void hasWhatAnExpressionMatches(String characters) {
    AsciiSet set = AsciiSet.of(characters);
    Pattern pattern = Pattern.compile("[" + characters + "]");
    for (char c = 0; c < 1000; c++) {
      assertThat(set.has(c))
          .as("U+%04x", (int) c)
          .isEqualTo(pattern.matcher(String.valueOf(c)).matches());
    }
    assertThat(set.has('\uffe1')).isFalse();
  }

  @Test
  void looksAtAllFromAPlaceOn() {
    AsciiSet digits = AsciiSet.of("0-9");
    assertThat(digits.hasAll("x12", 1)).isTrue();
    assertThat(digits.hasAll("x12", 0)).isFalse();
    assertThat(digits.hasAll("12x", 0)).isFalse();
    assertThat(digits.hasAll("", 0)).isTrue();
    assertThatThrownBy(() -> AsciiSet.of("a-\u00e9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not ASCII");
  }
}
