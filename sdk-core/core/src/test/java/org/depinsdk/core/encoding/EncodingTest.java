package org.depinsdk.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
  /** The examples of draft-msporny-base58-03, section 5. */
  @ParameterizedTest
  @CsvSource({
    "Hello World!, 2NEpo7TZRRrLZSi2U",
    "The quick brown fox jumps over the lazy dog., USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
  })
  void writesBase58AsTheDraft(String text, String base58) throws EncodingException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Base58.encode(bytes)).isEqualTo(base58);
    assertThat(Base58.decode(base58)).isEqualTo(bytes);
  }

  @Test
  void keepsLeadingZerosInBase58() throws EncodingException {
    byte[] bytes = Hex.decode("0x0000287fb4cd");
    assertThat(Base58.encode(bytes)).isEqualTo("11233QC4");
    assertThat(Base58.decode("11233QC4")).isEqualTo(bytes);
    assertThat(Base58.encode(new byte[0])).isEmpty();
    assertThat(Base58.decode("")).isEmpty();
    assertThat(Base58.decode("111")).containsExactly(0, 0, 0);
  }

  @Test
  void base58IsOneToOne() {
    Property.check(500, random -> {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      assertThat(Base58.decode(Base58.encode(bytes))).isEqualTo(bytes);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
            .charAt(random.nextInt(58)));
      }
      assertThat(Base58.encode(Base58.decode(text.toString()))).isEqualTo(text.toString());
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "O", "I", "l", " 2", "2\n", "2é", "2\ud83d\ude00", "+/="})
  void refusesWhatIsNotBase58(String text) {
    assertThatThrownBy(() -> Base58.decode(text))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("not Base58");
  }

  @Test
  void limitsBase58() throws EncodingException {
    assertThat(Base58.decode("z".repeat(Base58.MAX_TEXT))).isNotEmpty();
    assertThatThrownBy(() -> Base58.decode("z".repeat(Base58.MAX_TEXT + 1)))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("1025 characters");
  }

  @Test
  void readsHexadecimal() throws EncodingException {
    assertThat(Hex.decode("0xDEADbeef")).isEqualTo(Hex.decode("deadBEEF"));
    assertThat(Hex.encode0x(new byte[] {0, -1})).isEqualTo("0x00ff");
    for (String bad : new String[] {"0", "0x0", "0x0g", "0X00", "00 11", "\u0660\u0660"}) {
      assertThatThrownBy(() -> Hex.decode(bad))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("not hexadecimal");
    }
  }

  @Test
  void showsHostileTextSafely() {
    assertThat(EncodingException.shown("a\n\u001b[31m\u007f")).isEqualTo("\"a??[31m?\"");
    assertThat(EncodingException.shown("x".repeat(81))).hasSize(83).endsWith("…\"");
  }
}
