package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.service.store.EvidenceStore;
import org.junit.jupiter.api.Test;

/** What holds for every {@link EvidenceStore}. */
public abstract class EvidenceStoreContract extends StorageContract {
  private static final Bytes32 NAME = Bytes32.sha256(new byte[] {1});

  /** For subclasses. */
  protected EvidenceStoreContract() {}

  /** What is kept is there after reopening, and what is kept under a name stays. */
  @Test
  public void keepsWhatCameFirst() throws IOException {
    assertThat(storage().evidence().find(NAME)).isEmpty();
    storage().evidence().put(NAME, new byte[] {7});
    storage().evidence().put(NAME, new byte[] {8});
    storage().evidence().put(Bytes32.ZERO, new byte[0]);
    reopen();
    assertThat(storage().evidence().find(NAME)).hasValue(new byte[] {7});
    assertThat(storage().evidence().find(Bytes32.ZERO)).hasValue(new byte[0]);
  }

  /** What is retained stays, everything else is gone, also after reopening, and its name is free again. */
  @Test
  public void removesWhatIsNotRetained() throws IOException {
    Bytes32 other = Bytes32.sha256(new byte[] {2});
    storage().evidence().put(NAME, new byte[] {7});
    storage().evidence().put(other, new byte[] {8});
    storage().evidence().retain(Set.of(NAME, Bytes32.ZERO));
    assertThat(storage().evidence().find(NAME)).hasValue(new byte[] {7});
    reopen();
    assertThat(storage().evidence().find(NAME)).hasValue(new byte[] {7});
    assertThat(storage().evidence().find(other)).isEmpty();
    assertThat(storage().evidence().find(Bytes32.ZERO)).isEmpty();
    storage().evidence().put(other, new byte[] {9});
    assertThat(storage().evidence().find(other)).hasValue(new byte[] {9});
    storage().evidence().retain(Set.of());
    assertThat(storage().evidence().find(NAME)).isEmpty();
  }
}
