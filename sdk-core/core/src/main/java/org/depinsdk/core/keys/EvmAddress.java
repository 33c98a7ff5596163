package org.depinsdk.core.keys;

import java.util.Arrays;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.encoding.Keccak256;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;

/** The account of a key on EVM chains: the last 20 bytes of Keccak-256 over x and y (Ethereum yellow paper, appendix F). */
public final class EvmAddress {
  private EvmAddress() {}

  /**
   * The address of a key. For secp256k1 it is the account that the key controls; for P-256 it is a name only, as ioID uses
   * it, since chains recover addresses from secp256k1 signatures alone.
   *
   * @param key a key of secp256k1 or P-256
   * @return the address with its EIP-55 checksum
   * @throws InvalidKeyException if the key is of another curve
   */
  public static OperatorId of(DeviceKey key) throws InvalidKeyException {
    byte[] point = Sec1Key.uncompressed(key);
    byte[] hash = Keccak256.hash(Arrays.copyOfRange(point, 1, point.length));
    return new OperatorId(Hex.encode0x(Arrays.copyOfRange(hash, 12, 32)));
  }
}
