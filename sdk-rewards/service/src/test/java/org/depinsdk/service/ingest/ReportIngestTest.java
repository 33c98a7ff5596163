package org.depinsdk.service.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.fair.SenderHistories;
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
    try (ReportIngest ingest = open(2)) {
      assertThatThrownBy(
              () -> ingest.submit(Sender.LOCAL, new ReadOnce()).get(30, TimeUnit.SECONDS))
          .hasRootCauseMessage("played");
      assertThat(ingest.submit(Sender.LOCAL, List.of(report(1))).get(30, TimeUnit.SECONDS))
          .hasSize(1);
    }
    assertThat(failed).isEmpty();
  }

  /** Reports of a sender that say when one of them is checked. */
  private static final class Watched extends AbstractList<SignedReport> {
    private final List<SignedReport> reports;
    private final Runnable onCheck;
    private int unread;

    Watched(List<SignedReport> reports, Runnable onCheck) {
      this.reports = reports;
      this.onCheck = onCheck;
      // each is read once when it is sent
      this.unread = reports.size();
    }

    @Override
    public SignedReport get(int index) {
      if (unread > 0) {
        unread--;
      } else {
        onCheck.run();
      }
      return reports.get(index);
    }

    @Override
    public int size() {
      return reports.size();
    }
  }

  /** Lets checks go on, or not. */
  private static final class Gate {
    private boolean open;

    synchronized void set(boolean opens) {
      open = opens;
      notifyAll();
    }

    synchronized void pass() {
      while (!open) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  /**
   * Time does not matter here: what an honest report waits for is counted in checks of others, which go on only while it waits.
   */
  @Test
  void anHonestReportWaitsForOneShortTurnOfEachOtherSender() throws Exception {
    int attackers = 8;
    AtomicInteger checks = new AtomicInteger();
    Gate gate = new Gate();
    List<CompletableFuture<List<DecidedReport>>> forged = new ArrayList<>();
    try (ReportIngest ingest = open(1)) {
      DeviceId device = activated(ingest, TestNetwork.signer(1));
      for (int i = 0; i < attackers; i++) {
        List<SignedReport> reports =
            Collections.nCopies(1000, report(TestNetwork.signer(2), device, 1));
        forged.add(ingest.submit(new Sender("host", i), new Watched(reports, () -> {
          gate.pass();
          checks.incrementAndGet();
        })));
      }
      List<Integer> waits = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        gate.set(false);
        int before = checks.get();
        CompletableFuture<List<DecidedReport>> answer = ingest.submit(
            new Sender("host", "honest"),
            new Watched(
                List.of(report(TestNetwork.signer(1), device, i)),
                () -> waits.add(checks.get() - before)));
        gate.set(true);
        assertThat(answer.get(30, TimeUnit.SECONDS).get(0).receipt().getAccepted())
            .isTrue();
      }
      assertThat(waits).allMatch(wait -> wait <= (attackers + 1) * SenderHistories.FIRST_TURN);
      for (CompletableFuture<List<DecidedReport>> each : forged) {
        assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(OverloadedException.class);
      }
      assertThat(checks.get()).as("most is rejected unchecked").isLessThan(attackers * 300);
    }
    assertThat(failed).isEmpty();
  }

  private ReportIngest open(int threads) throws IOException {
    Storage storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
    return ReportIngest.open(
        TestNetwork.ingest(
            storage,
            new StoredRegistry(storage.registry()),
            threads,
            () -> TestNetwork.GENESIS.plusSeconds(60),
            (task, failure) -> failed.add(task)),
        0);
  }

  private static DeviceId activated(ReportIngest ingest, InMemorySigner signer) throws Exception {
    DeviceId device = TestNetwork.device(signer);
    ingest
        .change(device, TestNetwork.enrollment(signer, TestNetwork.GENESIS).device())
        .get();
    ingest.change(device, new RegistryChange.Activated()).get();
    return device;
  }

  private static SignedReport report(int number) {
    return report(TestNetwork.signer(1), TestNetwork.device(TestNetwork.signer(1)), number);
  }

  private static SignedReport report(InMemorySigner signer, DeviceId device, int number) {
    return TestNetwork.report(signer, device, number, TestNetwork.GENESIS.plusSeconds(61))
        .toWire();
  }
}
