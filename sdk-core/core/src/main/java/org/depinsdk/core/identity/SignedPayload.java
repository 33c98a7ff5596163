package org.depinsdk.core.identity;

import org.depinsdk.core.internal.Digests;

/**
 * Bytes to sign together with what the signature is for. Each kind defines how domain and payload become one message, and
 * each starts its message so that no other kind could have made it.
 */
public sealed interface SignedPayload
    permits DssePayload, Eip191Payload, Eip712Payload, CoseSign1Payload, DataIntegrityPayload {
  /**
   * What the signature is for.
   *
   * @return the domain, part of the signed bytes
   */
  Domain domain();

  /**
   * The message that the signature algorithm is given.
   *
   * @return a fresh array
   */
  byte[] signedBytes();

  /**
   * What ECDSA signs: the hash of {@link #signedBytes}. Ed25519 hashes for itself and never asks.
   *
   * @return 32 bytes, SHA-256 unless the kind's own standard says Keccak-256
   */
  default byte[] ecdsaDigest() {
    return Digests.sha256(signedBytes());
  }
}
