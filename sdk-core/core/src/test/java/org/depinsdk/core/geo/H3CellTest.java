package org.depinsdk.core.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H3CellTest {
  /** Cells of the H3 documentation. */
  @ParameterizedTest
  @CsvSource({
    "8001fffffffffff, 0",
    "85283473fffffff, 5",
    "8928308280fffff, 9",
    "8f2830828052d25, 15",
    "8009fffffffffff, 0",
  })
  void readsCells(String text, int resolution) throws EncodingException {
    H3Cell cell = H3Cell.parse(text);
    assertThat(cell.resolution()).isEqualTo(resolution);
    assertThat(cell).hasToString(text);
    assertThat(cell.parent(resolution)).isEqualTo(cell);
    assertThat(cell.parent(0).resolution()).isZero();
  }

  /** The parents that the H3 documentation gives for 8928308280fffff. */
  @ParameterizedTest
  @CsvSource({
    "8, 8828308281fffff",
    "7, 872830828ffffff",
    "6, 86283082fffffff",
    "5, 85283083fffffff",
    "0, 8029fffffffffff"
  })
  void knowsItsParents(int resolution, String parent) throws EncodingException {
    assertThat(H3Cell.parse("8928308280fffff").parent(resolution)).hasToString(parent);
  }

  @ParameterizedTest
  @CsvSource({
    "0, not the mode",
    "ffffffffffffffff, not the mode",
    "88928308280fffff, not the mode",
    "1928308280fffff, not the mode",
    "11928308280fffff, not the mode",
    "9928308280fffff, not the mode",
    "80f5fffffffffff, base cell 122",
    "80fffffffffffff, base cell 127",
    "8928308280ffffe, below its resolution",
    "892830828000000, below its resolution",
    "8a28308280fffff, no digit at resolution 10",
    "81083ffffffffff, valid",
    "81087ffffffffff, deleted subsequence",
    "820807fffffffff, valid",
    "82080ffffffffff, deleted subsequence",
    "820817fffffffff, valid",
  })
  void checksEveryBit(String text, String why) {
    if (why.equals("valid")) {
      assertThat(assertParses(text)).hasToString(text);
    } else {
      assertThatThrownBy(() -> H3Cell.parse(text))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining(why);
    }
  }

  private static H3Cell assertParses(String text) {
    try {
      return H3Cell.parse(text);
    } catch (EncodingException e) {
      throw new AssertionError(text, e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x8928308280fffff",
        "+928308280fffff",
        "-928308280fffff",
        "8928308280ffffg",
        "08928308280ffffff",
        "8928308280fffff\n",
        "٨928308280fffff"
      })
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> H3Cell.parse(text)).isInstanceOf(EncodingException.class);
  }

  @Test
  void sortsAsItsText() {
    assertThat(new H3Cell(0x8001fffffffffffL)).isLessThan(new H3Cell(0x8928308280fffffL));
    assertThatThrownBy(() -> new H3Cell(0x8928308280fffffL).parent(10))
        .hasMessageContaining("0 to 9, not 10");
    assertThatThrownBy(() -> new H3Cell(0x8928308280fffffL).parent(-1))
        .hasMessageContaining("not -1");
  }

  @Test
  void aParentIsACellToo() {
    Property.check(500, random -> {
      // any digits 0 to 6 below a hexagon base cell are a cell
      int resolution = random.nextInt(16);
      long index = (1L << 59) | ((long) resolution << 52) | (20L << 45);
      for (int r = 1; r <= 15; r++) {
        long digit = r <= resolution ? random.nextInt(7) : 7;
        index |= digit << (3 * (15 - r));
      }
      H3Cell cell = new H3Cell(index);
      int up = random.nextInt(resolution + 1);
      assertThat(cell.parent(up).resolution()).isEqualTo(up);
      assertThat(cell.parent(up).parent(0)).isEqualTo(cell.parent(0));
      assertThat(H3Cell.parse(cell.toString())).isEqualTo(cell);
    });
  }

  @Test
  void pointsAreOnTheGlobe() {
    GeoPoint point = GeoPoint.ofDegrees(-37.8136, 144.9631);
    assertThat(point).isEqualTo(new GeoPoint(-378136000, 1449631000));
    assertThat(point.latitudeDegrees()).isEqualTo(-37.8136);
    assertThat(point.longitudeDegrees()).isEqualTo(144.9631);
    for (double bad : new double[] {90.1, -91, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> GeoPoint.ofDegrees(bad, 0)).hasMessageContaining("not a place");
      assertThatThrownBy(() -> GeoPoint.ofDegrees(0, 2 * bad)).hasMessageContaining("not a place");
    }
    assertThatThrownBy(() -> new GeoPoint(900_000_001, 0)).hasMessageContaining("900000001");
    assertThatThrownBy(() -> new GeoPoint(0, -1_800_000_001)).hasMessageContaining("-1800000001");
  }
}
