package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.service.store.RegistryStore;
import org.junit.jupiter.api.Test;

/** What holds for every {@link RegistryStore}. */
public abstract class RegistryStoreContract extends StorageContract {
  private static final OperatorId OPERATOR =
      new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");

  /** For subclasses. */
  protected RegistryStoreContract() {}

  /** A new store has no records. */
  @Test
  public void isEmptyAtFirst() throws IOException {
    assertThat(storage().registry().load()).isEmpty();
  }

  /** Records are there after reopening: in their order, each as it was. */
  @Test
  public void keepsRecordsAsTheyAre() throws Exception {
    List<RegistryRecord> records = List.of(
        enrolled(0),
        record(1, new RegistryChange.Activated(), Optional.empty()),
        record(
            2,
            new RegistryChange.KeyRotated(Samples.key(9)),
            Optional.of(new SignedInstruction(
                SignedInstruction.Kind.KEY_ROTATION, new byte[] {0, -1, 10, 13, 127}))),
        record(3, new RegistryChange.Relocated(H3Cell.parse("8a283082a677fff")), Optional.empty()),
        record(
            4, new RegistryChange.Revoked("stolen: \"\u00e9\u4e2d\" \\ \u0000"), Optional.empty()));
    for (RegistryRecord record : records) {
      storage().registry().append(List.of(record));
    }
    assertThat(storage().registry().load()).isEqualTo(records);
    assertThat(reopen().registry().load()).isEqualTo(records);
  }

  /** Records that come together are stored together. */
  @Test
  public void storesAllOrNone() throws IOException {
    storage().registry().append(List.of(enrolled(0), enrolled(1)));
    assertThatThrownBy(() -> storage().registry().append(List.of(enrolled(2), enrolled(4))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> storage().registry().append(List.of(enrolled(2), enrolled(2))))
        .isInstanceOf(IOException.class);
    assertThat(storage().registry().load()).containsExactly(enrolled(0), enrolled(1));
    storage().registry().append(List.of(enrolled(2)));
    assertThat(reopen().registry().load()).containsExactly(enrolled(0), enrolled(1), enrolled(2));
  }

  /** An index that is taken, and one that leaves a gap, are refused. */
  @Test
  public void refusesAnIndexThatDoesNotFollow() throws IOException {
    storage().registry().append(List.of(enrolled(0)));
    for (int index : new int[] {0, 2}) {
      assertThatThrownBy(() -> storage().registry().append(List.of(enrolled(index))))
          .isInstanceOf(IOException.class);
    }
    assertThat(reopen().registry().load()).containsExactly(enrolled(0));
  }

  /** Of several threads that add the same index one succeeds. */
  @Test
  public void takesOneOfSeveralWriters() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int index = 0; index < 20; index++) {
        RegistryRecord next = enrolled(index);
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          writers.add(() -> {
            storage().registry().append(List.of(next));
            return true;
          });
        }
        int stored = 0;
        for (Future<Boolean> writer : threads.invokeAll(writers)) {
          try {
            stored += writer.get() ? 1 : 0;
          } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(IOException.class);
          }
        }
        assertThat(stored).isEqualTo(1);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(storage().registry().load()).hasSize(20);
  }

  private static RegistryRecord enrolled(int index) {
    return new RegistryRecord(
        index,
        AT.plusMillis(index),
        Samples.device(index),
        new RegistryChange.Enrolled(Samples.key(index), OPERATOR, "sensor", Optional.empty()),
        Optional.empty());
  }

  private static RegistryRecord record(
      int index, RegistryChange change, Optional<SignedInstruction> instruction) {
    return new RegistryRecord(index, AT.plusMillis(index), Samples.device(0), change, instruction);
  }
}
