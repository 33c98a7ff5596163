package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;

/** Finds what in a bundle is asserted by the network alone: changes that nobody signed, figures and tables from outside. */
final class UnsignedFacts {
  private final EpochInput input;
  private final Instant since;
  private final Optional<LogCheck.Result> log;
  private final List<ReplayNote> notes = new ArrayList<>();

  private UnsignedFacts(EpochInput input, Instant since, Optional<LogCheck.Result> log) {
    this.input = input;
    this.since = since;
    this.log = log;
  }

  /**
   * Finds them.
   *
   * @param since when the epoch before was closed; what is older belongs to an earlier bundle
   * @param log what the log confirms
   */
  static List<ReplayNote> of(EpochInput input, Instant since, Optional<LogCheck.Result> log) {
    UnsignedFacts facts = new UnsignedFacts(input, since, log);
    facts.registry();
    if (log.isEmpty()) {
      facts.sanctions();
    }
    if (!input.facts().figures().isEmpty()) {
      facts.add(
          ReplayNotes.FACTS,
          Map.of("figures", String.join(", ", input.facts().figures().keySet())));
    }
    if (!input.tables().byName().isEmpty()) {
      facts.add(
          ReplayNotes.TABLES,
          Map.of("tables", String.join(", ", input.tables().byName().keySet())));
    }
    return facts.notes;
  }

  private void add(org.depinsdk.core.report.ReasonCode code, Map<String, String> facts) {
    notes.add(ReplayNote.unsigned(code, facts));
  }

  private record Kind(String change, boolean needsWords) {}

  private static Kind kind(RegistryChange change) {
    if (change instanceof RegistryChange.Enrolled) {
      return new Kind("enrolled", true);
    } else if (change instanceof RegistryChange.KeyRotated) {
      return new Kind("key-rotated", true);
    } else if (change instanceof RegistryChange.Transferred) {
      return new Kind("transferred", true);
    } else if (change instanceof RegistryChange.Relocated) {
      return new Kind("relocated", true);
    } else if (change instanceof RegistryChange.SessionOpened) {
      return new Kind("session-opened", true);
    } else if (change instanceof RegistryChange.OriginRecorded) {
      return new Kind("origin-recorded", true);
    } else if (change instanceof RegistryChange.Attested) {
      return new Kind("attested", true);
    } else if (change instanceof RegistryChange.AttestationWithdrawn) {
      return new Kind("attestation-withdrawn", false);
    } else if (change instanceof RegistryChange.Activated) {
      return new Kind("activated", false);
    } else if (change instanceof RegistryChange.Suspended) {
      return new Kind("suspended", false);
    } else if (change instanceof RegistryChange.Revoked) {
      return new Kind("revoked", false);
    }
    return new Kind("clone-found", false);
  }

  private void registry() {
    SortedMap<String, List<RegistryRecord>> unsigned = new TreeMap<>();
    SortedMap<String, List<RegistryRecord>> decided = new TreeMap<>();
    for (RegistryRecord record : input.registry().records()) {
      if (!record.at().isBefore(since) && record.instruction().isEmpty()) {
        Kind kind = kind(record.change());
        if (kind.needsWords()) {
          unsigned.computeIfAbsent(kind.change(), k -> new ArrayList<>()).add(record);
        } else if (log.isEmpty()) {
          // with a log, every record has its place in it
          decided.computeIfAbsent(kind.change(), k -> new ArrayList<>()).add(record);
        }
      }
    }
    unsigned.forEach(
        (change, records) -> add(ReplayNotes.REGISTRY_UNSIGNED, facts(change, records)));
    decided.forEach((change, records) -> add(ReplayNotes.REGISTRY_DECIDED, facts(change, records)));
    if (unsigned.isEmpty() && decided.isEmpty()) {
      notes.add(ReplayNote.checked(ReplayNotes.REGISTRY_CHECKED, Map.of()));
    }
  }

  private static Map<String, String> facts(String change, List<RegistryRecord> records) {
    RegistryRecord first = records.get(0);
    return Map.of(
        "change",
        change,
        "count",
        Integer.toString(records.size()),
        "record",
        Long.toString(first.index()),
        "device",
        first.device().text());
  }

  private void sanctions() {
    long own = input.sanctions().events().stream()
        .filter(step -> !step.at().isBefore(since))
        .count();
    if (own > 0) {
      add(ReplayNotes.SANCTIONS_DECIDED, Map.of("steps", Long.toString(own)));
    }
  }
}
