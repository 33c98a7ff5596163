package org.depinsdk.geo;

import static org.assertj.core.api.Assertions.assertThat;

import com.uber.h3core.H3Core;
import java.io.IOException;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

/** The core's own rules for cell indices against the reference implementation. */
class H3GridTest {
  private final H3Grid grid = new H3Grid();
  private final H3Core h3;

  H3GridTest() throws IOException {
    h3 = H3Core.newInstance();
  }

  private static boolean isCell(long index) {
    try {
      return new H3Cell(index).index() == index;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void cellsAreValidWhereTheReferenceSaysSo() {
    int[] valid = new int[1];
    Property.check(20_000, random -> {
      long index =
          (1L << 59) | ((long) random.nextInt(16) << 52) | ((long) random.nextInt(128) << 45);
      int resolution = (int) (index >>> 52) & 15;
      for (int r = 1; r <= 15; r++) {
        // mostly zeros first, so that pentagons' deleted subsequences come up
        long digit = r > resolution ? 7 : random.nextInt(3) == 0 ? random.nextInt(7) : 0;
        index |= digit << (3 * (15 - r));
      }
      if (random.nextInt(3) == 0) {
        index ^= 1L << random.nextInt(64);
      }
      assertThat(isCell(index)).as(Long.toHexString(index)).isEqualTo(h3.isValidCell(index));
      valid[0] += isCell(index) ? 1 : 0;
    });
    assertThat(valid[0]).isBetween(8_000, 19_000);
  }

  @Test
  void everyBaseCellAndItsChildrenAgree() {
    for (long base : h3.getRes0Cells()) {
      assertThat(isCell(base)).isTrue();
      for (int digit = 0; digit < 8; digit++) {
        long child = (base & ~(0xfL << 52) & ~(7L << 42)) | 1L << 52 | (long) digit << 42;
        assertThat(isCell(child)).as(Long.toHexString(child)).isEqualTo(h3.isValidCell(child));
      }
    }
  }

  @Test
  void parentsAreTheReferencesParents() {
    Property.check(500, random -> {
      GeoPoint point = GeoPoint.ofDegrees(random.nextDouble(-90, 90), random.nextDouble(-180, 180));
      int resolution = random.nextInt(16);
      H3Cell cell = grid.cellAt(point, resolution);
      int up = random.nextInt(resolution + 1);
      assertThat(cell.resolution()).isEqualTo(resolution);
      assertThat(cell.parent(up).index()).isEqualTo(h3.cellToParent(cell.index(), up));
    });
  }
}
