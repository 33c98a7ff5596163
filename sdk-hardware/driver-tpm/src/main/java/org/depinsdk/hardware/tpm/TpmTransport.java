package org.depinsdk.hardware.tpm;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * A connection to a TPM: one command in, one answer out. Write one if {@link Tpm} has none for your platform.
 *
 * <p>A transport is used by one thread at a time. After an exception it is closed and never used again.
 */
public interface TpmTransport extends Closeable {
  /** The longest command and the longest answer, in bytes: MAX_COMMAND_SIZE and MAX_RESPONSE_SIZE of all known TPMs. */
  int MAX_BYTES = 4096;

  /**
   * Sends a command and waits for its answer.
   *
   * @param command a whole command, at most {@value #MAX_BYTES} bytes
   * @param timeout how long all of it may take
   * @return what came, as many bytes as its header says; who calls checks everything else
   * @throws IOException if the TPM is gone, is late, or says a length that no answer has
   */
  byte[] exchange(byte[] command, Duration timeout) throws IOException;

  /** Opens connections to one TPM. */
  @FunctionalInterface
  interface Connector {
    /**
     * Connects.
     *
     * @param timeout how long it may take
     * @return a fresh connection
     * @throws IOException if there is no TPM, with a message that says what to do
     */
    TpmTransport connect(Duration timeout) throws IOException;
  }
}
