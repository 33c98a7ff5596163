package org.depinsdk.core.clone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;

/**
 * Finds two machines that use one identity. An honest machine runs one boot after the other, and within a boot its counter
 * rises with its clock. Two machines with the same key cannot keep to that, unless they talk to each other.
 *
 * <p>Pure: the findings depend on the set of observations, not on the order in which the reports came. Reports that were
 * queued offline and arrive late do no harm, since the device's own time orders them.
 */
public final class CloneDetector {
  /** Two boots of one device overlap in time: each reports after the other has begun. */
  public static final ReasonCode INTERLEAVED_BOOTS = new ReasonCode("instance.interleaved-boots");

  /** One boot used a counter value for two different reports. */
  public static final ReasonCode DUPLICATE_COUNTER = new ReasonCode("instance.duplicate-counter");

  /** Within one boot the counter fell while the clock rose. */
  public static final ReasonCode COUNTER_BACKWARDS = new ReasonCode("instance.counter-backwards");

  private static final Comparator<InstanceObservation> BY_TIME = Comparator.comparing(
          InstanceObservation::deviceTime)
      .thenComparing(InstanceObservation::counter)
      .thenComparing(InstanceObservation::report);

  private CloneDetector() {}

  /**
   * Judges the reports of a period.
   *
   * @param observations of any devices, in any order
   * @return at most one finding for each rule and pair of boots, ascending by device
   */
  public static List<CloneFinding> detect(Iterable<InstanceObservation> observations) {
    Map<DeviceId, List<InstanceObservation>> byDevice = new TreeMap<>();
    for (InstanceObservation observation : observations) {
      byDevice.computeIfAbsent(observation.device(), d -> new ArrayList<>()).add(observation);
    }
    List<CloneFinding> findings = new ArrayList<>();
    for (List<InstanceObservation> ofDevice : byDevice.values()) {
      ofDevice.sort(BY_TIME);
      Map<String, List<InstanceObservation>> boots = new LinkedHashMap<>();
      for (InstanceObservation observation : ofDevice) {
        boots.computeIfAbsent(observation.boot(), b -> new ArrayList<>()).add(observation);
      }
      interleaved(List.copyOf(boots.values()), findings);
      boots.values().forEach(boot -> counters(boot, findings));
    }
    return findings;
  }

  // boots are in the order of their first reports; an honest boot ends before the next begins
  private static void interleaved(
      List<List<InstanceObservation>> boots, List<CloneFinding> findings) {
    InstanceObservation latest = null;
    for (List<InstanceObservation> boot : boots) {
      InstanceObservation first = boot.get(0);
      InstanceObservation last = boot.get(boot.size() - 1);
      if (latest != null && latest.deviceTime().isAfter(first.deviceTime())) {
        findings.add(new CloneFinding(INTERLEAVED_BOOTS, first.device(), latest, first));
      }
      if (latest == null || last.deviceTime().isAfter(latest.deviceTime())) {
        latest = last;
      }
    }
  }

  private static void counters(List<InstanceObservation> boot, List<CloneFinding> findings) {
    Map<Long, InstanceObservation> byCounter = new LinkedHashMap<>();
    InstanceObservation highest = null;
    boolean duplicate = false;
    boolean backwards = false;
    for (InstanceObservation observation : boot) {
      InstanceObservation same = byCounter.putIfAbsent(observation.counter(), observation);
      if (same != null && !same.report().equals(observation.report())) {
        if (!duplicate) {
          findings.add(
              new CloneFinding(DUPLICATE_COUNTER, observation.device(), same, observation));
        }
        duplicate = true;
      } else if (highest != null
          && observation.counter() < highest.counter()
          && observation.deviceTime().isAfter(highest.deviceTime())) {
        if (!backwards) {
          findings.add(
              new CloneFinding(COUNTER_BACKWARDS, observation.device(), highest, observation));
        }
        backwards = true;
      }
      if (highest == null || observation.counter() > highest.counter()) {
        highest = observation;
      }
    }
  }
}
