package org.depinsdk.core.frames;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of any bytes: an error that names the file and leaves it as it is, or payloads that are the same at every opening.
 * Salvaging gives at least as many, and a file that opens.
 */
class FrameFuzzTest {
  private static final byte[] HEADER = "fuzz/1\n".getBytes(StandardCharsets.US_ASCII);
  private static final Path FILE = file();
  private static final Logger TOLD = Logger.getLogger(FrameFile.class.getName());

  private static Path file() {
    try {
      Path folder = Files.createTempDirectory("depin-fuzz-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        for (String name : List.of("frames", "frames.cut", "frames.new")) {
          folder.resolve(name).toFile().delete();
        }
        folder.toFile().delete();
      }));
      return folder.resolve("frames");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<byte[]> files() throws IOException {
    Files.deleteIfExists(FILE);
    try (FrameFile frames = FrameFile.open(FILE, HEADER, payload -> {})) {
      for (String text : List.of("one", "two", "three")) {
        frames.append(text.getBytes(StandardCharsets.US_ASCII));
        frames.commit();
      }
    }
    return Stream.of(Files.readAllBytes(FILE));
  }

  @MethodSource("files")
  @FuzzTest
  void files(byte[] data) throws IOException {
    // what is removed is logged as a warning; here it is what is tested
    TOLD.setLevel(Level.OFF);
    Files.write(FILE, data);
    List<String> opened = new ArrayList<>();
    try {
      FrameFile.open(FILE, HEADER, payload -> opened.add(shown(payload))).close();
      assertThat(reopened()).as("what was cut stays cut").isEqualTo(opened);
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(FILE.toString());
      assertThat(Files.readAllBytes(FILE)).as("left as it was").isEqualTo(data);
    }
    Files.write(FILE, data);
    List<String> salvaged = new ArrayList<>();
    try {
      FrameFile.salvage(FILE, HEADER, payload -> salvaged.add(shown(payload))).close();
    } catch (CorruptFrameException e) {
      assertThat(e.offset()).as("only the header cannot be done without").isZero();
      return;
    }
    assertThat(salvaged).containsAll(opened);
    assertThat(reopened()).isEqualTo(salvaged);
  }

  private static List<String> reopened() throws IOException {
    List<String> found = new ArrayList<>();
    FrameFile.open(FILE, HEADER, payload -> found.add(shown(payload))).close();
    return found;
  }

  private static String shown(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
  }
}
