package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.store.SanctionStore;
import org.junit.jupiter.api.Test;

/** What holds for every {@link SanctionStore}. */
public abstract class SanctionStoreContract extends StorageContract {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final SanctionEvent.Imposed IMPOSED = new SanctionEvent.Imposed(
      AT,
      1,
      Samples.device(1),
      new ReasonCode("test.lied"),
      List.of(new ReportId("0".repeat(64))),
      AT.plusSeconds(3600),
      Duration.ofDays(1),
      new TreeSet<>(List.of(new ProofKind("uptime/1"))));
  private static final SanctionEvent.Appealed APPEALED =
      new SanctionEvent.Appealed(AT, 1, "\"\u00e9\u4e2d\" \\ \u0000 not I");

  /** For subclasses. */
  protected SanctionStoreContract() {}

  /** A new store has no steps. */
  @Test
  public void isEmptyAtFirst() throws IOException {
    assertThat(storage().sanctions().load()).isEmpty();
  }

  /** Steps are there after reopening: in their order, each as it was. */
  @Test
  public void keepsStepsAsTheyAre() throws IOException {
    List<SanctionEvent> steps = List.of(
        IMPOSED,
        APPEALED,
        new SanctionEvent.Upheld(AT.plusMillis(1), 1, "looked again"),
        new SanctionEvent.Reversed(AT.plusMillis(2), 1, "wrong"));
    for (int i = 0; i < steps.size(); i++) {
      storage().sanctions().append(i, steps.get(i));
    }
    assertThat(storage().sanctions().load()).isEqualTo(steps);
    assertThat(reopen().sanctions().load()).isEqualTo(steps);
  }

  /** An index that is taken, and one that leaves a gap, are refused. */
  @Test
  public void refusesAnIndexThatDoesNotFollow() throws IOException {
    storage().sanctions().append(0, IMPOSED);
    for (int index : new int[] {0, 2}) {
      assertThatThrownBy(() -> storage().sanctions().append(index, APPEALED))
          .isInstanceOf(IOException.class);
    }
    assertThat(reopen().sanctions().load()).containsExactly(IMPOSED);
  }
}
