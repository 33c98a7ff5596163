package org.depinsdk.core;

import java.time.Instant;
import java.util.Arrays;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;

/** Fixed values that several tests use. */
public final class Samples {
  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  public static final OperatorId ALICE =
      new OperatorId("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  public static final OperatorId BOB = new OperatorId("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359");

  private Samples() {}

  /** A signer whose secret is one byte, repeated. */
  public static InMemorySigner signer(KeyAlgorithm algorithm, int value) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) value);
    try {
      return InMemorySigner.ofSecret(algorithm, secret);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** An Ed25519 signer whose secret is one byte, repeated. */
  public static InMemorySigner signer(int value) {
    return signer(KeyAlgorithm.ED25519, value);
  }
}
