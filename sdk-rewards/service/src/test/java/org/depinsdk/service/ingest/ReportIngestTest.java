package org.depinsdk.service.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StoredRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReportIngestTest {
  private final List<String> failed = new ArrayList<>();

  /** Can be counted once; who reads it again, as the checkers do, fails. */
  private static final class ReadOnce extends AbstractList<SignedReport> {
    private boolean read;

    @Override
    public SignedReport get(int index) {
      if (read) {
        throw new IllegalStateException("played");
      }
      read = true;
      return report(7);
    }

    @Override
    public int size() {
      return 1;
    }
  }

  @Test
  void aCheckThatFailsFailsItsBatchAlone() throws Exception {
    Storage storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
    try (ReportIngest ingest = ReportIngest.open(
        TestNetwork.ingest(
            storage,
            new StoredRegistry(storage.registry()),
            () -> TestNetwork.GENESIS.plusSeconds(60),
            (task, failure) -> failed.add(task)),
        0)) {
      assertThatThrownBy(
              () -> ingest.submit(Sender.LOCAL, new ReadOnce()).get(30, TimeUnit.SECONDS))
          .hasRootCauseMessage("played");
      assertThat(ingest.submit(Sender.LOCAL, List.of(report(1))).get(30, TimeUnit.SECONDS))
          .hasSize(1);
    }
    assertThat(failed).isEmpty();
  }

  private static SignedReport report(int number) {
    return TestNetwork.report(TestNetwork.signer(1), number, TestNetwork.GENESIS.plusSeconds(30))
        .toWire();
  }
}
