package org.depinsdk.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.kit.Table.Kind.ID;
import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void numbersAreAlignedAndIdsAreShortened() {
    Table table = new Table("Stations")
        .note("Two of them.")
        .columns(TEXT, "name")
        .columns(ID, "device")
        .columns(NUMBER, "kWh")
        .row("a", "dev-abcdefghijkl", "12.5")
        .row("long name", "dev-1", "3.5");
    assertThat(table).hasToString("""
        Stations
          Two of them.
          name       device         kWh
          a          dev-abcdefgh  12.5
          long name  dev-1          3.5

        """);
  }

  @Test
  void nothingSteersTheTerminal() {
    assertThat(
            new Table("a\u001b[2J").columns(TEXT, "b").row("c\u001b]0;d\u0007").toString())
        .contains("a?[2J", "c?]0;d?")
        .doesNotContain("\u001b", "\u0007");
  }

  @Test
  void wordsAreWrappedInEightyColumns() {
    String words = "one two three four five six seven eight nine ten eleven twelve".repeat(2);
    Table table = new Table("Words")
        .note(words)
        .columns(TEXT, "a", "b")
        .columns(NUMBER, "n")
        .row(words, words, "1")
        .row("x".repeat(200), "y", "2");
    assertThat(table.toString().lines()).allMatch(line -> line.length() <= 80);
    String all = table.toString().replaceAll("\\s", "");
    assertThat(all).contains("one").contains("twelve").contains("x".repeat(20));
    assertThat(all.chars().filter(c -> c == 'x').count() - 6).isEqualTo(200);
    assertThat(table.toString().lines().filter(line -> line.endsWith("  1"))).hasSize(1);
  }

  @Test
  void columnsThatDoNotFitFollowBelowTheFirst() {
    Table table = new Table("Amounts").columns(ID, "operator");
    for (int i = 0; i < 9; i++) {
      table.columns(NUMBER, "pool-" + i);
    }
    table.row("0x1", "100000000.1", "2", "3", "4", "5", "6", "7", "8", "900000000.9");
    assertThat(
            table.toString().lines().filter(line -> line.contains("operator")).toList())
        .hasSize(2)
        .last()
        .asString()
        .contains("pool-8");
    assertThat(table.toString().lines()).allMatch(line -> line.length() <= 80);
    assertThat(table.toString()).contains("100000000.1").contains("900000000.9");
  }

  @Test
  void anEmptyTableSaysSo() {
    assertThat(new Table("Nothing").columns(TEXT, "a")).hasToString("Nothing\n  none\n\n");
  }

  @Test
  void aRowWithTooFewCellsIsRefused() {
    Table table = new Table("Pairs").columns(TEXT, "a", "b");
    assertThatThrownBy(() -> table.row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Pairs: a row has 1 cells, not 2");
  }
}
