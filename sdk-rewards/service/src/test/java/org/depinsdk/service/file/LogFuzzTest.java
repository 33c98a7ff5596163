package org.depinsdk.service.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Segments of any bytes, and of any frames whose checksums and chain are right: an error that names the file and leaves it as
 * it is, or entries that are the same at every reading.
 */
class LogFuzzTest {
  private static final String NETWORK = "test-net";
  private static final long EPOCH = 7;
  private static final byte[] HEADER = FileReportLog.header(NETWORK, EPOCH);
  private static final Path FOLDER = folder();
  private static final Path FILE = FOLDER.resolve("epoch-0000000007.log");
  private static final Logger TOLD = Logger.getLogger(FrameFile.class.getName());

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("depin-fuzz-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        for (String suffix : new String[] {"", ".cut", ".new"}) {
          folder.resolve("epoch-0000000007.log" + suffix).toFile().delete();
        }
        folder.toFile().delete();
      }));
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<LoggedReport> open() throws IOException {
    List<LoggedReport> entries = new ArrayList<>();
    try (FileReportLog log = FileReportLog.open(FOLDER, NETWORK)) {
      log.recover(0, (epoch, entry) -> entries.add(entry));
    }
    return entries;
  }

  private static void check(byte[] segment) throws IOException {
    // cut tails are told as warnings; here they are what is tested
    TOLD.setLevel(Level.OFF);
    Files.write(FILE, segment);
    List<LoggedReport> entries;
    try {
      entries = open();
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(FILE.toString());
      assertThat(Files.readAllBytes(FILE)).as("left as it was").isEqualTo(segment);
      return;
    }
    assertThat(open()).as("what was cut stays cut").isEqualTo(entries);
    List<LoggedReport> read = new ArrayList<>();
    try (FileReportLog log = FileReportLog.open(FOLDER, NETWORK)) {
      log.read(EPOCH).forEach(read::add);
    }
    assertThat(read).isEqualTo(entries);
  }

  private static byte[] segment(List<byte[]> payloads, byte[] tail) throws IOException {
    Files.deleteIfExists(FILE);
    try (FrameFile frames = FrameFile.open(FILE, HEADER, payload -> {})) {
      frames.rewrite(payloads);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Files.readAllBytes(FILE));
    out.writeBytes(tail);
    return out.toByteArray();
  }

  private static byte[] entry(int number) {
    return LoggedReport.newBuilder()
        .setReceivedAtMs(number)
        .setRefusal("report.malformed")
        .build()
        .toByteArray();
  }

  static Stream<byte[]> segments() throws IOException {
    return Stream.of(
        segment(List.of(), new byte[0]),
        segment(List.of(entry(1), entry(2)), new byte[0]),
        segment(List.of(entry(1)), new byte[] {0, 0, 0, 9, 1}));
  }

  @MethodSource("segments")
  @FuzzTest
  void segments(byte[] data) throws IOException {
    check(data);
  }

  static Stream<byte[]> frames() {
    ByteBuffer two = ByteBuffer.allocate(200);
    for (int i = 1; i <= 2; i++) {
      two.put((byte) entry(i).length).put(entry(i));
    }
    return Stream.of(Arrays.copyOf(two.array(), two.position()), two.array());
  }

  /** Good frames, each a byte of length and its payload; behind a length of 0 stands a tail of any bytes. */
  @MethodSource("frames")
  @FuzzTest
  void frames(byte[] data) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(data);
    List<byte[]> payloads = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] payload = new byte[Math.min(in.get() & 0xff, in.remaining())];
      if (payload.length == 0) {
        break;
      }
      in.get(payload);
      payloads.add(payload);
    }
    byte[] tail = new byte[in.remaining()];
    in.get(tail);
    check(segment(payloads, tail));
  }
}
