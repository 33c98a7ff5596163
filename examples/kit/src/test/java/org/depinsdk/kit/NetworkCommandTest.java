package org.depinsdk.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.page.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class NetworkCommandTest {
  @TempDir
  Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<NetworkCommand.RunOptions> runs = new ArrayList<>();
  private Exception failure = new IOException("none");

  @Command(name = "./run sample", description = "Runs a sample.")
  private final class Sample extends NetworkCommand {
    private final boolean fails;

    Sample(boolean fails) {
      super("sample");
      this.fails = fails;
    }

    @Override
    protected void check() {}

    @Override
    protected Result run(RunOptions run) throws Exception {
      runs.add(run);
      Files.writeString(run.data().resolve("log"), "a line");
      if (fails) {
        throw failure;
      }
      return new Result(
          List.of(new Table("Things").columns(Table.Kind.TEXT, "thing").row("one")),
          new Page("A sample"),
          "0x01",
          DeviceNames.of(Map.of("dev-a", "one")),
          "one");
    }
  }

  private int execute(boolean fails, String... args) {
    CommandLine line = Commands.line(new Sample(fails));
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void theResultIsShownAndTheTemporaryFolderDeleted() throws Exception {
    Path folder = scratch.resolve("new/folder");
    assertThat(execute(false, "--out", folder.toString(), "--seed", "7")).isZero();
    assertThat(out.toString())
        .contains("Things", "Merkle root  0x01", "./run replay " + folder, folder + " one");
    assertThat(folder.resolve("names.tsv")).hasContent("dev-a\tone\n");
    assertThat(folder).isDirectoryContaining("glob:**/index.html");
    assertThat(folder).isDirectoryContaining("glob:**/index.json");
    assertThat(runs.get(0).data()).doesNotExist();
    assertThat(runs.get(0).seed()).isEqualTo(7);
    assertThat(runs.get(0).repeatable()).isTrue();
    assertThat(runs.get(0).epochs()).isEqualTo(3);
  }

  @Test
  void jsonAndCsvStandAloneOnStandardOutput() {
    assertThat(execute(false, "--csv", "--out", scratch.resolve("a").toString()))
        .isZero();
    assertThat(out.toString()).isEqualTo("table,thing\r\nThings,one\r\n");
    assertThat(err.toString()).contains("Merkle root  0x01", "./run replay ");
    out.getBuffer().setLength(0);
    assertThat(execute(false, "--json", "--out", scratch.resolve("b").toString()))
        .isZero();
    assertThat(out.toString().replaceAll("\\s", ""))
        .isEqualTo("[{\"title\":\"Things\",\"note\":\"\",\"rows\":[{\"thing\":\"one\"}]}]");
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Path full = Files.createDirectory(scratch.resolve("full"));
    Path file = Files.writeString(full.resolve("file"), "kept");
    assertThat(execute(false, "--out", full.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is not empty; nothing is overwritten");
    assertThat(execute(false, "--out", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is a file; nothing is overwritten");
    assertThat(runs).isEmpty();
    assertThat(file).hasContent("kept");
  }

  @Test
  void helpAndVersionRunNothing() {
    assertThat(execute(false, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: ./run sample", "--epochs", "--seed", "--out");
    assertThat(execute(false, "-V")).isZero();
    assertThat(out.toString()).containsPattern("DePIN SDK \\d+\\.\\d+");
    assertThat(runs).isEmpty();
  }

  @Test
  void aWrongOptionIsOneLineWithWhatIsExpected() {
    assertThat(execute(false, "--epochs", "0")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("--epochs must be 1 to 100, not 0", "Try './run sample --help'.");
    assertThat(execute(false, "--sead", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option", "--seed");
  }

  @Test
  void aFailureIsOneLineAndLeavesItsLog() throws Exception {
    failure = new IOException("the disk is full");
    assertThat(execute(true, "--out", scratch.resolve("a").toString())).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("the disk is full");
    assertThat(runs.get(0).data().resolve("log")).exists();
    TemporaryFolder.delete(runs.get(0).data());
    failure = new InterruptedException();
    assertThat(execute(true, "--out", scratch.resolve("b").toString())).isEqualTo(130);
    assertThat(err.toString()).endsWith("interrupted\n");
    assertThat(runs.get(1).data()).doesNotExist();
    failure = new IllegalStateException("a bug");
    assertThat(execute(true, "--out", scratch.resolve("c").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("fault of the program", "a bug", "\tat org.depinsdk.kit");
  }
}
