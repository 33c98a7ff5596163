package org.depinsdk.core.lifecycle;

import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.keys.EvmAddress;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signs readable orders: an account with its wallet ({@code 0x…}, 65 bytes, the key is recovered), or
 * a bare key such as a manufacturer's HSM holds ({@code did:key:…}, 64 bytes).
 */
public final class Signatory implements Comparable<Signatory> {
  private final String text;
  private final @Nullable DeviceKey key;

  private Signatory(String text, @Nullable DeviceKey key) {
    this.text = text;
    this.key = key;
  }

  /**
   * An account.
   *
   * @param account its address
   * @return whoever signs with its wallet
   */
  public static Signatory of(OperatorId account) {
    return new Signatory(account.text(), null);
  }

  /**
   * A key.
   *
   * @param key a public key
   * @return whoever holds it
   */
  public static Signatory of(DeviceKey key) {
    return new Signatory(key.didKey(), key);
  }

  /**
   * Reads a signatory.
   *
   * @param text an address or a did:key
   * @return the signatory
   * @throws EncodingException if the text is neither
   */
  public static Signatory parse(String text) throws EncodingException {
    if (!text.startsWith("did:key:")) {
      return of(OperatorId.parse(text));
    }
    try {
      return of(DeviceKey.ofDidKey(text));
    } catch (InvalidKeyException e) {
      throw new EncodingException("signatory: " + e.getMessage());
    }
  }

  /**
   * The text form.
   *
   * @return an address with its EIP-55 checksum, or a did:key
   */
  public String text() {
    return text;
  }

  /**
   * Whether this signatory signed a text.
   *
   * @param payload the text in its domain
   * @param signature 65 bytes of a wallet or 64 of a key; anything else is no signature
   * @return true if the signature is theirs
   */
  public boolean signed(Eip191Payload payload, byte[] signature) {
    if (key != null) {
      return key.verify(payload, signature);
    }
    try {
      Optional<Secp256k1Key> signer = RecoverableSignature.ofBytes(signature).recover(payload);
      return signer.isPresent() && EvmAddress.of(signer.get()).text().equals(text);
    } catch (EncodingException | InvalidKeyException e) {
      return false;
    }
  }

  @Override
  public int compareTo(Signatory other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signatory s && text.equals(s.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
