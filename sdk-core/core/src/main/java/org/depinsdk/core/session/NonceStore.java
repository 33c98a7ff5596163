package org.depinsdk.core.session;

import java.time.Instant;
import org.depinsdk.core.identity.DeviceId;

/** Issues nonces and accepts each once. Implementations are safe for several threads. */
public interface NonceStore {
  /** Length of a nonce in bytes. */
  int NONCE_BYTES = 32;

  /** The result of using a nonce. */
  enum Use {
    /** It was issued to this device, is in time, and was never used before. It is used now. */
    FRESH,
    /** It was never issued to this device. */
    UNKNOWN,
    /** It is too old. */
    EXPIRED,
    /** It was used before. */
    REPLAYED
  }

  /**
   * Issues a nonce to a device.
   *
   * @param device who asks
   * @param now the network's clock
   * @return 32 unpredictable bytes
   */
  byte[] issue(DeviceId device, Instant now);

  /**
   * Uses a nonce. Of several calls with one nonce at most one returns {@link Use#FRESH}.
   *
   * @param device who uses it
   * @param nonce the bytes
   * @param now the network's clock
   * @return the result
   */
  Use consume(DeviceId device, byte[] nonce, Instant now);
}
