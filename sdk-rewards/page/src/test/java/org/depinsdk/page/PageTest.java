package org.depinsdk.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String HOSTILE = "<img src=\"x\" onerror='a&b'>";
  private static final String ESCAPED = "&lt;img src=&quot;x&quot; onerror=&#39;a&amp;b&#39;&gt;";

  @Test
  void wordsAreEscapedInEveryPlace() {
    PageTable table = new PageTable(
        HOSTILE,
        HOSTILE,
        List.of(
            new PageTable.Column(HOSTILE, PageTable.Kind.TEXT),
            new PageTable.Column(HOSTILE, PageTable.Kind.ID),
            new PageTable.Column(HOSTILE, PageTable.Kind.NUMBER),
            new PageTable.Column(HOSTILE, PageTable.Kind.FILE)),
        List.of(new PageTable.Row(
            List.of(HOSTILE, HOSTILE, HOSTILE, HOSTILE), Map.of("class", HOSTILE))));
    String html = new Page(HOSTILE)
        .facts(List.of(Map.entry(HOSTILE, HOSTILE)))
        .tiles(List.of(Map.entry(HOSTILE, HOSTILE)))
        .section(table)
        .section("Own", "<b>html</b>")
        .html();
    assertThat(html).contains("<b>html</b>").doesNotContain("<img");
    assertThat(html.split(ESCAPED, -1)).hasSize(1 + 20);
  }

  @Test
  void dataCannotEndItsElement() {
    String html =
        new Page("p").data("{\"a\":\"</script><script>alert(1)</script>\"}").html();
    assertThat(html)
        .contains("{\"a\":\"\\u003c/script>\\u003cscript>alert(1)\\u003c/script>\"}</script>");
  }

  @Test
  void aTableHasHeadingsACaptionAndItsRowsAttributes() {
    PageTable table = new PageTable(
        "t",
        "",
        List.of(PageTable.text("name"), PageTable.number("sum"), file("manifest")),
        List.of(new PageTable.Row(
            List.of("a", "1", "epoch-0/manifest.json"), Map.of("class", "cheat"))));
    assertThat(table.html())
        .contains("<caption>t</caption>")
        .contains("<th scope=col>name<th scope=col class=n>sum")
        .contains("<tr class=\"cheat\"><th scope=row>a<td class=n>1")
        .contains("<td><a href=\"epoch-0/manifest.json\">manifest.json</a>");
    assertThat(new PageTable("t", "", List.of(), List.of()).html()).isEqualTo("<p>None.</p>");
  }

  @Test
  void onlyAFileBesideThePageIsALink() {
    for (String cell : List.of(
        "https://a.example/x", "//a.example", "javascript:x", "/etc/passwd", "a/../../b", "")) {
      PageTable table = new PageTable(
          "t", "", List.of(file("f")), List.of(new PageTable.Row(List.of(cell), Map.of())));
      assertThat(table.html()).as(cell).doesNotContain("href");
    }
  }

  @Test
  void aTableOfAnotherShapeIsRefused() {
    List<PageTable.Column> columns = List.of(PageTable.text("a"));
    assertThatThrownBy(() -> new PageTable(
            "t", "", columns, List.of(new PageTable.Row(List.of("1", "2"), Map.of()))))
        .hasMessageContaining("has 2 cells, expected 1");
    assertThatThrownBy(() -> new PageTable(
            "t", "", columns, List.of(new PageTable.Row(List.of("1"), Map.of("onclick", "x")))))
        .hasMessageContaining("attribute onclick, expected class or data-…");
  }

  @Test
  void noScriptMayRunButThePagesOwn() throws Exception {
    Page page = new Page("p").script("const own = 1;\n");
    String html = page.html();
    String script = html.substring(html.indexOf("<script>") + 8, html.lastIndexOf("</script>"));
    assertThat(script).endsWith("const own = 1;\n");
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    assertThat(page.contentPolicy())
        .contains("default-src 'none'")
        .contains("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';");
    assertThat(html).contains(page.contentPolicy()).doesNotContainPattern(" on[a-z]+=");
  }

  private static PageTable.Column file(String name) {
    return new PageTable.Column(name, PageTable.Kind.FILE);
  }
}
