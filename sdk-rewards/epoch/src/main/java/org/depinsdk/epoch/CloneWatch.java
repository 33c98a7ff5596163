package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.depinsdk.core.clone.CloneDetector;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.clone.InstanceObservation;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;

/**
 * Looks for devices in two boxes, among the reports whose signature held: those that were admitted, and those refused because
 * their number was used, which is what becomes of the second box's. Devices that name no boots are left out; where a device
 * names some, its reports without one count as a boot of their own.
 */
final class CloneWatch {
  private final String network;
  private final int partition;
  private final int partitions;
  private final List<InstanceObservation> observations = new ArrayList<>();
  private final Set<DeviceId> naming = new HashSet<>();
  // the first and the last say all there is to say about a boot without a name
  private final Map<DeviceId, Span> unnamed = new HashMap<>();

  private record Span(SignedReport first, SignedReport last) {
    Span with(SignedReport report) {
      return new Span(
          report.report().deviceTime().isBefore(first.report().deviceTime()) ? report : first,
          report.report().deviceTime().isAfter(last.report().deviceTime()) ? report : last);
    }
  }

  CloneWatch(String network, int partition, int partitions) {
    this.network = network;
    this.partition = partition;
    this.partitions = partitions;
  }

  void see(SignedReport signed) {
    DeviceId device = signed.report().device();
    if (Math.floorMod(device.text().hashCode(), partitions) != partition) {
      return;
    }
    if (signed.report().boot().isEmpty()) {
      unnamed.merge(device, new Span(signed, signed), (span, next) -> span.with(next.first()));
    } else {
      naming.add(device);
      observations.add(observation(signed));
    }
  }

  List<CloneFinding> findings() {
    for (DeviceId device : naming) {
      Span span = unnamed.get(device);
      if (span != null) {
        observations.add(observation(span.first()));
        observations.add(observation(span.last()));
      }
    }
    return CloneDetector.detect(observations);
  }

  private InstanceObservation observation(SignedReport signed) {
    Report report = signed.report();
    return new InstanceObservation(
        report.device(),
        report.boot(),
        report.sequence(),
        report.deviceTime(),
        report.boot().isEmpty() ? "a box that names no boot" : "boot " + report.boot(),
        signed.id(network));
  }
}
