package org.depinsdk.attestation;

import java.util.Arrays;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.keys.SpkiKey;
import org.jspecify.annotations.Nullable;

/**
 * A public key that evidence speaks of.
 *
 * @param spki the DER of its SubjectPublicKeyInfo (RFC 5280), of any algorithm; copied
 */
public record AttestedKey(byte[] spki) {
  /** Copies. */
  public AttestedKey {
    spki = spki.clone();
  }

  @Override
  public byte[] spki() {
    return spki.clone();
  }

  /**
   * Identifies the key.
   *
   * @return SHA-256 of the SubjectPublicKeyInfo
   */
  public Bytes32 id() {
    return Bytes32.sha256(spki);
  }

  /**
   * The key as one that signs reports.
   *
   * @return empty if it is not of an algorithm that devices enrol with
   */
  public Optional<DeviceKey> deviceKey() {
    try {
      return Optional.of(SpkiKey.decode(spki));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttestedKey key && Arrays.equals(spki, key.spki);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(spki);
  }

  @Override
  public String toString() {
    return "AttestedKey[" + id() + "]";
  }
}
