package org.depinsdk.hardware.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.depinsdk.testing.PageSnippets;
import org.junit.jupiter.api.Test;

/** The code that docs/hardware.md shows is code that compiles and runs here. */
class DocsTest {
  @Test
  void everySnippetStandsInAFileOfTheTests() throws Exception {
    assertThat(PageSnippets.check("docs/hardware.md")).isGreaterThanOrEqualTo(4);
  }
}
