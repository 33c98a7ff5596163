package org.depinsdk.core.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.Refusal;

/** Checks afterwards that everybody who had to sign a change of the registry did, in the order of the records. */
public final class RegistryAudit {
  private final InstructionRules rules;
  private final Instant from;

  /**
   * An audit.
   *
   * @param network the network's name
   * @param rules who may sign what
   * @param from since when; what was recorded before is not checked: other rules may have held, and the history may be cut to
   *     what matters from then on, see {@link RegistryView#between}
   */
  public RegistryAudit(String network, IdentityRules rules, Instant from) {
    this(InstructionRules.of(network, rules), from);
  }

  /**
   * An audit that appraises evidence again.
   *
   * @param rules what instructions change
   * @param from since when, as above
   */
  public RegistryAudit(InstructionRules rules, Instant from) {
    this.rules = rules;
    this.from = from;
  }

  /**
   * A record that does not follow from its instruction.
   *
   * @param record which record
   * @param refusal why
   */
  public record Fault(RegistryRecord record, Refusal refusal) {}

  /**
   * Audits a registry. Devices are checked in parallel.
   *
   * @param view the history
   * @return the fault with the lowest index, or empty if there is none
   */
  public Optional<Fault> check(RegistryView view) {
    Map<DeviceId, List<RegistryRecord>> devices = new TreeMap<>();
    for (RegistryRecord record : view.records()) {
      devices.computeIfAbsent(record.device(), d -> new ArrayList<>(2)).add(record);
    }
    return Stream.concat(
            devices.values().parallelStream()
                .filter(
                    records -> records.stream().anyMatch(r -> r.instruction().isPresent()))
                .flatMap(records -> device(records).stream()),
            instances(view).stream())
        .min(Comparator.comparingLong(fault -> fault.record().index()));
  }

  /** No hardware is two devices. */
  private Optional<Fault> instances(RegistryView view) {
    Map<Bytes32, DeviceId> holders = new HashMap<>();
    for (RegistryRecord record : view.records()) {
      if (record.change() instanceof RegistryChange.Attested attested) {
        DeviceId holder = holders.putIfAbsent(attested.instance(), record.device());
        if (holder != null && !holder.equals(record.device()) && !record.at().isBefore(from)) {
          return Optional.of(new Fault(
              record,
              new Refusal(
                  AttestationReasons.OTHER_INSTANCE,
                  "the hardware " + attested.instance() + " is " + holder)));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> device(List<RegistryRecord> records) {
    RegistryView before = RegistryView.empty();
    for (RegistryRecord record : records) {
      Optional<Fault> fault = fault(record, before);
      if (fault.isPresent()) {
        return fault;
      }
      try {
        before = before.with(record);
      } catch (RegistryConflictException e) {
        throw new IllegalStateException("a part of a folded history does not fold", e);
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> fault(RegistryRecord record, RegistryView before) {
    if (record.instruction().isEmpty() || record.at().isBefore(from)) {
      return Optional.empty();
    }
    try {
      RegistryChange said =
          rules.check(record.instruction().get(), record.device(), before, record.at());
      return said.equals(record.change())
          ? Optional.empty()
          : Optional.of(new Fault(
              record,
              new Refusal(LifecycleReasons.NOT_APPLICABLE, "the instruction says " + said)));
    } catch (RefusedInstructionException e) {
      return Optional.of(new Fault(record, e.refusal()));
    }
  }
}
