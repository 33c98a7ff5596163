package org.depinsdk.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ctrl-C, against a real process. */
class InterruptTest {
  @TempDir
  Path scratch;

  @Command(name = "waiting")
  static final class Waiting implements Callable<Integer> {
    @Parameters
    private String wrapped = "";

    public static void main(String[] args) {
      Commands.main(new Waiting(), args);
    }

    @Override
    public Integer call() throws IOException {
      try (TemporaryFolder folder = TemporaryFolder.create("waiting");
          ServerProcess server = ServerProcess.start(
              ServerProcessTest.Echo.class, List.of(), List.of(), folder.path().resolve("log"))) {
        Files.writeString(folder.path().resolve("file"), "a line");
        System.out.println("ready");
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // as libraries report it
        if (wrapped.equals("checked")) {
          throw new IOException("the call was cancelled", e);
        }
        throw new IllegalStateException("the call was cancelled", e);
      }
      return 0;
    }
  }

  @Test
  void ctrlCEndsWithOneLineAndLeavesNoFile() throws Exception {
    for (String wrapped : List.of("checked", "unchecked")) {
      Path files = Files.createDirectory(scratch.resolve(wrapped));
      Path err = scratch.resolve(wrapped + ".err");
      // a process in the background may have been started with the signal ignored
      Process process = new ProcessBuilder(
              "env",
              "--default-signal=INT",
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-Djava.io.tmpdir=" + files,
              "-cp",
              System.getProperty("java.class.path"),
              Waiting.class.getName(),
              wrapped)
          .redirectError(err.toFile())
          .start();
      try (BufferedReader out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("ready");
        // a terminal sends it to all processes
        for (ProcessHandle one : process.descendants().toList()) {
          interrupt(one.pid());
        }
        interrupt(process.pid());
        assertThat(process.waitFor()).isEqualTo(Commands.INTERRUPTED);
      }
      assertThat(err).hasContent("interrupted");
      assertThat(files).isEmptyDirectory();
    }
  }

  private static void interrupt(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor())
        .isZero();
  }
}
