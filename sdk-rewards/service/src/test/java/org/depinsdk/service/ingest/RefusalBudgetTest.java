package org.depinsdk.service.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ReportBudget;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RefusalBudgetTest {
  private static final int OF_NOBODY = 105_000;

  private final InMemorySigner signer = TestNetwork.signer(1);
  private Storage storage;

  @BeforeEach
  void openStorage() throws Exception {
    storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
  }

  @Test
  void floodsOfNobodyLeaveTheEvidenceAgainstClones() throws Exception {
    StoredRegistry registry = new StoredRegistry(storage.registry());
    enrol(registry);
    try (ReportIngest ingest = open(registry)) {
      // a sender that goes on is rejected, so many send a little
      List<SignedReport> empty = Collections.nCopies(100, SignedReport.getDefaultInstance());
      for (int i = 0; i < OF_NOBODY / 100; i++) {
        ingest.submit(new Sender("away", i), empty).get(60, TimeUnit.SECONDS);
      }
      assertThat(submit(ingest, 1).getAccepted()).isTrue();
      assertThat(submit(ingest, 1).getAccepted()).as("the same report again").isTrue();
      assertThat(submit(ingest, 1, 31).getRefusal()).isEqualTo(ReportReasons.REPLAYED.text());
    }
    List<String> kept = new ArrayList<>();
    StoredRegistry recovered = new StoredRegistry(storage.registry());
    storage
        .log()
        .forEach(0, entry -> entry.report().ifPresent(report -> kept.add(report.getRefusal())));
    assertThat(kept)
        .hasSize((int) IngestLimits.defaults().refusedOfNobody().reports() + 2)
        .contains(ReportReasons.REPLAYED.text());
    // a restart counts what the log holds in the same way
    try (ReportIngest ingest = open(recovered)) {
      assertThat(submit(ingest, 1, 32).getRefusal()).isEqualTo(ReportReasons.REPLAYED.text());
      ingest.submit(Sender.LOCAL, List.of(SignedReport.getDefaultInstance())).get();
      long index = ingest.close(0, List.of()).get().end() - 1;
      LogRecord closed = LogRecord.parse(ingest.log().find(index).entry());
      assertThat(closed)
          .isEqualTo(new LogRecord.EpochClosed(
              0, 1, IngestLimits.defaults().refusedOfNobody().reports() + 2, 1));
    }
  }

  @Test
  void aDeviceUsesUpItsOwnRefusalsAlone() {
    RefusalBudget budget = new RefusalBudget(new ReportBudget(2, 100), new ReportBudget(3, 30));
    var one = Optional.of(TestNetwork.device(TestNetwork.signer(1)));
    var other = Optional.of(TestNetwork.device(TestNetwork.signer(2)));
    assertThat(List.of(budget.take(one, 1), budget.take(one, 1), budget.take(one, 1)))
        .containsExactly(true, true, false);
    assertThat(List.of(budget.take(other, 101), budget.take(other, 100)))
        .containsExactly(false, true);
    assertThat(List.of(budget.take(Optional.empty(), 31), budget.take(Optional.empty(), 30)))
        .containsExactly(false, true);
    assertThat(budget.leftOut()).isEqualTo(3);
  }

  private void enrol(StoredRegistry registry) throws Exception {
    for (RegistryChange change : List.of(
        TestNetwork.enrollment(signer, TestNetwork.GENESIS).device(),
        new RegistryChange.Activated())) {
      registry.append(TestNetwork.GENESIS, TestNetwork.device(signer), change);
    }
  }

  private ReportReceipt submit(ReportIngest ingest, long sequence) throws Exception {
    return submit(ingest, sequence, 30);
  }

  private ReportReceipt submit(ReportIngest ingest, long sequence, long second) throws Exception {
    return ingest
        .submit(
            Sender.LOCAL,
            List.of(TestNetwork.report(signer, sequence, TestNetwork.GENESIS.plusSeconds(second))
                .toWire()))
        .get(60, TimeUnit.SECONDS)
        .get(0)
        .receipt();
  }

  private ReportIngest open(StoredRegistry registry) throws Exception {
    return ReportIngest.open(
        TestNetwork.ingest(
            storage, registry, () -> TestNetwork.GENESIS.plusSeconds(60), (task, failure) -> {}),
        0);
  }
}
