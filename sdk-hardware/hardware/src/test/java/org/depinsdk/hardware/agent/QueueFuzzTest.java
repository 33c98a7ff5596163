package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queue files of any bytes, and of any records whose checksums are right: refused with a reason, or a queue that gives out
 * reports of its device, goes on with a new number, and is the same after a restart.
 */
class QueueFuzzTest {
  private static final Path FOLDER = folder();
  private static final Path FILE = FOLDER.resolve("queue");
  private static final Path SEQUENCE = FOLDER.resolve("queue.seq");

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("depin-fuzz-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        for (String name : List.of("queue", "queue.seq", "queue.lock", "queue.cut", "queue.new")) {
          folder.resolve(name).toFile().delete();
        }
        folder.toFile().delete();
      }));
      // cut tails are reported as warnings; here they are what is tested
      Logger.getLogger("org.depinsdk").setLevel(Level.OFF);
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void checkQueue(byte[] file) throws Exception {
    Files.deleteIfExists(SEQUENCE);
    Files.write(FILE, file);
    List<SignedReport> before;
    long number;
    try (ReportQueue queue = Fixtures.open(FILE)) {
      before = queue.peek(Integer.MAX_VALUE, Long.MAX_VALUE);
      assertThat(queue.size()).isEqualTo(before.size());
      assertThat(before)
          .allSatisfy(r -> assertThat(r.report().device()).isEqualTo(Fixtures.DEVICE));
      number = queue.append(Fixtures.text("next")).report().sequence();
      assertThat(Fixtures.sequences(before)).allSatisfy(n -> assertThat(n).isLessThan(number));
    } catch (IOException e) {
      assertThat(e.getMessage()).contains("queue");
      return;
    }
    try (ReportQueue queue = Fixtures.open(FILE)) {
      assertThat(queue.removedBytes()).as("what was cut stays cut").isZero();
      assertThat(queue.peek(before.size(), Long.MAX_VALUE)).isEqualTo(before);
      assertThat(queue.append(Fixtures.text("after")).report().sequence()).isGreaterThan(number);
    }
  }

  private static byte[] goodFile() throws Exception {
    Files.deleteIfExists(SEQUENCE);
    Files.deleteIfExists(FILE);
    try (ReportQueue queue = Fixtures.open(FILE)) {
      for (String text : List.of("one", "two", "three")) {
        queue.append(Fixtures.text(text));
      }
      queue.remove(List.of(2L));
    }
    return Files.readAllBytes(FILE);
  }

  static Stream<byte[]> files() throws Exception {
    return Stream.of(goodFile());
  }

  @MethodSource("files")
  @FuzzTest
  void files(byte[] data) throws Exception {
    checkQueue(data);
  }

  static Stream<byte[]> records() throws Exception {
    List<byte[]> blocks = new ArrayList<>();
    for (byte[] record : List.of(
        QueueRecords.next(1),
        QueueRecords.report(Fixtures.text("one").sign(1)),
        QueueRecords.report(Fixtures.text("two").sign(Long.MAX_VALUE - 1)),
        QueueRecords.done(List.of(1L, 7L)).get(0))) {
      blocks.add(FuzzInput.blocks(record));
    }
    byte[] all = FuzzInput.concat(blocks.toArray(byte[][]::new));
    byte[] withoutLast = FuzzInput.concat(blocks.subList(0, 2).toArray(byte[][]::new));
    return Stream.of(all, withoutLast);
  }

  @MethodSource("records")
  @FuzzTest
  void records(byte[] data) throws Exception {
    FuzzInput input = new FuzzInput(data);
    List<byte[]> records = new ArrayList<>();
    while (input.hasMore()) {
      byte[] record = input.block();
      if (record.length > 0) {
        records.add(record);
      }
    }
    Files.deleteIfExists(FILE);
    byte[] header = QueueRecords.header(Fixtures.NETWORK, Fixtures.DEVICE);
    try (FrameFile file = FrameFile.open(FILE, header, record -> {})) {
      file.rewrite(records);
    }
    checkQueue(Files.readAllBytes(FILE));
  }

  static Stream<byte[]> sequences() throws Exception {
    goodFile();
    return Stream.of(Files.readAllBytes(SEQUENCE));
  }

  /** The file that reserves numbers: refused, or numbers above it. */
  @MethodSource("sequences")
  @FuzzTest
  void sequences(byte[] data) throws IOException {
    Files.write(SEQUENCE, data);
    try {
      long number = SequenceReserve.open(SEQUENCE, 1).take();
      assertThat(number).isEqualTo(ByteBuffer.wrap(data).getLong());
    } catch (IOException e) {
      assertThat(e.getMessage()).contains("queue.seq");
    }
  }
}
