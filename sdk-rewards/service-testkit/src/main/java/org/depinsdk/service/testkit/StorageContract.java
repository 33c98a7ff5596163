package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.depinsdk.service.store.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every {@link Storage}. */
public abstract class StorageContract {
  /** The network of these tests. */
  protected static final String NETWORK = "contract-test";

  private Storage storage;

  /** For subclasses. */
  protected StorageContract() {}

  /**
   * Opens the storage. Each test begins with an empty one; within a test it is the same at each call.
   *
   * @param network the network's name
   * @return the storage
   * @throws IOException if it cannot be opened
   */
  protected abstract Storage open(String network) throws IOException;

  /**
   * Opens the storage of a test.
   *
   * @throws IOException if it cannot be opened
   */
  @BeforeEach
  public final void openStorage() throws IOException {
    storage = open(NETWORK);
  }

  /**
   * Closes the storage of a test.
   *
   * @throws IOException if it cannot be closed
   */
  @AfterEach
  public final void closeStorage() throws IOException {
    storage.close();
  }

  /**
   * The storage of a test.
   *
   * @return as it was opened last
   */
  protected final Storage storage() {
    return storage;
  }

  /**
   * Closes the storage and opens it again.
   *
   * @return the storage
   * @throws IOException if it cannot be opened
   */
  protected final Storage reopen() throws IOException {
    storage.close();
    storage = open(NETWORK);
    return storage;
  }

  /** A second service is refused as long as the first one uses the storage. */
  @Test
  public void isUsedByOneService() throws IOException {
    assertThatThrownBy(() -> open(NETWORK)).isInstanceOf(IOException.class);
    reopen();
  }

  /** A network of another name is refused. */
  @Test
  public void belongsToOneNetwork() throws IOException {
    storage.close();
    assertThatThrownBy(() -> open("other")).isInstanceOf(IOException.class);
    storage = open(NETWORK);
  }
}
