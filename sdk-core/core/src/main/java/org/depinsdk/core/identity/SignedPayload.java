package org.depinsdk.core.identity;

/** Bytes to sign together with what the signature is for. Each kind defines how domain and payload become one message. */
public sealed interface SignedPayload permits DssePayload {
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
}
