package org.depinsdk.core.identity;

/**
 * Holds a device's private key and signs with it. It takes a typed payload with its domain and never a bare hash, so
 * that a signer cannot be made to sign for another purpose or network.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface DeviceSigner {
  /**
   * The public half.
   *
   * @return the key that verifies what {@link #sign} makes
   */
  DeviceKey publicKey();

  /**
   * Signs a payload.
   *
   * @param payload what to sign, with its domain
   * @return 64 bytes: R || S for Ed25519, r || s (low s) for ECDSA
   * @throws SigningException if the key cannot be used now
   */
  byte[] sign(SignedPayload payload) throws SigningException;
}
