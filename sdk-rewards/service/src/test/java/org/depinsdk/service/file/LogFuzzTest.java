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
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.service.store.NetworkLog;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Segments of any bytes, and of any frames whose checksums and chain are right: an error that names the file and leaves it as
 * it is, or entries that are the same at every reading, up to the one that closes the epoch.
 */
class LogFuzzTest {
  private static final String NETWORK = "test-net";
  private static final long EPOCH = 0;
  private static final byte[] HEADER = FileNetworkLog.header(NETWORK, EPOCH);
  private static final byte[] STATE = NetworkLog.State.EMPTY.encoded();
  private static final Path FOLDER = folder();
  private static final Path FILE = FOLDER.resolve("epoch-0000000000.log");
  private static final Logger TOLD = Logger.getLogger(FrameFile.class.getName());

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("depin-fuzz-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        for (String suffix : new String[] {"", ".cut", ".new"}) {
          folder.resolve("epoch-0000000000.log" + suffix).toFile().delete();
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
    try (FileNetworkLog log = FileNetworkLog.open(FOLDER, NETWORK)) {
      log.recover(0, new NetworkLog.Recovery() {
        @Override
        public void begin(NetworkLog.State before) {}

        private boolean closed;

        @Override
        public void visit(NetworkLog.Entry entry) {
          if (!closed && entry.epoch() == EPOCH) {
            entry.report().ifPresent(entries::add);
            closed = entry.record().orElse(null) instanceof LogRecord.EpochClosed;
          }
        }
      });
    }
    return entries;
  }

  private static void check(byte[] segment) throws IOException {
    // cut tails are reported as warnings; here they are what is tested
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
    try (FileNetworkLog log = FileNetworkLog.open(FOLDER, NETWORK)) {
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
    return LogFrames.bytes(new NetworkLog.Entry(
        number,
        EPOCH,
        Optional.of(new LogRecord.EpochOpened(EPOCH, number)),
        Optional.of(LoggedReport.newBuilder()
            .setReceivedAtMs(number)
            .setRefusal("report.malformed")
            .build())));
  }

  static Stream<byte[]> segments() throws IOException {
    return Stream.of(
        segment(List.of(), new byte[0]),
        segment(List.of(STATE, entry(1), entry(2)), new byte[0]),
        segment(List.of(STATE, entry(1)), new byte[] {0, 0, 0, 9, 1}));
  }

  @MethodSource("segments")
  @FuzzTest
  void segments(byte[] data) throws IOException {
    check(data);
  }

  static Stream<byte[]> frames() {
    ByteBuffer two = ByteBuffer.allocate(400);
    two.put((byte) STATE.length).put(STATE);
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
