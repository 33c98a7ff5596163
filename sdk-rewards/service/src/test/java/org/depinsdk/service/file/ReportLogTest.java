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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.core.frames.CorruptFrameException;
import org.depinsdk.core.frames.FrameFile;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.store.ReportLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportLogTest {
  private static final String NETWORK = "test-net";

  @TempDir
  Path folder;

  private Path file;
  private byte[] whole;
  private int header;
  private int lastFrame;

  // cut tails are told as warnings; here they are what is tested
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
    file = folder.resolve("epoch-0000000007.log");
    try (FileReportLog log = recovered(NETWORK, 0, (e, entry) -> {})) {
      log.append(7, entry(1));
      header = (int) Files.size(file);
      log.append(7, entry(2));
      log.commit();
      lastFrame = (int) Files.size(file);
      log.append(7, entry(3));
      log.commit();
    }
    whole = Files.readAllBytes(file);
  }

  @Test
  void entriesComeBackInOrder() throws IOException {
    assertThat(reopen(0)).containsExactly(entry(1), entry(2), entry(3));
    assertThat(read(7)).containsExactly(entry(1), entry(2), entry(3));
    assertThat(read(8)).isEmpty();
    assertThat(reopen(8)).isEmpty();
  }

  @Test
  void aTailTornAtAnyByteOfTheLastFrameIsCutAndTheLogGoesOn() throws IOException {
    for (int end = lastFrame; end < whole.length; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      assertThat(reopen(0)).as("cut at %s", end).containsExactly(entry(1), entry(2));
      assertThat(Files.size(file)).isEqualTo(lastFrame);
      try (FileReportLog log = recovered(NETWORK, 0, (e, entry) -> {})) {
        log.append(7, entry(4));
        log.commit();
      }
      assertThat(read(7)).containsExactly(entry(1), entry(2), entry(4));
    }
  }

  @Test
  void aLastFrameWithAnyByteChangedIsCut() throws IOException {
    for (int at = lastFrame; at < whole.length; at++) {
      Files.write(file, flipped(at));
      assertThat(reopen(0)).as("byte %s", at).containsExactly(entry(1), entry(2));
    }
  }

  @Test
  void aTailOfZerosIsCut() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length + 5000));
    assertThat(reopen(0)).containsExactly(entry(1), entry(2), entry(3));
  }

  @Test
  void aByteChangedBeforeTheLastFrameIsAnErrorThatNamesTheFile() throws IOException {
    for (int at = 0; at < lastFrame; at++) {
      Files.write(file, flipped(at));
      assertThatThrownBy(() -> reopen(0))
          .as("byte %s", at)
          .isInstanceOf(CorruptFrameException.class)
          .hasMessageContaining(file.toString());
      assertThat(Files.readAllBytes(file)).as("left as it was").isEqualTo(flipped(at));
    }
  }

  @Test
  void aFrameTakenOutIsAnError() throws IOException {
    // two frames of one size were committed first
    int second = (header + lastFrame) / 2;
    byte[] without = new byte[whole.length - (second - header)];
    System.arraycopy(whole, 0, without, 0, header);
    System.arraycopy(whole, second, without, header, whole.length - second);
    Files.write(file, without);
    assertThatThrownBy(() -> reopen(0)).isInstanceOf(CorruptFrameException.class);
  }

  @Test
  void aFileWithoutAWholeHeaderHasLostItsEntries() throws IOException {
    for (int end = 0; end < header; end++) {
      Files.write(file, Arrays.copyOf(whole, end));
      assertThatThrownBy(() -> reopen(0)).isInstanceOf(CorruptFrameException.class);
      assertThat(Files.size(file)).isEqualTo(end);
    }
  }

  @Test
  void anotherNetworksLogIsRefused() {
    assertThatThrownBy(() -> recovered("other", 0, (e, entry) -> {}))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessageContaining("header");
  }

  @Test
  void aSealedEpochThatIsDamagedIsNotReadShort() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> read(7)).isInstanceOf(CorruptFrameException.class);
  }

  private byte[] flipped(int at) {
    byte[] bytes = whole.clone();
    bytes[at] ^= 0x10;
    return bytes;
  }

  private List<LoggedReport> reopen(long firstOpen) throws IOException {
    List<LoggedReport> found = new ArrayList<>();
    recovered(NETWORK, firstOpen, (epoch, entry) -> found.add(entry)).close();
    return found;
  }

  private FileReportLog recovered(String network, long firstOpen, ReportLog.Visitor visitor)
      throws IOException {
    FileReportLog log = FileReportLog.open(folder, network);
    try {
      log.recover(firstOpen, visitor);
      return log;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private List<LoggedReport> read(long epoch) throws IOException {
    List<LoggedReport> found = new ArrayList<>();
    try (FileReportLog log = recovered(NETWORK, epoch + 1, (e, entry) -> {})) {
      log.read(epoch).forEach(found::add);
    }
    return found;
  }

  private static LoggedReport entry(int number) {
    return LoggedReport.newBuilder()
        .setReport(SignedReport.newBuilder().setBody(ByteString.copyFromUtf8("body " + number)))
        .setReceivedAtMs(number)
        .build();
  }
}
