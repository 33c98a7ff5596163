package org.depinsdk.core.clone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;

/**
 * Finds two machines that use one identity. An honest machine runs one boot after the other, and within a boot its counter
 * rises. Two machines with the same key cannot keep to that, unless they talk to each other.
 *
 * <p>One report is later than another if it was received later and the device's clock says so by a tolerance at least. So
 * neither a queue that is sent late or out of order nor a clock that is set back makes an honest machine suspect: either
 * changes one of the two orders alone.
 *
 * <p>Pure: the findings depend on the set of observations, not on the order in which they are given.
 */
public final class CloneDetector {
  /** Two boots of one device overlap: one reports before and after the other. */
  public static final ReasonCode INTERLEAVED_BOOTS = new ReasonCode("instance.interleaved-boots");

  /** One boot used a counter value for two different reports. */
  public static final ReasonCode DUPLICATE_COUNTER = new ReasonCode("instance.duplicate-counter");

  /** Within one boot a later report has a lower counter. */
  public static final ReasonCode COUNTER_BACKWARDS = new ReasonCode("instance.counter-backwards");

  private static final Comparator<InstanceObservation> BY_RECEIPT = Comparator.comparingLong(
          InstanceObservation::received)
      .thenComparing(InstanceObservation::deviceTime)
      .thenComparing(InstanceObservation::counter)
      .thenComparing(InstanceObservation::report);

  private static final Comparator<InstanceObservation> BY_TIME =
      Comparator.comparing(InstanceObservation::deviceTime).thenComparing(BY_RECEIPT);

  private final Duration tolerance;
  private final List<CloneFinding> findings = new ArrayList<>();

  private CloneDetector(Duration tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Judges the reports of a period.
   *
   * @param observations of any devices, in any order
   * @param tolerance how far a device's clock may be wrong, for example a network's {@code maxSkew}
   * @return at most one finding for each rule and boot or pair of boots, ascending by device
   */
  public static List<CloneFinding> detect(
      Iterable<InstanceObservation> observations, Duration tolerance) {
    Map<DeviceId, List<InstanceObservation>> byDevice = new TreeMap<>();
    for (InstanceObservation observation : observations) {
      byDevice.computeIfAbsent(observation.device(), d -> new ArrayList<>()).add(observation);
    }
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("a tolerance is 0 or more, not " + tolerance);
    }
    CloneDetector detector = new CloneDetector(tolerance);
    for (List<InstanceObservation> ofDevice : byDevice.values()) {
      ofDevice.sort(BY_RECEIPT);
      Map<String, List<InstanceObservation>> boots = new LinkedHashMap<>();
      for (InstanceObservation observation : ofDevice) {
        boots.computeIfAbsent(observation.boot(), b -> new ArrayList<>()).add(observation);
      }
      detector.interleaved(ofDevice, boots);
      boots.values().forEach(boot -> {
        detector.duplicates(boot);
        detector.backwards(boot);
      });
    }
    return List.copyOf(detector.findings);
  }

  private boolean isLater(Instant time, Instant than) {
    return time.isAfter(than) && !time.isBefore(than.plus(tolerance));
  }

  // looks at each boot between its first and last receipt, so that boots that follow each other
  // cost nothing
  private void interleaved(
      List<InstanceObservation> ofDevice, Map<String, List<InstanceObservation>> boots) {
    Set<Set<String>> pairs = new HashSet<>();
    for (int i = 0; i < ofDevice.size(); i++) {
      List<InstanceObservation> boot = boots.get(ofDevice.get(i).boot());
      if (boot != null && boot.get(0) == ofDevice.get(i)) {
        InstanceObservation last = boot.get(boot.size() - 1);
        between(ofDevice.subList(i, ofDevice.size()), last, pairs);
      }
    }
  }

  private void between(
      List<InstanceObservation> received, InstanceObservation last, Set<Set<String>> pairs) {
    Instant begun = received.get(0).deviceTime();
    InstanceObservation other = null;
    for (InstanceObservation next : received) {
      boolean own = next.boot().equals(last.boot());
      if (own && other != null && isLater(next.deviceTime(), other.deviceTime())) {
        if (pairs.add(Set.of(other.boot(), next.boot()))) {
          findings.add(new CloneFinding(INTERLEAVED_BOOTS, next.device(), other, next));
        }
        return;
      }
      if (own) {
        begun = next.deviceTime().isBefore(begun) ? next.deviceTime() : begun;
      } else if (isLater(next.deviceTime(), begun)
          && (other == null || next.deviceTime().isBefore(other.deviceTime()))) {
        other = next;
      }
      if (next == last) {
        return;
      }
    }
  }

  private void duplicates(List<InstanceObservation> boot) {
    Map<Long, InstanceObservation> byCounter = new LinkedHashMap<>();
    for (InstanceObservation observation : boot) {
      InstanceObservation same = byCounter.putIfAbsent(observation.counter(), observation);
      if (same != null && !same.report().equals(observation.report())) {
        findings.add(new CloneFinding(DUPLICATE_COUNTER, observation.device(), same, observation));
        return;
      }
    }
  }

  // in the order of the clock, with those that are earlier by the tolerance kept in the
  // order of receipt: of
  // two of them the one that was received later and has no higher counter says nothing more
  private void backwards(List<InstanceObservation> boot) {
    List<InstanceObservation> byTime = new ArrayList<>(boot);
    byTime.sort(BY_TIME);
    TreeSet<InstanceObservation> earlier = new TreeSet<>(BY_RECEIPT);
    int next = 0;
    for (InstanceObservation observation : byTime) {
      while (isLater(observation.deviceTime(), byTime.get(next).deviceTime())) {
        addHighest(earlier, byTime.get(next++));
      }
      InstanceObservation highest = earlier.lower(observation);
      if (highest != null && observation.counter() < highest.counter()) {
        findings.add(
            new CloneFinding(COUNTER_BACKWARDS, observation.device(), highest, observation));
        return;
      }
    }
  }

  private static void addHighest(
      TreeSet<InstanceObservation> rising, InstanceObservation observation) {
    InstanceObservation before = rising.floor(observation);
    if (before != null && before.counter() >= observation.counter()) {
      return;
    }
    rising.add(observation);
    for (InstanceObservation after = rising.higher(observation);
        after != null && after.counter() <= observation.counter();
        after = rising.higher(observation)) {
      rising.remove(after);
    }
  }
}
