package org.depinsdk.service.settle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.clone.InstanceObservation;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceRegistry;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.service.Network;
import org.depinsdk.service.ingest.OrderedTransaction;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.DeviceChange;

/** Records the devices that an epoch's evidence shows in two machines. What is in the registry already is not recorded again. */
final class CloneRecorder {
  private final Network network;
  private final ReportIngest ingest;
  private final DeviceRegistry registry;

  CloneRecorder(Network network, ReportIngest ingest, DeviceRegistry registry) {
    this.network = network;
    this.ingest = ingest;
    this.registry = registry;
  }

  void record(EpochOutcome outcome) throws IOException, InterruptedException {
    long epoch = outcome.epoch().index();
    for (CloneFinding finding : outcome.clones()) {
      Settler.get(ingest.inOrder(transaction -> record(transaction, epoch, finding)));
    }
  }

  private boolean record(OrderedTransaction transaction, long epoch, CloneFinding finding)
      throws RegistryConflictException, IOException {
    DeviceId device = finding.device();
    RegistryView view = registry.view(device);
    RegistryChange found = new RegistryChange.CloneFound(
        finding.reason().text(), machine(finding.first()), machine(finding.second()));
    Optional<DeviceStatus> status = view.latest(device).map(state -> state.status());
    if (status.filter(s -> s != DeviceStatus.REVOKED).isEmpty()
        || view.records().stream().anyMatch(r -> r.change().equals(found))) {
      return false;
    }
    List<DeviceChange> changes = new ArrayList<>();
    if (status.get() == DeviceStatus.ACTIVE && network.suspends(finding)) {
      changes.add(new DeviceChange(
          device,
          new RegistryChange.Suspended(
              "in two machines, see epoch " + epoch + ": " + finding.reason())));
    }
    changes.add(new DeviceChange(device, found));
    transaction.record(changes);
    return true;
  }

  private static RegistryChange.Machine machine(InstanceObservation seen) {
    return new RegistryChange.Machine(seen.boot(), seen.report().hex());
  }
}
