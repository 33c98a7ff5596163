package org.depinsdk.page.guide;

import static org.assertj.core.api.Assertions.assertThat;

import org.depinsdk.testing.PageSnippets;
import org.junit.jupiter.api.Test;

/** The code that docs/page.md shows compiles here. */
class PageGuideTest {
  @Test
  void theSnippetStandsInAFileOfTheTests() throws Exception {
    assertThat(PageSnippets.check("docs/page.md")).isEqualTo(1);
  }
}
