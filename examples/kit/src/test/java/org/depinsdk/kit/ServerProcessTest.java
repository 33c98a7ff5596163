package org.depinsdk.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  @TempDir
  Path folder;

  /** Says its property and each line in reverse, until it is told to fail. */
  static final class Echo {
    public static void main(String[] args) {
      if (args.length > 0) {
        System.err.println("the port is taken");
        System.exit(3);
      }
      System.out.println("listening 127.0.0.1:7400");
      Scanner lines = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8);
      while (lines.hasNextLine()) {
        String line = lines.nextLine();
        if (line.equals("fail")) {
          System.err.println("out of order");
          return;
        }
        System.out.println(System.getProperty("greeting") + " " + line);
      }
    }
  }

  @Test
  void linesAreAnsweredUntilItEnds() throws Exception {
    Path log = folder.resolve("log");
    try (ServerProcess server =
        ServerProcess.start(Echo.class, List.of("-Dgreeting=hello"), List.of(), log)) {
      assertThat(server.port()).isEqualTo(7400);
      assertThat(server.ask("you")).isEqualTo("hello you");
      assertThatThrownBy(() -> server.ask("fail"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the server has ended: out of order")
          .hasMessageContaining(log.toString());
    }
  }

  @Test
  void aServerThatDoesNotStartSaysWhy() {
    Path log = folder.resolve("log");
    assertThatThrownBy(() -> ServerProcess.start(Echo.class, List.of(), List.of("x"), log))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not start: the port is taken");
  }
}
