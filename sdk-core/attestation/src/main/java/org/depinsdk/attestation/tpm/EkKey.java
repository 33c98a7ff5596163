package org.depinsdk.attestation.tpm;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.depinsdk.core.encoding.EncodingException;

/**
 * An endorsement key: the TPM's own decryption key, and the hash and cipher that its template says. A certificate has no
 * template; the TCG's EK Credential Profile 2.5, appendix B, fixes it by kind and size of the key.
 *
 * @param key RSA, or on P-256 or P-384
 * @param hash of names and key derivation
 * @param aesBits key size of AES
 */
record EkKey(PublicKey key, TpmHash hash, int aesBits) {
  static EkKey of(PublicKey key) throws EncodingException {
    int bits = key instanceof RSAPublicKey rsa
        ? rsa.getModulus().bitLength()
        : key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : 0;
    return switch (bits) {
      case 256, 2048 -> new EkKey(key, TpmHash.SHA256, 128);
      case 384, 3072, 4096 -> new EkKey(key, TpmHash.SHA384, 256);
      default ->
        throw new EncodingException(
            "an endorsement key is RSA of 2048, 3072 or 4096 bits, P-256 or P-384, not "
                + key.getAlgorithm() + " of " + bits + " bits");
    };
  }
}
