package org.depinsdk.core.did;

import java.util.Optional;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.keys.EvmAddress;

/**
 * A key as an identifier (W3C CCG did:key). It cannot be rotated or revoked, so that a network keeps a {@link
 * org.depinsdk.core.identity.DeviceId} beside it.
 *
 * @param held the key
 */
public record DidKey(DeviceKey held) implements Did {
  @Override
  public String text() {
    return held.didKey();
  }

  @Override
  public Optional<DeviceKey> key() {
    return Optional.of(held);
  }

  @Override
  public Optional<OperatorId> account() {
    try {
      return held instanceof Secp256k1Key ? Optional.of(EvmAddress.of(held)) : Optional.empty();
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("every secp256k1 key has an address", e);
    }
  }
}
