package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.hardware.agent.Fixtures.open;
import static org.depinsdk.hardware.agent.Fixtures.queued;
import static org.depinsdk.hardware.agent.Fixtures.text;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.depinsdk.core.identity.DeviceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed in the middle of writing, or its disk is full. */
class CrashedProcessTest {
  @TempDir
  Path folder;

  /** Reports for ever, and prints each sequence number once its report is durable. */
  public static final class Writer {
    private Writer() {}

    /** Takes the queue's path. */
    public static void main(String[] arguments) throws Exception {
      try (ReportQueue queue = open(Path.of(arguments[0]))) {
        while (true) {
          System.out.println(queue.append(text("report")).report().sequence());
        }
      }
    }
  }

  /** Reports 20 at a time for ever, and prints their numbers once they are durable. */
  public static final class BatchWriter {
    private BatchWriter() {}

    /** Takes the queue's path. */
    public static void main(String[] arguments) throws Exception {
      try (ReportQueue queue = open(Path.of(arguments[0]))) {
        while (true) {
          queue
              .appendAll(Collections.nCopies(20, text("report")))
              .forEach(signed -> System.out.println(signed.report().sequence()));
        }
      }
    }
  }

  @Test
  void everyReportThatWasAcknowledgedIsThereAfterAKill() throws Exception {
    everyAcknowledgedReportIsThere(Writer.class, 1);
  }

  @Test
  void everyReportOfABatchThatWasAcknowledgedIsThereAfterAKill() throws Exception {
    everyAcknowledgedReportIsThere(BatchWriter.class, 20);
  }

  private void everyAcknowledgedReportIsThere(Class<?> main, int batch) throws Exception {
    Path file = folder.resolve("queue");
    List<Long> acknowledged = new ArrayList<>();
    for (int life = 0; life < 2; life++) {
      Process writer = start(List.of(), main, file);
      try (BufferedReader out = writer.inputReader()) {
        for (int i = 0; i < 40; i++) {
          String line = out.readLine();
          assertThat(line).as("the writer's line %s", i).isNotNull();
          acknowledged.add(Long.parseLong(line));
        }
        // through its handle: the process object would close the pipe with what is still in it
        writer.toHandle().destroyForcibly();
        StringWriter rest = new StringWriter();
        out.transferTo(rest);
        // a number without the end of its line may be half of one
        String lines = rest.toString().substring(0, rest.toString().lastIndexOf('\n') + 1);
        lines.lines().map(Long::parseLong).forEach(acknowledged::add);
      } finally {
        writer.destroyForcibly().waitFor();
      }
    }
    try (ReportQueue queue = open(file)) {
      assertThat(acknowledged).doesNotHaveDuplicates().isSorted().hasSizeGreaterThanOrEqualTo(80);
      // the last batch of each life may be durable and not yet printed, or printed in part
      assertThat(queued(queue))
          .containsAll(acknowledged)
          .hasSizeLessThanOrEqualTo(acknowledged.size() + 2 * batch);
      assertThat(queue.append(text("after")).report().sequence())
          .isGreaterThan(acknowledged.get(acknowledged.size() - 1) + 1);
    }
  }

  /** Prints by how much a report that the disk has no room for changed the file, and the number of the next one. */
  public static final class OnAFullDisk {
    private OnAFullDisk() {}

    /** Takes the queue's path. */
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      try (ReportQueue queue = open(file)) {
        queue.append(text("first"));
        long before = Files.size(file);
        try {
          queue.append(text("x".repeat(60_000)));
          System.out.println("it had room");
        } catch (IOException e) {
          System.out.println(Files.size(file) - before);
        }
        System.out.println(queue.append(text("third")).report().sequence());
      }
    }
  }

  @Test
  void aReportThatTheDiskHasNoRoomForLeavesNothingBehind() throws Exception {
    Path file = folder.resolve("queue");
    // no file may grow beyond 32 KiB
    List<String> limited = List.of("bash", "-c", "ulimit -f 32; exec \"$@\"", "bash");
    Process writer = start(limited, OnAFullDisk.class, file);
    try (BufferedReader out = writer.inputReader()) {
      assertThat(out.readLine()).isEqualTo("0");
      assertThat(out.readLine()).isEqualTo("3");
    } finally {
      writer.destroyForcibly().waitFor();
    }
    try (ReportQueue queue = open(file)) {
      assertThat(queued(queue)).containsExactly(1L, 3L);
      assertThat(queue.removedBytes()).isZero();
    }
  }

  private static Process start(List<String> before, Class<?> main, Path file) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-cp",
        classPath(),
        main.getName(),
        file.toString()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String classPath() {
    List<String> places = new ArrayList<>(List.of("target/test-classes", "target/classes"));
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      String value = System.getProperty(property);
      if (value != null && !value.isEmpty()) {
        places.add(value);
      }
    }
    places.add(Path.of(
            DeviceId.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString());
    return String.join(File.pathSeparator, places);
  }
}
