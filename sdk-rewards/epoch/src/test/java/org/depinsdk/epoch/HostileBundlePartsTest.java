package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of a bundle with a line of megabytes, and with strings that would steer a terminal; manifest and signature fit. */
class HostileBundlePartsTest {
  /** An error is for people: it quotes a little of what it is about. */
  private static final int MOST = 2_000;

  private static final String ESCAPES = "\u001b[2J\u0007\u202e\u001b]0;owned\u0007";

  static Set<String> files() {
    return LogPartsFuzzTest.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isRefusedInAFewPrintableWords(String file) throws Exception {
    StringBuilder escaped = new StringBuilder();
    ESCAPES.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    for (String content : new String[] {
      "x".repeat(3 << 20),
      "{\"network\":\"" + "y".repeat(3 << 20) + "\"}\n",
      "{\"network\":\"" + escaped + "\",\"" + escaped + "\":1}\n",
      ESCAPES + "\n"
    }) {
      String said;
      try {
        Optional<RunReplay.Finding> found =
            LogPartsFuzzTest.replayed(file, content.getBytes(UTF_8));
        said = found.orElseThrow().different().detail();
      } catch (IOException e) {
        said = String.valueOf(e.getMessage());
      }
      assertThat(said)
          .isNotBlank()
          .isEqualTo(EncodingException.printable(said))
          .hasSizeLessThan(MOST);
    }
  }
}
