package org.depinsdk.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {
  /** Examples of RFC 8949, appendix A. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "01",
        "0a",
        "17",
        "1818",
        "1819",
        "1864",
        "1903e8",
        "1a000f4240",
        "1b000000e8d4a51000",
        "20",
        "29",
        "3863",
        "3903e7",
        "f4",
        "f5",
        "f6",
        "f7",
        "c074323031332d30332d32315432303a30343a30305a",
        "c11a514b67b0",
        "d74401020304",
        "d818456449455446",
        "40",
        "4401020304",
        "60",
        "6161",
        "6449455446",
        "62225c",
        "62c3bc",
        "63e6b0b4",
        "64f0908591",
        "80",
        "83010203",
        "8301820203820405",
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        "a0",
        "a201020304",
        "a26161016162820203",
        "826161a161626163",
        "a56161614161626142616361436164614461656145",
        "1b7fffffffffffffff",
        "3b7fffffffffffffff",
      })
  void readsAndWritesTheExamples(String hex) throws EncodingException {
    byte[] bytes = Hex.decode(hex);
    assertThat(CborWriter.write(CborReader.read(bytes))).isEqualTo(bytes);
  }

  @Test
  void readsTheValues() throws EncodingException {
    assertThat(CborReader.read(Hex.decode("3903e7"))).isEqualTo(new CborValue.Int(-1000));
    assertThat(CborReader.read(Hex.decode("64f0908591")))
        .isEqualTo(new CborValue.Text("\ud800\udd51"));
    CborValue.Dict map = (CborValue.Dict) CborReader.read(Hex.decode("a26161016162820203"));
    assertThat(map.get("a")).contains(new CborValue.Int(1));
    assertThat(map.get("b"))
        .contains(CborValue.Array.of(new CborValue.Int(2), new CborValue.Int(3)));
    assertThat(map.get(1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', the end, true",
    "18, the end, true",
    "1801, longer than needed, false",
    "1900ff, longer than needed, false",
    "1a0000ffff, longer than needed, false",
    "1b00000000ffffffff, longer than needed, false",
    "5801aa, longer than needed, false",
    "1bffffffffffffffff, 64 bits, true",
    "1c, a reserved length, true",
    "1f, an indefinite length, true",
    "5f4101ff, an indefinite length, true",
    "9f01ff, an indefinite length, true",
    "bf0102ff, an indefinite length, true",
    "ff, an unsupported simple value, true",
    "f90000, floating-point, true",
    "fb3ff199999999999a, floating-point, true",
    "f0, unsupported simple, true",
    "f818, unsupported simple, true",
    "4201, ends early, true",
    "5a7fffffff00, ends early, true",
    "5b7fffffffffffffff, ends early, true",
    "8201, the end, true",
    "9a7fffffff, beyond the end, true",
    "ba7fffffff, beyond the end, true",
    "0000, bytes after, true",
    "a201020103, twice, true",
    "a2020101 02, out of order, false",
    "a2616201616102, out of order, false",
    "62c328, not UTF-8, true",
    "63eda080, not UTF-8, true",
    "a1, the end, true",
    "c1, the end, true",
  })
  void refusesTheRest(String hex, String why, boolean alsoTolerant) throws EncodingException {
    byte[] bytes = Hex.decode(hex.replace(" ", ""));
    assertThatThrownBy(() -> CborReader.read(bytes))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining(why);
    if (alsoTolerant) {
      assertThatThrownBy(() -> CborReader.readTolerant(bytes))
          .isInstanceOf(EncodingException.class);
    } else {
      assertThat(CborReader.readTolerant(bytes)).isNotNull();
    }
  }

  @Test
  void limitsDepthItemsAndSize() throws EncodingException {
    byte[] deep = new byte[CborReader.MAX_DEPTH + 1];
    Arrays.fill(deep, (byte) 0x81);
    deep[deep.length - 1] = 0;
    assertThat(CborReader.read(deep)).isNotNull();
    for (int head : new int[] {0x81, 0xa1, 0xc6}) {
      byte[] deeper = new byte[100_000];
      Arrays.fill(deeper, (byte) head);
      assertThatThrownBy(() -> CborReader.read(deeper))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("levels");
    }
    byte[] many = new byte[3 + CborReader.MAX_ITEMS];
    many[0] = (byte) 0x99;
    many[1] = (byte) (CborReader.MAX_ITEMS >>> 8);
    assertThatThrownBy(() -> CborReader.read(many)).hasMessageContaining("items");
    assertThatThrownBy(() -> CborReader.read(new byte[CborReader.MAX_BYTES + 1]))
        .hasMessageContaining("at most");
  }

  @Test
  void isOneToOne() {
    Property.check(500, random -> {
      CborValue value = any(random, 4);
      byte[] bytes = CborWriter.write(value);
      assertThat(CborReader.read(bytes)).isEqualTo(value);
      byte[] hostile = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
      for (int i = random.nextInt(4); i > 0 && hostile.length > 0; i--) {
        hostile[random.nextInt(hostile.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(CborWriter.write(CborReader.read(hostile))).isEqualTo(hostile);
      } catch (EncodingException e) {
        assertThat(e).hasMessageContaining("CBOR");
      }
    });
  }

  private static CborValue any(RandomGenerator random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 -> new CborValue.Int(random.nextLong() >> random.nextInt(64));
      case 1 -> new CborValue.Bytes(new byte[random.nextInt(300)]);
      case 2 -> new CborValue.Text("ü".repeat(random.nextInt(20)));
      case 3 -> CborValue.Simple.values()[random.nextInt(4)];
      case 4 -> {
        List<CborValue> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          items.add(any(random, depth - 1));
        }
        yield new CborValue.Array(items);
      }
      case 5 -> {
        Map<CborValue, CborValue> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          entries.put(any(random, 0), any(random, depth - 1));
        }
        yield new CborValue.Dict(entries);
      }
      default -> new CborValue.Tagged(random.nextInt(100_000), any(random, depth - 1));
    };
  }
}
