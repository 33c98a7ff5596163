package org.depinsdk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformanceTest {
  private static final Path FOLDER = Path.of("src/main/resources/conformance");
  private static final String NOTES = "# about: a\n# source: b\n# version: c\n# licence: d\n";

  @Test
  void theIndexNamesEveryTableAndItsRows() throws IOException {
    List<String> files;
    try (Stream<Path> all = Files.walk(FOLDER)) {
      files = all.map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".tsv") && !file.equals("index.tsv"))
          .map(file -> file.substring(0, file.length() - 4))
          .sorted()
          .toList();
    }
    StringBuilder index = new StringBuilder("""
        # about: all tables: the file's path without .tsv, and how many rows it has
        # source: this jar
        # version: of this jar
        # licence: Apache-2.0
        table\t=rows
        """);
    files.forEach(file -> index
        .append(file)
        .append('\t')
        .append(Conformance.table(file).rows().size())
        .append('\n'));
    Path file = FOLDER.resolve("index.tsv");
    if (Boolean.getBoolean("depin.write-docs")) {
      Files.writeString(file, index);
      return;
    }
    assertThat(Files.readString(file)).isEqualTo(index.toString());
    assertThat(Conformance.tables()).isEqualTo(files).isNotEmpty();
  }

  @Test
  void everyTableExpectsSomethingOfEachRow() {
    for (String name : Conformance.tables()) {
      ConformanceTable table = Conformance.table(name);
      assertThat(table.expected()).as(name).isNotEmpty();
      assertThat(table.rows())
          .as(name)
          .isNotEmpty()
          .allMatch(row -> table.expected().stream().anyMatch(row::has), "says what it expects");
    }
  }

  @Test
  void readsCells() {
    ConformanceTable table = ConformanceTable.parse(
        "t",
        NOTES
            + "# about: more\nname\t=bytes\tn\tlist\tflag\nx\\ty\\n\\\\\t0aff\t-7\t1,2\ttrue\n^\t^"
            + "\t1.50\t\tfalse\n\\^\t\t123456789012345678901\ta,,b\tno\n");
    assertThat(table.about()).isEqualTo("a more");
    assertThat(table.source() + table.version() + table.licence()).isEqualTo("bcd");
    assertThat(table.inputs()).containsExactly("name", "n", "list", "flag");
    assertThat(table.expected()).containsExactly("bytes");
    ConformanceRow first = table.rows().get(0);
    assertThat(first.text("name")).isEqualTo("x\ty\n\\");
    assertThat(first.bytes("bytes")).containsExactly(10, -1);
    assertThat(first.number("n")).isEqualTo(-7);
    assertThat(first.numbers("list")).containsExactly(1L, 2L);
    assertThat(first.flag("flag")).isTrue();
    ConformanceRow second = table.rows().get(1);
    assertThat(second.text("name")).isEqualTo(first.text("name"));
    assertThat(second.bytes("bytes")).isEqualTo(first.bytes("bytes"));
    assertThat(second.decimal("n")).isEqualTo("1.50");
    assertThat(second.list("list")).isEmpty();
    assertThat(second.flag("flag")).isFalse();
    ConformanceRow third = table.rows().get(2);
    assertThat(third.text("name")).isEqualTo("^");
    assertThat(third.has("bytes")).isFalse();
    assertThat(third.integer("n")).hasToString("123456789012345678901");
    assertThat(third.list("list")).containsExactly("a", "", "b");
    assertThat(third).hasToString("t line 9");
    assertThatThrownBy(() -> third.number("n")).hasMessageContaining("t line 9: n must be");
    assertThatThrownBy(() -> third.numbers("list")).hasMessageContaining("integers");
    assertThatThrownBy(() -> third.integer("list")).hasMessageContaining("an integer");
    assertThatThrownBy(() -> third.decimal("list")).hasMessageContaining("decimal");
    assertThatThrownBy(() -> third.bytes("list")).hasMessageContaining("hexadecimal");
    assertThatThrownBy(() -> third.flag("flag")).hasMessageContaining("true or false, not \"no\"");
    assertThatThrownBy(() -> third.text("m")).hasMessageContaining("no column m");
    assertThatThrownBy(() -> third.only(table.inputs()).text("bytes"))
        .hasMessageContaining("no column bytes");
    assertThatThrownBy(() -> Conformance.table("x")).hasMessage("no conformance table x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\\tb\\n1|6: 1 cells, not 2",
        "a\\n^|6: there is no row above",
        "a\\n\\x|6: \\x is no escape",
        "a\\n\\|6: a backslash ends",
        "# a\\nb|5: a note must be"
      })
  void refusesOtherForms(String text, String message) {
    String file = NOTES + text.replace("\\t", "\t").replace("\\n", "\n");
    assertThatThrownBy(() -> ConformanceTable.parse("t", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("t line " + message);
    assertThatThrownBy(() -> ConformanceTable.parse("t", "# about: a\nb\n1"))
        .hasMessage("t: the note 'source' is missing");
  }
}
