package org.depinsdk.core.session;

import java.time.Instant;
import org.depinsdk.core.identity.DeviceId;

/** Gives out nonces and takes each back once. Implementations are safe for several threads. */
public interface NonceStore {
  /** Length of a nonce in bytes. */
  int NONCE_BYTES = 32;

  /** What became of a nonce that came back. */
  enum Use {
    /** It was given to this device, in time, and never used before. It is used now. */
    FRESH,
    /** It was never given to this device. */
    UNKNOWN,
    /** It came back too late. */
    EXPIRED,
    /** It was used before. */
    REPLAYED
  }

  /**
   * Gives a nonce to a device.
   *
   * @param device who asks
   * @param now the network's clock
   * @return 32 unpredictable bytes
   */
  byte[] issue(DeviceId device, Instant now);

  /**
   * Takes a nonce back. Of several calls with one nonce at most one is answered with {@link Use#FRESH}.
   *
   * @param device who brings it
   * @param nonce the bytes
   * @param now the network's clock
   * @return what became of it
   */
  Use consume(DeviceId device, byte[] nonce, Instant now);
}
