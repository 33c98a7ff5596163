package org.depinsdk.attestation.testkit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** Key pairs of pretend hardware. */
public final class Keys {
  private Keys() {}

  /**
   * A fresh ECDSA key on P-256.
   *
   * @return the pair
   */
  public static KeyPair p256() {
    return ec("secp256r1");
  }

  /**
   * A fresh ECDSA key on P-384.
   *
   * @return the pair
   */
  public static KeyPair p384() {
    return ec("secp384r1");
  }

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + curve, e);
    }
  }

  /**
   * Signs.
   *
   * @param algorithm of the JDK, for example {@code SHA256withECDSA}
   * @param key that signs
   * @param message what is signed
   * @return the signature
   */
  public static byte[] sign(String algorithm, PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(algorithm + " with a key of " + key.getAlgorithm(), e);
    }
  }
}
