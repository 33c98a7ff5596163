package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.junit.jupiter.api.Test;

/** Enrolments, payees and sales that an operator rewrites, makes up or dates back. */
class DishonestRegistryTest extends DishonestOperator {
  DishonestRegistryTest() throws Exception {}

  private static EpochInput with(EpochInput input, RegistryView registry) {
    return new EpochInput(
        input.policy(),
        input.beacon(),
        input.facts(),
        input.tables(),
        registry,
        input.evidence(),
        input.sanctions(),
        input.before());
  }

  private static EpochInput changed(EpochInput input, UnaryOperator<RegistryRecord> change)
      throws Exception {
    return with(
        input, RegistryView.of(input.registry().records().stream().map(change).toList()));
  }

  private static EpochInput added(EpochInput input, Instant at, RegistryChange change)
      throws Exception {
    List<RegistryRecord> records = new ArrayList<>(input.registry().records());
    RegistryRecord last = records.get(records.size() - 1);
    records.add(new RegistryRecord(
        last.index() + 1, at.isBefore(last.at()) ? last.at() : at, last.device(), change));
    return with(input, RegistryView.of(records));
  }

  private static RegistryRecord stolen(RegistryRecord record) {
    return record.change() instanceof RegistryChange.Enrolled device
        ? new RegistryRecord(
            record.index(),
            record.at(),
            record.device(),
            new RegistryChange.Enrolled(device.key(), THIEF, device.deviceClass(), device.cell()),
            record.instruction())
        : record;
  }

  private static RegistryRecord unsigned(RegistryRecord record) {
    return new RegistryRecord(record.index(), record.at(), record.device(), record.change());
  }

  @Test
  void registryRewritten() throws Exception {
    network.told = inEpoch(2, input -> changed(input, DishonestRegistryTest::stolen));
    assertCaught("registry.jsonl", "differs between the bundles of both epochs");
  }

  @Test
  void registryOtherThanTheLog() throws Exception {
    network.told = input -> changed(input, r -> unsigned(stolen(r)));
    assertCaught("registry-changes.jsonl", "is not the one that the log has in its place");
  }

  @Test
  void registryChangeDropped() throws Exception {
    network.told = input -> input.epoch().index() == 0
        ? input
        : with(
            input,
            RegistryView.of(input.registry().records().stream()
                .filter(r -> !(r.change() instanceof RegistryChange.Suspended)
                    && r.at().isBefore(TestNetwork.GENESIS.plus(Duration.ofMinutes(30))))
                .toList()));
    assertCaught("registry-changes.jsonl", "is missing: the log has it");
  }

  @Test
  void payeeSwapped() throws Exception {
    // in the log too, from the first day on; the device's own words remain
    network.truth = input -> changed(input, DishonestRegistryTest::stolen);
    assertCaught("registry-changes.jsonl", "does not follow from its instruction");
  }

  @Test
  void payeeSwappedAndTheWordsThrownAway() throws Exception {
    network.truth = input -> changed(input, r -> unsigned(stolen(r)));
    network.publish(folder);
    assertThat(assertNamed(ReplayNotes.REGISTRY_UNSIGNED).facts())
        .containsEntry("change", "enrolled")
        .containsEntry("count", "2");
  }

  @Test
  void saleBackdated() throws Exception {
    Instant before = TestNetwork.SCHEDULE.at(2).start().plusSeconds(60);
    network.told = inEpoch(2, input -> added(input, before, new RegistryChange.Transferred(THIEF)));
    assertCaught("registry-changes.jsonl", "before epoch 1 was closed");
  }

  @Test
  void saleBackdatedWithinItsEpoch() throws Exception {
    network.publish(folder);
    // the log has the suspension where it happened; its date is moved to the front
    Instant early = TestNetwork.SCHEDULE.at(1).start().plusSeconds(90);
    LoggedNetwork other = new LoggedNetwork();
    other.truth = input -> input.epoch().index() == 0
        ? input
        : changed(
            input,
            r -> r.change() instanceof RegistryChange.Suspended
                ? new RegistryRecord(r.index(), early, r.device(), r.change())
                : r);
    Path lie = folder.resolve("lie");
    other.publish(lie);
    assertThat(replay(lie)).hasValueSatisfying(finding -> {
      assertThat(finding.different().part()).isEqualTo("registry-changes.jsonl");
      assertThat(finding.different().detail()).contains("is dated back to");
    });
  }

  @Test
  void unsignedTransfer() throws Exception {
    LoggedNetwork sold = new LoggedNetwork(true);
    sold.publish(folder);
    assertThat(assertNamed(ReplayNotes.REGISTRY_UNSIGNED).facts())
        .containsEntry("change", "transferred")
        .containsEntry("device", sold.devices.get(1).text());
    assertThat(Statement.of(EpochBundle.open(folder.resolve("epoch-2")), THIEF.text())
            .toText(0))
        .contains("owner " + THIEF, "by the network");
  }

  @Test
  void unsignedTransferThatTheLogDoesNotHave() throws Exception {
    Instant at = TestNetwork.SCHEDULE.at(2).start().plusSeconds(400);
    network.told = inEpoch(2, input -> added(input, at, new RegistryChange.Transferred(THIEF)));
    assertCaught("registry-changes.jsonl", "is not in the log");
  }
}
