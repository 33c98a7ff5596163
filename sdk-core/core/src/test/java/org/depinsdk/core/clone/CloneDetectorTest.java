package org.depinsdk.core.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

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

  private static InstanceObservation seen(
      DeviceId device, String boot, long counter, int second, String source) {
    return new InstanceObservation(
        device,
        boot,
        counter,
        NOON.plusSeconds(second),
        source,
        ReportId.ofSignedBytes((device + boot + counter + second + source)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void namesBothBoxesThatTakeTurns() {
    List<InstanceObservation> observations = List.of(
        seen(DEVICE, "a", 100, 0, "192.0.2.1"),
        seen(DEVICE, "b", 1, 5, "198.51.100.9"),
        seen(DEVICE, "a", 101, 10, "192.0.2.1"),
        seen(DEVICE, "b", 2, 15, "198.51.100.9"),
        seen(OTHER, "c", 1, 0, "203.0.113.4"));
    assertThat(CloneDetector.detect(observations)).singleElement().satisfies(finding -> {
      assertThat(finding.reason()).isEqualTo(CloneDetector.INTERLEAVED_BOOTS);
      assertThat(finding.device()).isEqualTo(DEVICE);
      assertThat(List.of(finding.first().source(), finding.second().source()))
          .containsExactlyInAnyOrder("192.0.2.1", "198.51.100.9");
    });
  }

  @Test
  void findsClonesThatShareABoot() {
    assertThat(CloneDetector.detect(List.of(
            seen(DEVICE, "", 7, 0, "x"), seen(DEVICE, "", 7, 3, "y"), seen(DEVICE, "", 8, 5, "x"))))
        .extracting(CloneFinding::reason)
        .containsExactly(CloneDetector.DUPLICATE_COUNTER);
    assertThat(CloneDetector.detect(List.of(
            seen(DEVICE, "", 100, 0, "x"),
            seen(DEVICE, "", 5, 3, "y"),
            seen(DEVICE, "", 101, 5, "x"))))
        .extracting(CloneFinding::reason)
        .containsExactly(CloneDetector.COUNTER_BACKWARDS);
  }

  @Test
  void theSameReportTwiceIsNoClone() {
    InstanceObservation once = seen(DEVICE, "a", 1, 0, "x");
    assertThat(CloneDetector.detect(List.of(once, once))).isEmpty();
  }

  /** Reboots, gaps, late and shuffled arrivals: never a finding. */
  @Test
  void anHonestBoxIsNeverAccused() {
    Property.check(300, random -> {
      List<InstanceObservation> observations = new ArrayList<>();
      int second = 0;
      for (int boot = random.nextInt(1, 5); boot > 0; boot--) {
        long counter = random.nextInt(10);
        for (int reports = random.nextInt(1, 20); reports > 0; reports--) {
          counter += random.nextInt(1, 4);
          observations.add(seen(DEVICE, "boot" + boot, counter, second, "x"));
          second += random.nextInt(0, 30);
        }
        second++;
      }
      Collections.shuffle(observations, new Random(random.nextLong()));
      assertThat(CloneDetector.detect(observations)).isEmpty();
    });
  }

  /** Two boxes that both report after the other has begun are always found, in whatever order their reports come. */
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
      List<CloneFinding> findings = CloneDetector.detect(observations);
      assertThat(findings)
          .extracting(CloneFinding::reason)
          .contains(CloneDetector.INTERLEAVED_BOOTS);
      Collections.shuffle(observations, new Random(random.nextLong()));
      assertThat(CloneDetector.detect(observations)).isEqualTo(findings);
    });
  }

  @Test
  void limitsWhatADeviceSays() {
    assertThatThrownBy(() -> seen(DEVICE, "x".repeat(129), 1, 0, "x"))
        .hasMessageContaining("at most 128");
  }
}
