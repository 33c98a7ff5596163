package org.depinsdk.proofs;

import java.util.Arrays;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.SignatureBatch;
import org.depinsdk.core.identity.SignedPayload;

/**
 * A signature that evidence carries beside the one of its report, with the key that should have made it, for example a client's
 * under a receipt. See {@link Judge#signatures}.
 */
public final class CarriedSignature {
  private final DeviceKey key;
  private final byte[] message;
  private final byte[] signature;

  /**
   * A signature over a message.
   *
   * @param key the key that should have signed
   * @param message the message, not its hash; copied
   * @param signature the signature, 64 bytes; copied; any other length is invalid, not an error
   */
  public CarriedSignature(DeviceKey key, byte[] message, byte[] signature) {
    this.key = key;
    this.message = message.clone();
    this.signature = signature.clone();
  }

  /**
   * A signature over a payload in its domain.
   *
   * @param key the key that should have signed
   * @param payload the payload
   * @param signature the signature, 64 bytes
   */
  public CarriedSignature(DeviceKey key, SignedPayload payload, byte[] signature) {
    this(key, payload.signedBytes(), signature);
  }

  /**
   * Verifies this signature alone.
   *
   * @return whether it is valid
   */
  public boolean verify() {
    return key.verify(message, signature);
  }

  /**
   * Adds this signature to a batch.
   *
   * @param batch the batch
   * @return the signature's index in {@link SignatureBatch#verify()}
   */
  public int addTo(SignatureBatch batch) {
    return batch.add(key, message, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CarriedSignature c
        && Arrays.equals(signature, c.signature)
        && Arrays.equals(message, c.message)
        && key.equals(c.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }
}
