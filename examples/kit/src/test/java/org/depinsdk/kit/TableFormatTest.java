package org.depinsdk.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TableFormatTest {
  private final List<Table> tables = List.of(
      new Table("By operator")
          .columns(Table.Kind.ID, "operator")
          .columns(Table.Kind.NUMBER, "paid", "change")
          .row("0x0123456789abcdef", "10.5", "-1.25"),
      new Table("Words").columns(Table.Kind.TEXT, "what"));

  @Command(name = "sample")
  private final class Sample implements Callable<Integer> {
    @Mixin
    private TableFormat format = new TableFormat();

    private String text = "";

    @Override
    public Integer call() {
      text = format.format(tables);
      return 0;
    }
  }

  private String printed(String... args) {
    Sample sample = new Sample();
    StringWriter err = new StringWriter();
    int exit = Commands.line(sample).setErr(new PrintWriter(err, true)).execute(args);
    return exit == 0 ? sample.text : err.toString();
  }

  @Test
  void csvIsOneTableWithWholeIds() {
    assertThat(printed("--csv")).isEqualTo("""
        table,operator,paid,change,what\r
        By operator,0x0123456789abcdef,10.5,-1.25,\r
        """);
  }

  @Test
  void csvIsQuotedAsTheStandardSays() {
    tables.get(1).row("a \"b\", c");
    assertThat(printed("--csv")).endsWith("Words,,,,\"a \"\"b\"\", c\"\r\n");
  }

  @Test
  void aSpreadsheetComputesNothing() {
    List.of("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1").forEach(tables.get(1)::row);
    assertThat(printed("--csv").lines().skip(2))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).matches("Words,,,,\"?'.*"));
  }

  @Test
  void nothingSteersTheTerminal() {
    tables.get(1).row("\u001b[2J");
    assertThat(printed("--csv")).endsWith("?[2J\r\n");
  }

  @Test
  void jsonHasWholeIdsAndEmptyTables() {
    assertThat(printed("--json").replaceAll("\\s", ""))
        .isEqualTo(
            "[{'title':'Byoperator','note':'','rows':[{'operator':'0x0123456789abcdef','paid':'10.5',"
                .concat("'change':'-1.25'}]},{'title':'Words','note':'','rows':[]}]")
                .replace('\'', '"'));
  }

  @Test
  void oneFormatAtATime() {
    assertThat(printed("--json", "--csv")).contains("--json", "--csv", "mutually exclusive");
    assertThat(printed()).startsWith("By operator\n");
  }

  @Test
  void aColumnHasANameOfItsOwn() {
    Table table = new Table("Pairs").columns(Table.Kind.TEXT, "a");
    assertThatThrownBy(() -> table.columns(Table.Kind.TEXT, "a"))
        .hasMessage("Pairs: a column needs a name of its own, not 'a'");
    assertThatThrownBy(() -> table.columns(Table.Kind.TEXT, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
