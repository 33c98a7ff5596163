package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.depinsdk.epoch.internal.RowReader;
import org.depinsdk.epoch.internal.RowSorter;
import org.depinsdk.epoch.internal.RowWriter;
import org.depinsdk.epoch.internal.WorkFolder;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
  private static final String UNITS =
      "\0\1az~\u007f\u0080\u00e9\u07ff\u0800\u20ac\ud800\udc00\uffff";

  @TempDir
  Path scratch;

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    boolean ascii = random.nextBoolean();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(ascii ? 'b' : UNITS.charAt(random.nextInt(UNITS.length())));
    }
    return text.toString();
  }

  @Test
  void rowsAreReadAsTheyWereWritten() {
    Property.check(300, random -> {
      String first = text(random);
      String second = text(random);
      long number = random.nextLong();
      byte[] rest = new byte[random.nextInt(20)];
      random.nextBytes(rest);
      byte[] row = new RowWriter(1 + random.nextInt(60))
          .text(first)
          .text(second)
          .octet(255)
          .number(number)
          .bytes(rest)
          .toBytes();
      RowReader reader = new RowReader(row);
      assertThat(reader.text()).isEqualTo(first);
      RowReader later = new RowReader(row, reader.position());
      assertThat(later.text()).isEqualTo(second);
      assertThat(reader.skipText().position()).isEqualTo(later.position());
      assertThat(later.octet()).isEqualTo(255);
      assertThat(later.number()).isEqualTo(number);
      assertThat(later.rest()).isEqualTo(rest);
    });
  }

  @Test
  void rowsSortAsTheirStrings() {
    Property.check(300, random -> {
      String one = text(random);
      String other = text(random);
      int rows = Arrays.compareUnsigned(
          new RowWriter().text(one).toBytes(), new RowWriter().text(other).toBytes());
      assertThat(Integer.signum(rows)).isEqualTo(Integer.signum(one.compareTo(other)));
    });
  }

  @Test
  void rowsAreSortedInAnyNumberOfFiles() throws Exception {
    for (int count : new int[] {1, 63, 64, 65, 127, 128, 200}) {
      try (WorkFolder folder = new WorkFolder(scratch);
          RowSorter sorter = new RowSorter(folder, 0)) {
        for (int i = 0; i < count; i++) {
          sorter.add(new RowWriter().number(i * 7L % count).toBytes());
        }
        List<Long> sorted = new ArrayList<>();
        sorter.sorted().map(row -> new RowReader(row).number()).forEach(sorted::add);
        assertThat(sorted).as(count + " files").hasSize(count).isSorted();
      }
    }
  }
}
