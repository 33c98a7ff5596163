package org.depinsdk.core.keys;

import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.Ed25519Key;
import org.depinsdk.core.identity.InvalidKeyException;

/** Solana addresses of keys: Base58 of the 32 bytes of an Ed25519 key. Program addresses, which are off the curve, are refused. */
public final class SolanaKey {
  private SolanaKey() {}

  /**
   * Writes a key.
   *
   * @param key the key
   * @return 32 to 44 characters
   */
  public static String encode(Ed25519Key key) {
    return Base58.encode(key.encoded());
  }

  /**
   * Reads an address.
   *
   * @param address the text
   * @return the key
   * @throws InvalidKeyException if the text is not Base58 of a strictly valid Ed25519 key
   */
  public static Ed25519Key decode(String address) throws InvalidKeyException {
    try {
      return Ed25519Key.of(Base58.decode(address));
    } catch (EncodingException e) {
      throw new InvalidKeyException("Solana address: " + e.getMessage());
    }
  }
}
