package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.hardware.agent.Fixtures.DEVICE;
import static org.depinsdk.hardware.agent.Fixtures.NETWORK;
import static org.depinsdk.hardware.agent.Fixtures.open;
import static org.depinsdk.hardware.agent.Fixtures.queued;
import static org.depinsdk.hardware.agent.Fixtures.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.SignedReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportQueueTest {
  @TempDir
  Path folder;

  private Path file() {
    return folder.resolve("queue");
  }

  @Test
  void reportsAndNumbersSurviveARestart() throws Exception {
    List<SignedReport> made = new ArrayList<>();
    try (ReportQueue queue = open(file())) {
      for (int i = 0; i < 5; i++) {
        made.add(queue.append(text("report " + i)));
      }
      assertThat(queue.remove(List.of(1L, 3L, 99L))).isEqualTo(2);
      assertThat(queued(queue)).containsExactly(2L, 4L, 5L);
    }
    try (ReportQueue queue = open(file())) {
      assertThat(queue.peek(10, 1 << 20)).containsExactly(made.get(1), made.get(3), made.get(4));
      assertThat(queue.bytes())
          .isEqualTo(queue.peek(10, 1 << 20).stream()
              .mapToLong(r -> r.toWire().getBody().size() + 64)
              .sum());
      queue.remove(List.of(2L, 4L, 5L));
    }
    try (ReportQueue queue = open(file())) {
      assertThat(queue.size()).isZero();
      assertThat(queue.append(text("next")).report().sequence()).isEqualTo(6);
      assertThat(queue.removedBytes()).isZero();
    }
  }

  @Test
  void aBatchIsQueuedWholeOrNotAtAll() throws Exception {
    for (WhenFull whenFull : WhenFull.values()) {
      Path file = folder.resolve(whenFull.name());
      QueueLimits limits = new QueueLimits(5, QueueLimits.DEFAULT.maxBytes(), whenFull);
      try (ReportQueue queue = ReportQueue.open(file, NETWORK, DEVICE, limits)) {
        assertThat(queue.appendAll(List.of())).isEmpty();
        List<SignedReport> made = queue.appendAll(List.of(text("one"), text("two"), text("three")));
        assertThat(queue.peek(10, 1 << 20)).isEqualTo(made);
        assertThatThrownBy(() -> queue.appendAll(List.of(text("four"), sequence -> {
              throw new SigningException("the key is away");
            })))
            .isInstanceOf(SigningException.class);
        assertThatThrownBy(() -> queue.appendAll(Collections.nCopies(6, text("five"))))
            .isInstanceOf(QueueFullException.class);
        assertThat(queue.turnedAway()).isEqualTo(6);
        assertThat(queue.peek(10, 1 << 20)).isEqualTo(made);
      }
      try (ReportQueue queue = ReportQueue.open(file, NETWORK, DEVICE, limits)) {
        assertThat(queued(queue)).containsExactly(1L, 2L, 3L);
        if (whenFull == WhenFull.REFUSE_NEW) {
          assertThatThrownBy(() -> queue.appendAll(Collections.nCopies(3, text("six"))))
              .isInstanceOf(QueueFullException.class);
          assertThat(queue.turnedAway()).isEqualTo(3);
          assertThat(queued(queue)).containsExactly(1L, 2L, 3L);
        } else {
          queue.appendAll(Collections.nCopies(3, text("six")));
          assertThat(queue.dropped()).isEqualTo(1);
          assertThat(queued(queue)).containsExactly(2L, 3L, 6L, 7L, 8L);
        }
      }
    }
  }

  @Test
  void peekKeepsItsLimitsAndAlwaysGivesOne() throws Exception {
    try (ReportQueue queue = open(file())) {
      for (int i = 0; i < 4; i++) {
        queue.append(text("x".repeat(100)));
      }
      long one = queue.bytes() / 4;
      assertThat(queue.peek(2, Long.MAX_VALUE)).hasSize(2);
      assertThat(queue.peek(10, 3 * one)).hasSize(3);
      assertThat(queue.peek(10, 3 * one - 1)).hasSize(2);
      assertThat(queue.peek(10, 1)).hasSize(1);
    }
  }

  @Test
  void numbersStartAboveAReservedBlockAfterACrash() throws Exception {
    Path copy = folder.resolve("copy");
    try (ReportQueue queue = open(file())) {
      queue.append(text("one"));
      crashInto(copy);
    }
    try (ReportQueue queue = open(copy)) {
      assertThat(queue.append(text("two")).report().sequence())
          .isEqualTo(1 + SequenceReserve.BLOCK);
    }
  }

  @Test
  void aQueueFileThatVanishesBringsNoNumberBack() throws Exception {
    try (ReportQueue queue = open(file())) {
      queue.append(text("one"));
      queue.append(text("two"));
    }
    Files.delete(file());
    try (ReportQueue queue = open(file())) {
      assertThat(queue.append(text("three")).report().sequence()).isEqualTo(3);
    }
  }

  @Test
  void aNumberFileThatVanishesBringsNoNumberBack() throws Exception {
    try (ReportQueue queue = open(file())) {
      for (int i = 0; i < 3; i++) {
        queue.append(text("report"));
      }
      queue.remove(List.of(3L));
    }
    Files.delete(folder.resolve("queue.seq"));
    try (ReportQueue queue = open(file())) {
      assertThat(queue.append(text("next")).report().sequence()).isEqualTo(4);
    }
  }

  @Test
  void aFileWrittenAnewStillHoldsTheNextNumber() throws Exception {
    try (ReportQueue queue = open(file())) {
      for (int i = 0; i < 3; i++) {
        queue.append(text("x".repeat(30_000)));
      }
      queue.remove(List.of(1L, 2L, 3L));
    }
    assertThat(Files.size(file())).as("was written anew").isLessThan(1000);
    Files.delete(folder.resolve("queue.seq"));
    try (ReportQueue queue = open(file())) {
      assertThat(queue.append(text("next")).report().sequence()).isEqualTo(4);
    }
  }

  @Test
  void aFileCutAtAnyByteGivesItsWholeRecordsAndNoNumberTwice() throws Exception {
    List<Long> ends = new ArrayList<>();
    try (ReportQueue queue = open(file())) {
      ends.add(Files.size(file()));
      for (int i = 1; i <= 3; i++) {
        queue.append(text("r" + i));
        ends.add(Files.size(file()));
      }
      crashInto(folder.resolve("crashed"));
    }
    byte[] whole = Files.readAllBytes(folder.resolve("crashed"));
    assertThat((long) whole.length).isEqualTo(ends.get(3));
    for (int length = 0; length <= whole.length; length++) {
      Path cut = folder.resolve("cut");
      Files.write(cut, Arrays.copyOf(whole, length));
      Files.copy(
          folder.resolve("crashed.seq"),
          folder.resolve("cut.seq"),
          StandardCopyOption.REPLACE_EXISTING);
      if (length > 0 && length < ends.get(0)) {
        assertThatThrownBy(() -> open(cut))
            .as("cut at %s", length)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("move it away");
        continue;
      }
      long at = length;
      long reports = Math.max(0, ends.stream().filter(end -> end <= at).count() - 1);
      try (ReportQueue queue = open(cut)) {
        assertThat(queued(queue))
            .as("cut at %s", length)
            .isEqualTo(LongStream.rangeClosed(1, reports).boxed().toList());
        long end = length == 0 ? 0 : ends.get((int) reports);
        assertThat(queue.removedBytes()).isEqualTo(length - end);
        assertThat(queue.append(text("after")).report().sequence()).isGreaterThan(3);
      }
      try (ReportQueue queue = open(cut)) {
        assertThat(queue.size()).isEqualTo((int) reports + 1);
        assertThat(queue.removedBytes()).isZero();
      }
    }
  }

  @Test
  void aFlippedByteIsFoundWhereverItIs() throws Exception {
    try (ReportQueue queue = open(file())) {
      queue.append(text("one"));
      queue.append(text("two"));
      queue.remove(List.of(1L));
      crashInto(folder.resolve("crashed"));
    }
    byte[] whole = Files.readAllBytes(folder.resolve("crashed"));
    Path flipped = folder.resolve("flipped");
    for (int at = 0; at < whole.length; at++) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x10;
      Files.write(flipped, bytes);
      Files.deleteIfExists(folder.resolve("flipped.cut"));
      try (ReportQueue queue = open(flipped)) {
        assertThat(folder.resolve("flipped.cut")).as("flipped at %s", at).exists();
        assertThat(List.of(1L, 2L)).containsAll(queued(queue));
      } catch (IOException e) {
        assertThat(e).as("flipped at %s", at).hasMessageContaining("move it away");
      }
    }
  }

  @Test
  void aDamagedRecordDoesNotTakeThoseBehindItAlong() throws Exception {
    List<Long> ends = new ArrayList<>();
    try (ReportQueue queue = open(file())) {
      for (int i = 1; i <= 4; i++) {
        queue.append(text("r" + i));
        ends.add(Files.size(file()));
      }
    }
    byte[] bytes = Files.readAllBytes(file());
    bytes[Math.toIntExact(ends.get(0)) + 30] ^= 1;
    Files.write(file(), bytes);
    try (ReportQueue queue = open(file())) {
      assertThat(queued(queue)).containsExactly(1L, 3L, 4L);
      assertThat(queue.removedBytes()).isEqualTo(ends.get(1) - ends.get(0));
      assertThat(queue.append(text("r5")).report().sequence()).isEqualTo(5);
    }
    try (ReportQueue queue = open(file())) {
      assertThat(queued(queue)).containsExactly(1L, 3L, 4L, 5L);
      assertThat(queue.removedBytes()).isZero();
    }
  }

  @Test
  void theFileDoesNotGrowForEver() throws Exception {
    long largest = 0;
    try (ReportQueue queue = open(file())) {
      for (int i = 0; i < 1500; i++) {
        long sequence = queue.append(text("x".repeat(200))).report().sequence();
        queue.remove(List.of(sequence));
        largest = Math.max(largest, Files.size(file()));
      }
      queue.append(text("last"));
    }
    assertThat(largest).isLessThan(70_000);
    try (ReportQueue queue = open(file())) {
      assertThat(queued(queue)).containsExactly(1501L);
    }
  }

  @Test
  void anInterruptedThreadLosesNothing() throws Exception {
    try (ReportQueue queue = open(file())) {
      for (int i = 0; i < 600; i++) {
        Thread.currentThread().interrupt();
        long sequence = queue.append(text("x".repeat(200))).report().sequence();
        if (i % 2 == 0) {
          queue.remove(List.of(sequence));
        }
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(queue.size()).isEqualTo(300);
    }
    try (ReportQueue queue = open(file())) {
      assertThat(queue.size()).isEqualTo(300);
    }
  }

  @Test
  void aFileThatCannotBeMadeSmallerStillTakesReports() throws Exception {
    try (ReportQueue queue = open(file())) {
      Files.createDirectory(folder.resolve("queue.new"));
      for (int i = 0; i < 6; i++) {
        long sequence = queue.append(text("x".repeat(30_000))).report().sequence();
        queue.remove(List.of(sequence));
      }
      queue.append(text("last"));
      assertThat(Files.size(file())).isGreaterThan(180_000);
      Files.delete(folder.resolve("queue.new"));
      queue.append(text("one more"));
      assertThat(Files.size(file())).isLessThan(1000);
      assertThat(queued(queue)).containsExactly(7L, 8L);
    }
    try (ReportQueue queue = open(file())) {
      assertThat(queued(queue)).containsExactly(7L, 8L);
      assertThat(queue.append(text("after")).report().sequence()).isEqualTo(9);
    }
  }

  @Test
  void aFullQueueRefusesTheNewReport() throws Exception {
    QueueLimits limits = new QueueLimits(2, 1 << 20, WhenFull.REFUSE_NEW);
    try (ReportQueue queue = ReportQueue.open(file(), NETWORK, DEVICE, limits)) {
      queue.append(text("one"));
      queue.append(text("two"));
      assertThatThrownBy(() -> queue.append(text("three")))
          .isInstanceOf(QueueFullException.class)
          .hasMessageContaining("2 reports of 2");
      assertThat(queue.turnedAway()).isEqualTo(1);
      queue.remove(List.of(1L));
      assertThat(queue.append(text("three")).report().sequence()).isEqualTo(3);
    }
  }

  @Test
  void aFullQueueDropsTheOldestForGood() throws Exception {
    QueueLimits limits = new QueueLimits(3, 1 << 20, WhenFull.DROP_OLDEST);
    try (ReportQueue queue = ReportQueue.open(file(), NETWORK, DEVICE, limits)) {
      for (int i = 0; i < 5; i++) {
        queue.append(text("report"));
      }
      assertThat(queued(queue)).containsExactly(3L, 4L, 5L);
      assertThat(queue.dropped()).isEqualTo(2);
    }
    try (ReportQueue queue = ReportQueue.open(file(), NETWORK, DEVICE, limits)) {
      assertThat(queued(queue)).containsExactly(3L, 4L, 5L);
    }
  }

  @Test
  void bytesAreALimitToo() throws Exception {
    long most = 70_000;
    QueueLimits limits = new QueueLimits(100, most, WhenFull.DROP_OLDEST);
    try (ReportQueue queue = ReportQueue.open(file(), NETWORK, DEVICE, limits)) {
      for (int i = 0; i < 5; i++) {
        queue.append(text("x".repeat(30_000)));
        assertThat(queue.bytes()).isLessThanOrEqualTo(most);
      }
      assertThat(queued(queue)).containsExactly(4L, 5L);
    }
    assertThatThrownBy(() -> new QueueLimits(1, 100, WhenFull.REFUSE_NEW))
        .hasMessageContaining("maxBytes must be");
    assertThatThrownBy(() -> new QueueLimits(0, 1 << 20, WhenFull.REFUSE_NEW))
        .hasMessageContaining("maxReports must be 1 or more, not 0");
  }

  @Test
  void aSignerThatFailsSkipsItsNumberAndQueuesNothing() throws Exception {
    try (ReportQueue queue = open(file())) {
      assertThatThrownBy(() -> queue.append(sequence -> {
            throw new SigningException("the token is gone");
          }))
          .isInstanceOf(SigningException.class);
      assertThatThrownBy(() -> queue.append(sequence -> text("x").sign(sequence + 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("with sequence 2");
      assertThat(queue.append(text("three")).report().sequence()).isEqualTo(3);
      assertThat(queue.size()).isEqualTo(1);
    }
  }

  @Test
  void aQueueBelongsToOneDeviceInOneNetworkAndOneProcess() throws Exception {
    DeviceId other =
        DeviceId.derive(NETWORK, Fixtures.signer(Fixtures.secret(8)).publicKey());
    try (ReportQueue queue = open(file())) {
      queue.append(text("one"));
      assertThatThrownBy(() -> open(file()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
    assertThatThrownBy(() -> ReportQueue.open(file(), NETWORK, other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(other.text());
    assertThatThrownBy(() -> ReportQueue.open(file(), "other-net", DEVICE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other-net");
    assertThatThrownBy(() -> ReportQueue.open(file(), "No Name", DEVICE))
        .isInstanceOf(IllegalArgumentException.class);
    open(file()).close();
  }

  @Test
  void afterCloseEverythingFailsWithAClearError() throws Exception {
    ReportQueue queue = open(file());
    queue.close();
    queue.close();
    assertThatThrownBy(() -> queue.append(text("late")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> queue.peek(1, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> queue.remove(List.of(1L))).isInstanceOf(IOException.class);
  }

  @Test
  void aDamagedNumberFileIsAnErrorAndNotANewBeginning() throws Exception {
    open(file()).close();
    Files.write(folder.resolve("queue.seq"), new byte[12]);
    assertThatThrownBy(() -> open(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged");
  }

  // what a crash would leave: the files as they are now, without what close() does
  private void crashInto(Path copy) throws IOException {
    Files.copy(file(), copy);
    Files.copy(folder.resolve("queue.seq"), DurableFiles.sibling(copy, ".seq"));
  }
}
