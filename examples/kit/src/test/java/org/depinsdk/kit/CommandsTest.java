package org.depinsdk.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class CommandsTest {
  @Command(name = "failing")
  static final class Failing implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      throw new IOException("the network \u001b[2Jevil\u0007 is refused\nfor this reason");
    }
  }

  @Test
  void whatAFileSaysInAnErrorDoesNotSteerTheTerminal() {
    StringWriter err = new StringWriter();
    assertThat(Commands.line(new Failing()).setErr(new PrintWriter(err, true)).execute())
        .isEqualTo(Commands.FAILED);
    assertThat(err).hasToString("the network ?[2Jevil? is refused\nfor this reason\n");
  }

  @Test
  void aPathWithBlanksIsOneWordOfACopiedCommand() {
    assertThat(Commands.word("out/wifi-1")).isEqualTo("out/wifi-1");
    assertThat(Commands.word("my run's/$x")).isEqualTo("'my run'\\''s/$x'");
  }
}
