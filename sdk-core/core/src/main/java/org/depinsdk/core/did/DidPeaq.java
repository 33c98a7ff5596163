package org.depinsdk.core.did;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.depinsdk.core.encoding.Base58;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;

/**
 * A machine of peaq: an SS58 address of 32 bytes, or an EVM address. An SS58 address does not say whether its 32 bytes are
 * an Ed25519 or an sr25519 key; {@link #isOf} compares with an Ed25519 key.
 *
 * @param address as it was written
 */
public record DidPeaq(String address) implements Did {
  private static final byte[] SS58 = {'S', 'S', '5', '8', 'P', 'R', 'E'};
  private static final int ACCOUNT_BYTES = 32;

  /** Checks the form. */
  public DidPeaq {
    try {
      if (isEvm(address)) {
        OperatorId.parse(address);
      } else {
        ss58(address);
      }
    } catch (EncodingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static DidPeaq ofId(String id) throws EncodingException {
    try {
      return new DidPeaq(id);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static boolean isEvm(String address) {
    return address.startsWith("0x");
  }

  /**
   * Reads an SS58 address of a 32-byte account.
   *
   * @return the account, without prefix and checksum
   */
  private static byte[] ss58(String address) throws EncodingException {
    byte[] all = Base58.decode(address);
    // a prefix up to 63 takes one byte, up to 16383 two, marked by bit 6 of the first
    int prefix = all.length > 0 && (all[0] & 0x40) != 0 ? 2 : 1;
    if (all.length != prefix + ACCOUNT_BYTES + 2 || all[0] < 0) {
      throw new EncodingException(
          "not an SS58 address of 32 bytes: " + EncodingException.shown(address));
    }
    Blake2bDigest digest = new Blake2bDigest(512);
    digest.update(SS58, 0, SS58.length);
    digest.update(all, 0, all.length - 2);
    byte[] hash = new byte[64];
    digest.doFinal(hash, 0);
    if (hash[0] != all[all.length - 2] || hash[1] != all[all.length - 1]) {
      throw new EncodingException("wrong SS58 checksum in " + EncodingException.shown(address));
    }
    return Arrays.copyOfRange(all, prefix, prefix + ACCOUNT_BYTES);
  }

  /**
   * The 32 bytes of an SS58 address.
   *
   * @return empty for an EVM address
   */
  public Optional<byte[]> accountBytes() {
    try {
      return isEvm(address) ? Optional.empty() : Optional.of(ss58(address));
    } catch (EncodingException e) {
      throw new IllegalStateException("checked on construction", e);
    }
  }

  /**
   * Whether an Ed25519 key is the account of this identifier.
   *
   * @param key any key
   * @return false for other algorithms and for an EVM address
   */
  public boolean isOf(DeviceKey key) {
    return key.algorithm() == KeyAlgorithm.ED25519
        && accountBytes().filter(bytes -> Arrays.equals(bytes, key.encoded())).isPresent();
  }

  @Override
  public String text() {
    return "did:peaq:" + address;
  }

  @Override
  public Optional<OperatorId> account() {
    return isEvm(address) ? Optional.of(new OperatorId(address)) : Optional.empty();
  }
}
