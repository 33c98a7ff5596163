package org.depinsdk.core.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameFileTest {
  private static final byte[] HEADER = "test/1 of this test".getBytes(UTF_8);
  private static final int FIRST = HEADER.length + FrameFormat.SALT_BYTES;

  // removed bytes are logged as warnings; here they are what is tested
  private final Logger log = Logger.getLogger(FrameFile.class.getName());

  @TempDir
  Path folder;

  private Path file;
  private byte[] whole;
  private int second;
  private int third;

  @BeforeEach
  void threeCommits() throws IOException {
    log.setLevel(Level.SEVERE);
    file = folder.resolve("frames");
    try (FrameFile frames = open()) {
      commit(frames, "a", "b");
      second = (int) frames.length();
      commit(frames, "c");
      third = (int) frames.length();
      commit(frames, "d", "e", "f");
    }
    whole = Files.readAllBytes(file);
  }

  @AfterEach
  void logAgain() {
    log.setLevel(null);
  }

  @Test
  void whatWasCommittedComesBackInOrder() throws IOException {
    try (FrameFile frames = open()) {
      frames.append("never committed".getBytes(UTF_8));
    }
    assertThat(reopen()).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(salvage()).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    assertThat(folder.resolve("frames.cut")).doesNotExist();
  }

  @Test
  void theChainIsAHashOfHeaderAndPayloadsAlone() throws IOException {
    byte[] chain;
    try (FrameFile frames = open()) {
      chain = frames.chain();
    }
    file = folder.resolve("other");
    try (FrameFile frames = open()) {
      commit(frames, "a", "b", "c", "d");
      assertThat(frames.chain()).isNotEqualTo(chain);
      commit(frames, "e");
      commit(frames, "f");
      assertThat(frames.chain()).isEqualTo(chain);
    }
  }

  @Test
  void aReaderBeginsAtAnyFrame() throws IOException {
    try (FrameReader reader = FrameReader.open(file, HEADER)) {
      reader.seek(third);
      assertThat(reader.next()).asString(UTF_8).isEqualTo("d");
      reader.seek(FIRST);
      assertThat(reader.next()).asString(UTF_8).isEqualTo("a");
      reader.seek(second);
      assertThat(reader.next()).asString(UTF_8).isEqualTo("c");
      assertThat(reader.offset()).isEqualTo(third);
      reader.seek(third + 1);
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              CorruptFrameException.class, e -> assertThat(e.offset()).isEqualTo(third + 1));
      reader.seek(whole.length);
      assertThat(reader.next()).isNull();
      assertThatThrownBy(() -> reader.seek(whole.length + 1))
          .hasMessageContaining("frameOffset must be " + FIRST + " to " + whole.length);
    }
  }

  @Test
  void afterACrashAtAnyByteOfACommitItsWholeFramesStayAndTheFileGoesOn() throws IOException {
    for (int end = third; end < whole.length; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      int tail;
      try (FrameFile frames = open()) {
        tail = (int) frames.removedBytes();
        assertThat(frames.length()).isEqualTo(end - tail);
        assertThat(file).as("cut at %s", end).hasSize(end - tail);
        commit(frames, "next");
      }
      if (tail > 0) {
        assertThat(folder.resolve("frames.cut"))
            .hasBinaryContent(Arrays.copyOfRange(whole, end - tail, end));
      }
      List<String> left = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
      while (left.size() > 3 && frameEnd(left.size()) > end) {
        left.remove(left.size() - 1);
      }
      left.add("next");
      assertThat(reopen()).as("cut at %s", end).isEqualTo(left);
    }
  }

  @Test
  void aCommitWhoseBytesReachedTheDiskInAnotherOrderIsCut() throws IOException {
    // "e" was not written when the power went, "f" was; neither had been acknowledged
    byte[] torn = whole.clone();
    Arrays.fill(torn, frameEnd(4), frameEnd(5), (byte) 0);
    Files.write(file, torn);
    assertThat(reopen()).containsExactly("a", "b", "c", "d");
    Files.write(file, torn);
    assertThat(salvage()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aTailOfZerosIsCut() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length + 5000));
    assertThat(reopen()).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void aBitThatFlippedInAnEarlierCommitIsAnErrorWithItsPlace() throws IOException {
    for (int bit = FIRST * 8; bit < third * 8; bit += 7) {
      byte[] damaged = flipped(bit);
      Files.write(file, damaged);
      int frame = bit / 8 < frameEnd(1) ? FIRST : bit / 8 < second ? frameEnd(1) : second;
      assertThatThrownBy(this::reopen)
          .as("bit %s", bit)
          .isInstanceOfSatisfying(
              CorruptFrameException.class, e -> assertThat(e.offset()).isEqualTo(frame))
          .hasMessageContainingAll(
              file.toString(), "is damaged at byte " + frame, "not a write that was cut short");
      assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }
  }

  @Test
  void salvageLosesNoPayloadButTheDamagedOne() throws IOException {
    for (int bit = FIRST * 8; bit < third * 8; bit += 7) {
      byte[] damaged = flipped(bit);
      Files.write(file, damaged);
      List<String> left = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
      int frame = bit / 8 < frameEnd(1) ? 0 : bit / 8 < second ? 1 : 2;
      left.remove(frame);
      try (FrameFile frames = FrameFile.salvage(file, HEADER, payload -> {})) {
        assertThat(frames.removedBytes()).isEqualTo(FrameFormat.MIN_FRAME_BYTES);
        commit(frames, "next");
      }
      assertThat(folder.resolve("frames.cut"))
          .hasBinaryContent(Arrays.copyOfRange(damaged, frameEnd(frame), damaged.length));
      left.add("next");
      assertThat(reopen()).as("bit %s", bit).isEqualTo(left);
    }
  }

  @Test
  void aFrameThatIsMissingIsAnErrorWhereverItStood() throws IOException {
    for (int frame = 0; frame < 5; frame++) {
      byte[] without = new byte[whole.length - FrameFormat.MIN_FRAME_BYTES];
      System.arraycopy(whole, 0, without, 0, frameEnd(frame));
      System.arraycopy(
          whole, frameEnd(frame + 1), without, frameEnd(frame), whole.length - frameEnd(frame + 1));
      Files.write(file, without);
      int at = frameEnd(frame);
      assertThatThrownBy(this::reopen)
          .isInstanceOfSatisfying(
              CorruptFrameException.class, e -> assertThat(e.offset()).isEqualTo(at))
          .hasMessageContaining("does not follow");
      List<String> left = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
      left.remove(frame);
      assertThat(salvage()).isEqualTo(left);
      assertThat(reopen()).as("written anew").isEqualTo(left);
    }
  }

  @Test
  void salvageSkipsSeveralDamagedPlaces() throws IOException {
    byte[] damaged = whole.clone();
    damaged[frameEnd(1) + 5] ^= 1;
    damaged[second + 5] ^= 1;
    damaged[frameEnd(5) + 5] ^= 1;
    Files.write(file, damaged);
    assertThat(salvage()).containsExactly("a", "d", "e");
    assertThat(reopen()).containsExactly("a", "d", "e");
  }

  @Test
  void whateverABitFlipsInTheFileOpeningIsAnErrorOrGivesBackWhatWasWritten() throws IOException {
    for (int bit = 0; bit < whole.length * 8; bit += 7) {
      Files.write(file, flipped(bit));
      try {
        assertThat(List.of("a", "b", "c", "d", "e", "f"))
            .startsWith(reopen().toArray(new String[0]));
        assertThat(bit / 8).isGreaterThanOrEqualTo(third);
      } catch (CorruptFrameException e) {
        assertThat(bit / 8).isLessThan(third);
      }
    }
  }

  @Test
  void aPayloadThatLooksLikeAFrameIsNoFrame() throws IOException {
    file = folder.resolve("other");
    byte[] frame = Arrays.copyOfRange(whole, third, frameEnd(4));
    try (FrameFile frames = open()) {
      frames.append(frame);
      frames.commit();
    }
    byte[] damaged = Files.readAllBytes(file);
    damaged[FIRST] ^= 1;
    Files.write(file, damaged);
    assertThat(reopen()).isEmpty();
  }

  @Test
  void aFileWithAnotherHeaderIsLeftAsItIs() throws IOException {
    byte[] other = "test/1 of that test".getBytes(UTF_8);
    for (int end : new int[] {1, HEADER.length, FIRST - 1, FIRST, whole.length}) {
      Files.write(file, Arrays.copyOf(whole, end));
      assertThatThrownBy(() -> FrameFile.salvage(file, other, payload -> {}))
          .isInstanceOf(CorruptFrameException.class)
          .hasMessageContaining("byte 0");
      assertThat(Files.size(file)).isEqualTo(end);
    }
  }

  @Test
  void anEmptyFileHasLostWhatItHeld() throws IOException {
    Files.write(file, new byte[0]);
    assertThatThrownBy(this::reopen).isInstanceOf(CorruptFrameException.class);
    assertThat(salvage()).isEmpty();
    assertThat(reopen()).isEmpty();
  }

  @Test
  void aVisitorThatRefusesLeavesTheFileAsItIs() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> FrameFile.open(file, HEADER, payload -> {
          throw new IOException("not mine");
        }))
        .hasMessage("not mine");
    assertThat(Files.size(file)).isEqualTo(whole.length - 1);
  }

  @Test
  void aRewriteReplacesEverything() throws IOException {
    try (FrameFile frames = open()) {
      frames.append("forgotten".getBytes(UTF_8));
      frames.rewrite(List.of("x".getBytes(UTF_8), "y".getBytes(UTF_8)));
      commit(frames, "z");
    }
    assertThat(reopen()).containsExactly("x", "y", "z");
  }

  @Test
  void aRewriteThatFailsLeavesTheFileInUse() throws IOException {
    try (FrameFile frames = open()) {
      Files.createDirectory(folder.resolve("frames.new"));
      assertThatThrownBy(() -> frames.rewrite(List.of())).isInstanceOf(IOException.class);
      commit(frames, "g");
    }
    assertThat(reopen()).containsExactly("a", "b", "c", "d", "e", "f", "g");
  }

  @Test
  void anInterruptedThreadWritesAndReads() throws IOException {
    Thread.currentThread().interrupt();
    try (FrameFile frames = open()) {
      commit(frames, "g");
      frames.rewrite(List.of("h".getBytes(UTF_8)));
    }
    assertThat(reopen()).containsExactly("h");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aPayloadHasALeastAndALargestSize() throws IOException {
    try (FrameFile frames = open()) {
      frames.append(new byte[FrameFile.MAX_PAYLOAD_BYTES]);
      frames.commit();
      for (int size : new int[] {0, FrameFile.MAX_PAYLOAD_BYTES + 1}) {
        assertThatThrownBy(() -> frames.append(new byte[size]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("1 to 131072 bytes, not " + size);
      }
    }
    assertThat(reopen()).hasSize(7);
  }

  @Test
  void manyFramesOfAnySizeComeBackAndSurviveDamage() {
    Property.check(20, random -> {
      Path many = folder.resolve("many-" + random.nextLong());
      List<byte[]> written = new ArrayList<>();
      List<Long> starts = new ArrayList<>();
      try (FrameFile frames = FrameFile.open(many, HEADER, payload -> {})) {
        for (int i = 0; i < 60; i++) {
          byte[] payload = new byte[1 + random.nextInt(i % 9 == 0 ? 100_000 : 300)];
          random.nextBytes(payload);
          starts.add(frames.length());
          frames.append(payload);
          frames.commit();
          written.add(payload);
        }
      }
      int hit = random.nextInt(59);
      byte[] bytes = Files.readAllBytes(many);
      bytes[(int) (starts.get(hit) + FrameFormat.PREFIX_BYTES)] ^= 4;
      Files.write(many, bytes);
      written.remove(hit);
      List<byte[]> read = new ArrayList<>();
      FrameFile.salvage(many, HEADER, read::add).close();
      assertThat(read).usingElementComparator(Arrays::compare).containsExactlyElementsOf(written);
    });
  }

  private int frameEnd(int frames) {
    return FIRST + frames * FrameFormat.MIN_FRAME_BYTES;
  }

  private byte[] flipped(int bit) {
    byte[] bytes = whole.clone();
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    return bytes;
  }

  private FrameFile open() throws IOException {
    return FrameFile.open(file, HEADER, payload -> {});
  }

  private List<String> reopen() throws IOException {
    List<String> found = new ArrayList<>();
    FrameFile.open(file, HEADER, payload -> found.add(new String(payload, UTF_8)))
        .close();
    return found;
  }

  private List<String> salvage() throws IOException {
    List<String> found = new ArrayList<>();
    FrameFile.salvage(file, HEADER, payload -> found.add(new String(payload, UTF_8)))
        .close();
    return found;
  }

  private static void commit(FrameFile frames, String... payloads) throws IOException {
    for (String payload : payloads) {
      frames.append(payload.getBytes(UTF_8));
    }
    frames.commit();
  }
}
