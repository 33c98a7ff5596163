package org.depinsdk.core.did;

import java.util.Locale;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.keys.EvmAddress;

/**
 * A device of IoTeX (ioID): the last 20 bytes of Keccak-256 over x and y of its key, for secp256k1 and for P-256 alike.
 *
 * @param address the 20 bytes
 */
public record DidIo(OperatorId address) implements Did {
  /**
   * The identifier of a key.
   *
   * @param key a key of secp256k1 or P-256
   * @return the identifier
   * @throws InvalidKeyException if the key is of another curve
   */
  public static DidIo of(DeviceKey key) throws InvalidKeyException {
    return new DidIo(EvmAddress.of(key));
  }

  static DidIo ofId(String id) throws EncodingException {
    DidIo did = new DidIo(OperatorId.parse(id));
    if (!did.text().equals("did:io:" + id)) {
      throw new EncodingException("a did:io is in lower case: " + EncodingException.shown(id));
    }
    return did;
  }

  /**
   * Whether a key is the one of this identifier.
   *
   * @param key any key
   * @return false for a key of another curve too
   */
  public boolean isOf(DeviceKey key) {
    try {
      return EvmAddress.of(key).equals(address);
    } catch (InvalidKeyException e) {
      return false;
    }
  }

  @Override
  public String text() {
    return "did:io:" + address.text().toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<OperatorId> account() {
    return Optional.of(address);
  }
}
