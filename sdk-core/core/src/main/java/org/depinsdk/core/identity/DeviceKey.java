package org.depinsdk.core.identity;

import org.depinsdk.core.encoding.EncodingException;

/**
 * A device's public key. An instance has passed the strict rules of its algorithm: one canonical encoding, on the curve,
 * in the prime-order group. It is decoded once and can then verify any number of signatures; it is safe for several
 * threads.
 */
public sealed interface DeviceKey permits Ed25519Key, P256Key, Secp256k1Key {
  /** How the text of a did:key starts (W3C CCG did:key). */
  String DID_KEY = "did:key:";

  /**
   * The key's algorithm.
   *
   * @return the algorithm, fixed by the key's type
   */
  KeyAlgorithm algorithm();

  /**
   * The one canonical encoding: 32 raw bytes for Ed25519 (RFC 8032), 33 compressed bytes for the curves of SEC 1.
   *
   * @return a fresh array of {@link KeyAlgorithm#encodedLength()} bytes
   */
  byte[] encoded();

  /**
   * Verifies a signature over a message.
   *
   * @param message the message, not its hash
   * @param signature exactly 64 bytes: R || S for Ed25519, r || s with low s for ECDSA. Any other form is a false, DER too;
   *     what another program signed is brought into this form by {@code EcdsaSignature.ofDer(der).lowS(algorithm).raw()}
   * @return whether the signature is valid under the algorithm's one acceptance rule
   */
  boolean verify(byte[] message, byte[] signature);

  /**
   * Verifies a signature over a payload in its domain.
   *
   * @param payload the payload
   * @param signature exactly 64 bytes, as for a message
   * @return whether the signature is valid
   */
  default boolean verify(SignedPayload payload, byte[] signature) {
    return verify(payload.signedBytes(), signature);
  }

  /**
   * The key as a did:key.
   *
   * @return for example {@code did:key:z6Mk…}
   */
  default String didKey() {
    return DID_KEY + Multikey.toText(this);
  }

  /**
   * Reads the canonical encoding of a key.
   *
   * @param algorithm the algorithm
   * @param encoded as {@link #encoded()} gives it
   * @return the key
   * @throws InvalidKeyException if the bytes are not a strictly valid key of that algorithm
   */
  static DeviceKey of(KeyAlgorithm algorithm, byte[] encoded) throws InvalidKeyException {
    return switch (algorithm) {
      case ED25519 -> Ed25519Key.of(encoded);
      case P256 -> P256Key.of(encoded);
      case SECP256K1 -> Secp256k1Key.of(encoded);
    };
  }

  /**
   * Reads a did:key.
   *
   * @param did the text
   * @return the key
   * @throws InvalidKeyException if the text is not a did:key of a supported algorithm
   */
  static DeviceKey ofDidKey(String did) throws InvalidKeyException {
    if (!did.startsWith(DID_KEY)) {
      throw new InvalidKeyException(
          "a did:key starts with " + DID_KEY + ", not " + EncodingException.shown(did));
    }
    return Multikey.ofText(did.substring(DID_KEY.length()));
  }
}
