package org.depinsdk.service.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.core.frames.CorruptFrameException;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkLogTest {
  private static final String NETWORK = "test-net";

  @TempDir
  Path folder;

  private Path file;
  private byte[] whole;
  private int header;
  private int lastFrame;

  // cut tails are reported as warnings; here they are what is tested
  private final Logger told = Logger.getLogger(FrameFile.class.getName());

  @BeforeEach
  void quiet() {
    told.setLevel(Level.SEVERE);
  }

  @AfterEach
  void loud() {
    told.setLevel(null);
  }

  @BeforeEach
  void threeEntries() throws IOException {
    file = folder.resolve("epoch-0000000000.log");
    try (FileNetworkLog log = recovered(NETWORK)) {
      log.begin(0, NetworkLog.State.EMPTY);
      header = (int) Files.size(file);
      log.append(entry(1));
      log.append(entry(2));
      log.commit();
      lastFrame = (int) Files.size(file);
      log.append(entry(3));
      log.commit();
    }
    whole = Files.readAllBytes(file);
  }

  @Test
  void entriesComeBackInOrder() throws IOException {
    assertThat(reopen()).containsExactly(report(1), report(2), report(3));
    assertThat(read(0)).containsExactly(report(1), report(2), report(3));
    assertThat(read(1)).isEmpty();
  }

  @Test
  void aTailTornAtAnyByteOfTheLastFrameIsCutAndTheLogGoesOn() throws IOException {
    for (int end = lastFrame; end < whole.length; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      assertThat(reopen()).as("cut at %s", end).containsExactly(report(1), report(2));
      assertThat(Files.size(file)).isEqualTo(lastFrame);
      try (FileNetworkLog log = recovered(NETWORK)) {
        log.append(entry(4));
        log.commit();
      }
      assertThat(read(0)).containsExactly(report(1), report(2), report(4));
    }
  }

  @Test
  void aLastFrameWithAnyByteChangedIsCut() throws IOException {
    for (int at = lastFrame; at < whole.length; at++) {
      Files.write(file, flipped(at));
      assertThat(reopen()).as("byte %s", at).containsExactly(report(1), report(2));
    }
  }

  @Test
  void aTailOfZerosIsCut() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length + 5000));
    assertThat(reopen()).containsExactly(report(1), report(2), report(3));
  }

  @Test
  void aByteChangedBeforeTheLastFrameIsAnErrorThatNamesTheFile() throws IOException {
    for (int at = 0; at < lastFrame; at++) {
      Files.write(file, flipped(at));
      assertThatThrownBy(() -> reopen())
          .as("byte %s", at)
          .isInstanceOf(CorruptFrameException.class)
          .hasMessageContaining(file.toString());
      assertThat(Files.readAllBytes(file)).as("left as it was").isEqualTo(flipped(at));
    }
  }

  @Test
  void aFrameTakenOutIsAnError() throws IOException {
    // two entries of one size were committed first, behind the state
    int size = whole.length - lastFrame;
    byte[] without = new byte[whole.length - size];
    System.arraycopy(whole, 0, without, 0, lastFrame - 2 * size);
    System.arraycopy(whole, lastFrame - size, without, lastFrame - 2 * size, 2 * size);
    Files.write(file, without);
    assertThatThrownBy(() -> reopen()).isInstanceOf(CorruptFrameException.class);
  }

  @Test
  void aFileWithoutAWholeHeaderHasLostItsEntries() throws IOException {
    for (int end = 0; end < header; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      assertThatThrownBy(() -> reopen()).isInstanceOf(CorruptFrameException.class);
      assertThat(Files.size(file)).isEqualTo(end);
    }
  }

  @Test
  void anotherNetworksLogIsRefused() {
    assertThatThrownBy(() -> recovered("other"))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessageContaining("header");
  }

  @Test
  void aSealedEpochThatIsDamagedIsNotReadShort() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> read(0)).isInstanceOf(CorruptFrameException.class);
  }

  private byte[] flipped(int at) {
    byte[] bytes = whole.clone();
    bytes[at] ^= 0x10;
    return bytes;
  }

  @Test
  void aSegmentThatIsMissingIsAnError() throws IOException {
    Files.delete(file);
    try (FileNetworkLog log = FileNetworkLog.open(folder, NETWORK)) {
      assertThatThrownBy(() -> log.recover(1, found(new ArrayList<>())))
          .hasMessageContaining("epoch-0000000001.log is missing, or");
    }
  }

  @Test
  void ofTwoHeadsTheLargerWholeOneIsRemembered() throws Exception {
    Path heads = folder.resolve("signed-head");
    try (FileNetworkLog log = FileNetworkLog.open(folder, NETWORK)) {
      assertThat(log.signed()).isEmpty();
      log.signed(head(1));
      log.signed(head(2));
      log.signed(head(3));
    }
    byte[] both = Files.readAllBytes(heads);
    for (int at = 0; at < both.length / 2; at++) {
      byte[] torn = both.clone();
      torn[at] ^= 1;
      Files.write(heads, torn);
      try (FileNetworkLog log = FileNetworkLog.open(folder, NETWORK)) {
        assertThat(log.signed()).as("byte %s", at).contains(head(2));
        log.signed(head(4));
        assertThat(log.signed()).contains(head(4));
      }
    }
    Files.write(heads, both);
    try (FileNetworkLog log = FileNetworkLog.open(folder, NETWORK)) {
      assertThat(log.signed()).contains(head(3));
      log.signed(head(4));
    }
    try (FileNetworkLog log = FileNetworkLog.open(folder, NETWORK)) {
      assertThat(log.signed()).contains(head(4));
    }
  }

  private static TreeHead head(long size) {
    return new TreeHead(size, TreeHash.ofLeaf(new byte[] {(byte) size}));
  }

  private List<LoggedReport> reopen() throws IOException {
    List<LoggedReport> found = new ArrayList<>();
    try (FileNetworkLog log = FileNetworkLog.open(folder, NETWORK)) {
      log.recover(0, found(found));
    }
    return found;
  }

  private static NetworkLog.Recovery found(List<LoggedReport> found) {
    return new NetworkLog.Recovery() {
      @Override
      public void begin(NetworkLog.State before) {}

      @Override
      public void visit(NetworkLog.Entry entry) {
        found.add(entry.report().orElseThrow());
      }
    };
  }

  private FileNetworkLog recovered(String network) throws IOException {
    FileNetworkLog log = FileNetworkLog.open(folder, network);
    try {
      log.recover(0, found(new ArrayList<>()));
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private List<LoggedReport> read(long epoch) throws IOException {
    List<LoggedReport> found = new ArrayList<>();
    try (FileNetworkLog log = FileNetworkLog.open(folder, NETWORK)) {
      log.read(epoch).forEach(found::add);
    }
    return found;
  }

  private static NetworkLog.Entry entry(int number) {
    return new NetworkLog.Entry(0, 0, Optional.empty(), Optional.of(report(number)));
  }

  private static LoggedReport report(int number) {
    return LoggedReport.newBuilder()
        .setReport(SignedReport.newBuilder().setBody(ByteString.copyFromUtf8("body " + number)))
        .setReceivedAtMs(number)
        .build();
  }
}
