package org.depinsdk.core.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.depinsdk.core.Samples;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class CloneDetectorTest {
  private static final DeviceId DEVICE =
      DeviceId.derive("net", Samples.signer(1).publicKey());
  private static final DeviceId OTHER = DeviceId.derive("net", Samples.signer(2).publicKey());

  /** Received in the order of the clock. */
  private static InstanceObservation seen(
      DeviceId device, String boot, long counter, int second, String source) {
    return seen(device, boot, counter, second, second, source);
  }

  private static InstanceObservation seen(
      DeviceId device, String boot, long counter, int second, int received, String source) {
    return new InstanceObservation(
        device,
        boot,
        counter,
        NOON.plusSeconds(second),
        received,
        source,
        ReportId.ofSignedBytes((device + boot + counter + second + source)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  private static InstanceObservation of(String boot, long counter, int second, int received) {
    return seen(DEVICE, boot, counter, second, received, "x");
  }

  private static List<CloneFinding> detect(List<InstanceObservation> observations) {
    return CloneDetector.detect(observations, Duration.ZERO);
  }

  private static List<String> reasons(int tolerance, InstanceObservation... observations) {
    return CloneDetector.detect(List.of(observations), Duration.ofSeconds(tolerance)).stream()
        .map(f -> f.reason() + " " + f.first().counter() + " " + f.second().counter())
        .toList();
  }

  /** One boot whose clock is set back by 20 seconds: by the clock alone, report 3 comes before report 2. */
  @Test
  void aClockThatIsSetBackIsNoClone() {
    int[] setBack = {0, 30, 20, 50, 80};
    for (int tolerance : new int[] {0, 5, 60}) {
      List<InstanceObservation> oneBoot = new ArrayList<>();
      List<InstanceObservation> reboot = new ArrayList<>();
      for (int i = 0; i < setBack.length; i++) {
        oneBoot.add(of("a", 1 + i, setBack[i], i));
        reboot.add(of(i < 2 ? "a" : "b", 1 + i, setBack[i], i));
      }
      Duration allowed = Duration.ofSeconds(tolerance);
      assertThat(CloneDetector.detect(oneBoot, allowed)).isEmpty();
      assertThat(CloneDetector.detect(reboot, allowed)).isEmpty();
    }
    assertThatThrownBy(() -> CloneDetector.detect(List.of(), Duration.ofSeconds(-1)))
        .hasMessageContaining("PT-1S");
  }

  /** A queue out of order and a clock set back at once: within the tolerance that is no clone either. */
  @Test
  void theToleranceCoversBothAtOnce() {
    // report 3, made after the clock was set back by 20 s, came in before reports 1 and 2
    InstanceObservation[] oneBoot = {of("a", 3, 20, 1), of("a", 1, 0, 2), of("a", 2, 30, 3)};
    assertThat(reasons(11, oneBoot)).isEmpty();
    assertThat(reasons(10, oneBoot)).containsExactly(CloneDetector.COUNTER_BACKWARDS + " 3 2");
    InstanceObservation[] reboot = {
      of("a", 1, 0, 1), of("b", 3, 20, 2), of("a", 2, 30, 3), of("b", 4, 50, 4)
    };
    assertThat(reasons(11, reboot)).isEmpty();
    assertThat(reasons(10, reboot)).containsExactly(CloneDetector.INTERLEAVED_BOOTS + " 3 2");
  }

  @Test
  void aFallAfterARiseIsFound() {
    // the counter falls against the highest, not against the one before
    assertThat(reasons(0, of("a", 5, 0, 0), of("a", 9, 1, 1), of("a", 7, 2, 2), of("a", 8, 3, 3)))
        .containsExactly(CloneDetector.COUNTER_BACKWARDS + " 9 7");
    assertThat(reasons(0, of("a", 9, 0, 0), of("a", 5, 1, 1), of("a", 6, 2, 2)))
        .containsExactly(CloneDetector.COUNTER_BACKWARDS + " 9 5");
    // 6 is lower than 9, which was received before it and is earlier by the clock, though 5 lies
    // between
    assertThat(reasons(4, of("a", 9, 0, 0), of("a", 5, 3, 1), of("a", 6, 5, 2)))
        .containsExactly(CloneDetector.COUNTER_BACKWARDS + " 9 6");
    // at one time of the clock, and received in any order, nothing is later
    assertThat(reasons(0, of("a", 9, 0, 0), of("a", 5, 0, 1))).isEmpty();
    assertThat(reasons(0, of("a", 9, 0, 1), of("a", 5, 1, 0))).isEmpty();
  }

  /** Of two equal counters the report that was received first is named. */
  @Test
  void ofEqualCountersTheFirstReceivedIsNamed() {
    InstanceObservation first = of("a", 5, 1, 1);
    InstanceObservation fall = of("a", 3, 9, 9);
    for (InstanceObservation second : List.of(of("a", 5, 2, 2), of("a", 5, 0, 2))) {
      assertThat(detect(List.of(first, second, fall)))
          .contains(new CloneFinding(CloneDetector.COUNTER_BACKWARDS, DEVICE, first, fall));
    }
  }

  /** The other machine is between two reports of this one, whose clock was set back before. */
  @Test
  void aBootBeginsAtTheEarliestTimeOfItsClock() {
    assertThat(
            reasons(0, of("a", 1, 100, 0), of("a", 2, 0, 1), of("b", 3, 50, 2), of("a", 4, 60, 3)))
        .containsExactly(CloneDetector.INTERLEAVED_BOOTS + " 3 4");
  }

  @Test
  void namesHaveALongestLength() {
    String longest = "b".repeat(InstanceObservation.MAX_TEXT);
    assertThat(seen(DEVICE, longest, 1, 0, longest).boot()).isEqualTo(longest);
    assertThatThrownBy(() -> seen(DEVICE, longest + "b", 1, 0, "x"))
        .hasMessageContaining("at most 128");
    assertThatThrownBy(() -> seen(DEVICE, "b", 1, 0, longest + "b"))
        .hasMessageContaining("at most 128");
  }

  @Test
  void aThirdBootIsComparedWithAllBeforeIt() {
    // b lies within a; c comes after b and still before a's end
    assertThat(reasons(
            0,
            of("a", 1, 0, 0),
            of("b", 2, 1, 1),
            of("b", 3, 2, 2),
            of("c", 4, 3, 3),
            of("c", 5, 4, 4),
            of("a", 6, 5, 5)))
        .containsExactly(CloneDetector.INTERLEAVED_BOOTS + " 2 6");
    assertThat(reasons(
            0,
            of("a", 1, 0, 0),
            of("b", 2, 1, 1),
            of("c", 3, 2, 2),
            of("b", 4, 3, 3),
            of("c", 5, 4, 4),
            of("a", 6, 5, 5)))
        .containsExactly(
            CloneDetector.INTERLEAVED_BOOTS + " 2 6", CloneDetector.INTERLEAVED_BOOTS + " 3 4");
    // equal times are no overlap
    assertThat(reasons(0, of("a", 1, 0, 0), of("b", 2, 1, 1), of("a", 3, 1, 2))).isEmpty();
    assertThat(reasons(0, of("a", 1, 1, 0), of("b", 2, 1, 1), of("a", 3, 2, 2))).isEmpty();
  }

  @Test
  void namesBothBoxesThatTakeTurns() {
    List<InstanceObservation> observations = List.of(
        seen(DEVICE, "a", 100, 0, "192.0.2.1"),
        seen(DEVICE, "b", 1, 5, "198.51.100.9"),
        seen(DEVICE, "a", 101, 10, "192.0.2.1"),
        seen(DEVICE, "b", 2, 15, "198.51.100.9"),
        seen(OTHER, "c", 1, 0, "203.0.113.4"));
    assertThat(detect(observations)).singleElement().satisfies(finding -> {
      assertThat(finding.reason()).isEqualTo(CloneDetector.INTERLEAVED_BOOTS);
      assertThat(finding.device()).isEqualTo(DEVICE);
      assertThat(List.of(finding.first().source(), finding.second().source()))
          .containsExactlyInAnyOrder("192.0.2.1", "198.51.100.9");
    });
  }

  @Test
  void findsClonesThatShareABoot() {
    assertThat(detect(List.of(
            seen(DEVICE, "", 7, 0, "x"), seen(DEVICE, "", 7, 3, "y"), seen(DEVICE, "", 8, 5, "x"))))
        .extracting(CloneFinding::reason)
        .containsExactly(CloneDetector.DUPLICATE_COUNTER);
    assertThat(detect(List.of(
            seen(DEVICE, "", 100, 0, "x"),
            seen(DEVICE, "", 5, 3, "y"),
            seen(DEVICE, "", 101, 5, "x"))))
        .extracting(CloneFinding::reason)
        .containsExactly(CloneDetector.COUNTER_BACKWARDS);
  }

  @Test
  void theSameReportTwiceIsNoClone() {
    InstanceObservation once = seen(DEVICE, "a", 1, 0, "x");
    assertThat(detect(List.of(once, once))).isEmpty();
  }

  /** Reboots, gaps, and either late and shuffled arrivals or a clock that is set: never a finding. */
  @Test
  void anHonestBoxIsNeverAccused() {
    Property.check(300, random -> {
      boolean late = random.nextBoolean();
      int made = 0;
      List<InstanceObservation> observations = new ArrayList<>();
      int second = 0;
      for (int boot = random.nextInt(1, 5); boot > 0; boot--) {
        long counter = random.nextInt(10);
        for (int reports = random.nextInt(1, 20); reports > 0; reports--) {
          counter += random.nextInt(1, 4);
          int received = late ? random.nextInt(1000) : made++;
          observations.add(of("boot" + boot, counter, second, received));
          second += late ? random.nextInt(0, 30) : random.nextInt(-100, 100);
        }
        second++;
      }
      Collections.shuffle(observations, new Random(random.nextLong()));
      assertThat(detect(observations)).isEmpty();
    });
  }

  /** Two machines that both report after the other has begun are always found, in whatever order their reports come. */
  @Test
  void twoBoxesAreAlwaysFound() {
    Property.check(300, random -> {
      List<InstanceObservation> observations = new ArrayList<>();
      observations.add(seen(DEVICE, "a", 1, 0, "x"));
      observations.add(seen(DEVICE, "b", 1, 1, "y"));
      for (int i = random.nextInt(10); i > 0; i--) {
        boolean a = random.nextBoolean();
        observations.add(seen(DEVICE, a ? "a" : "b", 100 + i, 200 - i, a ? "x" : "y"));
      }
      observations.add(seen(DEVICE, "a", 500, 300, "x"));
      List<CloneFinding> findings = detect(observations);
      assertThat(findings)
          .extracting(CloneFinding::reason)
          .contains(CloneDetector.INTERLEAVED_BOOTS);
      Collections.shuffle(observations, new Random(random.nextLong()));
      assertThat(detect(observations)).isEqualTo(findings);
    });
  }

  @Test
  void limitsWhatADeviceSays() {
    assertThatThrownBy(() -> seen(DEVICE, "x".repeat(129), 1, 0, "x"))
        .hasMessageContaining("at most 128");
  }
}
