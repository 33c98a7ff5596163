package org.depinsdk.transparency.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.transparency.Refusals.assertRefused;

import org.depinsdk.transparency.TransparencyException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "63, 1234067, 1, tile/63/x001/x234/067.p/1",
    "-1, 999, 255, tile/entries/999.p/255",
    "1, 9223372036854775807, 256, tile/1/x009/x223/x372/x036/x854/x775/807"
  })
  void pathsAreWrittenAndRead(int level, long index, int width, String path) throws Exception {
    assertThat(new TilePath(level, index, width)).hasToString(path);
    assertThat(TilePath.parse(path)).isEqualTo(new TilePath(level, index, width));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x001/x009/x223/x372/x036/x854/x775/807",
        "tile/0/000.p/000",
        "tile/entries/x000/000",
        "tile/0/000\n",
        "tile/0/٠٠٠"
      })
  void whatIsNoPathIsRefused(String path) {
    assertRefused(Reason.MALFORMED, () -> TilePath.parse(path));
  }

  @Test
  void thereAreNoOtherTiles() {
    assertThatThrownBy(() -> new TilePath(64, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TilePath(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TilePath(0, 0, 257)).isInstanceOf(IllegalArgumentException.class);
  }
}
