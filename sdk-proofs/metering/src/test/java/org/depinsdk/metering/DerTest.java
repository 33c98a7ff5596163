package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Locale;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of X.690 and what is not one. */
class DerTest {
  private static byte[] bytes(String hex) throws EncodingException {
    return Hex.decode(hex);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 255, 256, 257, 65_535})
  void lengthsAreReadInTheirShortestForm(int length) throws Exception {
    String size = length < 128
        ? String.format(Locale.ROOT, "%02x", length)
        : length < 256
            ? String.format(Locale.ROOT, "81%02x", length)
            : String.format(Locale.ROOT, "82%04x", length);
    Der der = new Der(bytes("02" + size + "7f".repeat(length) + "0500"));
    assertThat(Hex.encode(der.next(Der.INTEGER, "n"))).isEqualTo("7f".repeat(length));
    assertThat(der.next(5, "null")).isEmpty();
    der.end("n");
  }

  @ParameterizedTest
  @CsvSource({
    "'',an early end",
    "02,an early end",
    "0300,tag 3",
    "8200,tag 130",
    "0201,length 1 before 0 bytes",
    "020301ff,length 3 before 2 bytes",
    "0280,a length of 0 bytes",
    "0281,a length of 1 bytes",
    "02820001,a length that is not minimal",
    "028201,a length of 2 bytes",
    "0283000001ff,a length of 3 bytes",
    "0281017f,a length that is not minimal",
    "02817f,a length that is not minimal",
    "028200ff,a length that is not minimal",
    "02820100,length 256 before 0 bytes",
  })
  void whatIsNoElementIsNamed(String hex, String found) throws Exception {
    Der der = new Der(bytes(hex));
    assertThatThrownBy(() -> der.next(Der.INTEGER, "n"))
        .isInstanceOfSatisfying(
            MalformedEvidenceException.class,
            e -> assertThat(e.facts())
                .containsEntry("value", '"' + found + '"')
                .containsEntry("field", "n"));
  }

  @Test
  void nothingStandsBehindTheLastElement() throws Exception {
    Der outer = new Der(bytes("3006020101020102ffff"));
    Der inner = outer.enter(Der.SEQUENCE, "list");
    assertThat(inner.next(Der.INTEGER, "one")).containsExactly(1);
    assertThatThrownBy(() -> inner.end("list")).hasMessageContaining("3 bytes too many");
    assertThat(inner.next(Der.INTEGER, "two")).containsExactly(2);
    inner.end("list");
    assertThatThrownBy(() -> outer.end("all")).hasMessageContaining("2 bytes too many");
  }

  // X.690, 8.3.2
  @ParameterizedTest
  @CsvSource({
    "'',false", "00,true", "01,true", "7f,true", "80,false", "ff,false",
    "0000,false", "007f,false", "0080,true", "00ff,true", "0100,true", "ff80,false",
  })
  void integersAreMinimalAndPositive(String hex, boolean minimal) throws Exception {
    assertThat(Der.isMinimalPositive(bytes(hex))).isEqualTo(minimal);
    assertThat(Der.unsigned(bytes(hex)))
        .isEqualTo(hex.isEmpty() ? BigInteger.ZERO : new BigInteger(hex, 16));
  }

  // 2.100.3 is the example of X.690, 8.19.5; the others are of RFC 5480, RFC 5639 and RFC 3279
  @ParameterizedTest
  @CsvSource({
    "813403,2.100.3",
    "2a8648ce3d0201,1.2.840.10045.2.1",
    "2b8104000a,1.3.132.0.10",
    "2b240303020801010b,1.3.36.3.3.2.8.1.1.11",
    "00,0.0",
    "27,0.39",
    "28,1.0",
    "4f,1.39",
    "50,2.0",
    "2aff7f,1.2.16383",
    "2abfffffffffffffff7f,1.2.4611686018427387903",
  })
  void objectIdentifiers(String hex, String expected) throws Exception {
    assertThat(Der.oid(bytes(hex), "id")).isEqualTo(expected);
  }

  @Test
  void anObjectIdentifierHasOneByteToThirtyTwo() throws Exception {
    assertThat(Der.oid(bytes("2a" + "01".repeat(31)), "id")).isEqualTo("1.2" + ".1".repeat(31));
    for (String hex : new String[] {
      "",
      "2a" + "01".repeat(32),
      "2a80",
      "2a8648ce",
      "2ac08080808080808000",
      "2affffffffffffffffff7f"
    }) {
      assertThatThrownBy(() -> Der.oid(bytes(hex), "id"))
          .as(hex)
          .isInstanceOf(MalformedEvidenceException.class)
          .hasMessageContaining("object identifier");
    }
  }
}
