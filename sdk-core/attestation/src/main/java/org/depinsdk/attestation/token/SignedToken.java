package org.depinsdk.attestation.token;

import java.util.List;
import java.util.Optional;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.SignatureAlgorithm;

/**
 * A signed token that was read and not yet verified.
 *
 * @param algorithm that its protected header names
 * @param keyId that it names, for a look-up only; empty if it names none
 * @param certificates that it brings for its key, DER, the key's own first; empty if none
 * @param payload what is signed
 * @param signedBytes what the signature covers
 * @param signature in the form of COSE and JOSE
 */
public record SignedToken(
    SignatureAlgorithm algorithm,
    Optional<String> keyId,
    List<byte[]> certificates,
    byte[] payload,
    byte[] signedBytes,
    byte[] signature) {
  /**
   * Whether a key signed this token.
   *
   * @param key the key that the verifier knows
   * @return false also if the token names another algorithm than the key's
   */
  public boolean verify(AttestedKey key) {
    return algorithm.verifyRaw(key, signedBytes, signature);
  }
}
