package org.depinsdk.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir
  Path folder;

  @Test
  void wordsAreEscapedInEveryPlace() throws Exception {
    String hostile = "<img src=\"x\" onerror='a&b'>";
    Table table = new Table(hostile)
        .note(hostile)
        .columns(Table.Kind.TEXT, hostile)
        .columns(Table.Kind.ID, hostile)
        .columns(Table.Kind.NUMBER, hostile)
        .row(List.of(hostile, hostile, hostile), Map.of("class", hostile));
    new Page(hostile, "<b>lead</b>", "")
        .tiles(List.of(List.of(hostile, hostile)))
        .section(table)
        .write(folder);
    String html = Files.readString(folder.resolve(Page.FILE));
    assertThat(html).contains("<b>lead</b>").doesNotContain("<img");
    assertThat(html.split("&lt;img src=&quot;x&quot; onerror='a&amp;b'>", -1)).hasSize(1 + 13);
  }

  @Test
  void aTableHasColumnHeadingsAndItsRowsAttributes() {
    Table table = new Table("t")
        .columns(Table.Kind.TEXT, "name")
        .columns(Table.Kind.NUMBER, "sum")
        .row(List.of("a", "1"), Map.of("class", "cheat"));
    assertThat(Page.html(table))
        .contains("<th scope=col>name<th scope=col class=n>sum")
        .contains("<tr class=\"cheat\"><td>a<td class=n>1");
    assertThat(Page.html(new Table("t"))).isEqualTo("<p>None.</p>");
  }
}
