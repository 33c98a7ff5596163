package org.depinsdk.wifi;

import static org.depinsdk.kit.Table.Kind.ID;
import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.kit.Table;

/** What each access point showed of itself, which tier it earned by it, and what that is worth. */
final class AttestationTable {
  private final List<Fleet.AccessPoint> fleet;
  private final RunSummary summary;
  private final SortedMap<DeviceId, String> refused;

  /** The answers to evidence that was refused are the network's; the rest is in the bundles. */
  AttestationTable(
      List<Fleet.AccessPoint> fleet, RunSummary summary, SortedMap<DeviceId, String> refused) {
    this.fleet = fleet;
    this.summary = summary;
    this.refused = refused;
  }

  Table table() {
    Table table = new Table("What access points are, by their evidence")
        .columns(TEXT, "name", "showed", "tier")
        .columns(NUMBER, "worth, %")
        .columns(TEXT, "findings")
        .columns(ID, "evidence")
        .note(
            "An access point takes part once its evidence was appraised. The uptime pool pays by tier.");
    for (Fleet.AccessPoint one : fleet) {
      Optional<RegistryChange.Attested> attested = summary.attested(one.self().id());
      table.row(
          List.of(
              one.name(),
              one.hardware().words(),
              attested.map(RegistryChange.Attested::tier).orElse("refused"),
              Long.toString(attested.map(a -> summary.worth(a.tier())).orElse(0L) / 10),
              attested
                  .map(a -> String.join(", ", a.findings()))
                  .orElse(refused.getOrDefault(one.self().id(), "")),
              attested.map(a -> a.evidence().toString()).orElse("")),
          Map.of("class", one.behaviour().kind()));
    }
    return table;
  }
}
