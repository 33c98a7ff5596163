package org.depinsdk.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.junit.jupiter.api.Test;

/** Ids, kinds and names have exactly the forms that their javadoc gives as regular expressions. */
class IdFormsTest {
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  @Test
  void limits() {
    assertKind(true, "a/1", "a".repeat(40) + "/9999", "a.b-c/10");
    assertKind(
        false,
        "a".repeat(41) + "/1",
        "a/0",
        "a/01",
        "a/10000",
        "/1",
        "a/",
        "a",
        "",
        "A/1",
        "1a/1",
        "a/1/1",
        "a/1 ",
        "a/x",
        "a_b/1");
    assertForm(DeviceId::new, true, "dev-" + BASE32);
    assertForm(
        DeviceId::new,
        false,
        "dev-" + BASE32 + "a",
        "dev-" + BASE32.substring(1),
        "dev_" + BASE32,
        "dev-" + BASE32.replace('a', '1'),
        "");
    assertForm(ReportId::new, true, HEX);
    assertForm(
        ReportId::new,
        false,
        HEX + "0",
        HEX.substring(1),
        HEX.replace('a', 'A'),
        HEX.replace('a', 'g'),
        "");
    assertThat(Domain.isName("a".repeat(64))).isTrue();
    assertThat(Domain.isName("a".repeat(65))).isFalse();
    assertThat(Domain.isName("")).isFalse();
    assertThat(Domain.isName("-a")).isFalse();
    assertThat(Domain.isName("9.a-")).isTrue();
  }

  @Test
  void anyStringIsTakenIfItsExpressionMatches() {
    Pattern kind = Pattern.compile("[a-z][a-z0-9.-]{0,39}/[1-9][0-9]{0,3}");
    Pattern name = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    Random random = new Random(1);
    String alphabet = "az09./-A_1";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder built = new StringBuilder();
      for (int left = random.nextInt(i % 10 == 0 ? 70 : 8); left > 0; left--) {
        built.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String string = built.toString();
      assertKind(kind.matcher(string).matches(), string);
      assertThat(Domain.isName(string))
          .as(string)
          .isEqualTo(name.matcher(string).matches());
    }
  }

  @Test
  void theBytesOfAReportIdAreItsDigits() {
    byte[] bytes = new ReportId(HEX).bytes();
    assertThat(bytes).hasSize(32).startsWith(0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef);
    assertThat(java.util.HexFormat.of().formatHex(bytes)).isEqualTo(HEX);
  }

  @Test
  void idsArePrintedAndOrderedAsTheirStrings() {
    assertOrder(ProofKind::new, "a/1", "b/1");
    assertOrder(ReasonCode::new, "a.b", "a.c");
    assertOrder(ReportId::new, HEX, HEX.replace('0', '1'));
  }

  private static <T extends Comparable<T>> void assertOrder(
      Function<String, T> form, String first, String second) {
    assertThat(form.apply(first)).hasToString(first).isLessThan(form.apply(second));
    assertThat(form.apply(second)).isGreaterThan(form.apply(first));
    assertThat(form.apply(first).compareTo(form.apply(first))).isZero();
  }

  private static void assertKind(boolean taken, String... strings) {
    assertForm(ProofKind::new, taken, strings);
  }

  private static void assertForm(Consumer<String> form, boolean taken, String... strings) {
    for (String string : strings) {
      if (taken) {
        form.accept(string);
      } else {
        assertThatIllegalArgumentException().as(string).isThrownBy(() -> form.accept(string));
      }
    }
  }
}
