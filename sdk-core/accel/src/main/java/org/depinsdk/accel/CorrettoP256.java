package org.depinsdk.accel;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.EcdsaAccelerator;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.core.identity.KeyAlgorithm;

/**
 * P-256 by AWS-LC, through the Amazon Corretto Crypto Provider ({@code
 * software.amazon.cryptools:AmazonCorrettoCryptoProvider}, Apache-2.0; name the classifier of your platform). The provider is
 * used as it is and not registered with the JVM.
 */
public final class CorrettoP256 implements EcdsaAccelerator {
  // SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point (RFC 5480)
  private static final byte[] SPKI =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private final Provider provider;
  private final KeyFactory keys;

  /**
   * Loads the native library.
   *
   * @throws IllegalStateException if there is none for this platform
   */
  public CorrettoP256() {
    AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
    if (corretto.getLoadingError() != null) {
      throw new IllegalStateException(
          "AmazonCorrettoCryptoProvider has no native library for this platform: "
              + corretto.getLoadingError().getMessage(),
          corretto.getLoadingError());
    }
    this.provider = corretto;
    try {
      this.keys = KeyFactory.getInstance("EC", corretto);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return provider.getName() + " " + provider.getVersionStr();
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.P256;
  }

  @Override
  public boolean verify(byte[] point, byte[] digest, byte[] signature) {
    byte[] spki = new byte[SPKI.length + point.length];
    System.arraycopy(SPKI, 0, spki, 0, SPKI.length);
    System.arraycopy(point, 0, spki, SPKI.length, point.length);
    try {
      // reading the key each time costs a twentieth of the verification, keeping it would cost
      // memory for each device
      PublicKey key = keys.generatePublic(new X509EncodedKeySpec(spki));
      Signature verifier = Signature.getInstance("NONEwithECDSA", provider);
      verifier.initVerify(key);
      verifier.update(digest);
      return verifier.verify(EcdsaSignature.ofRaw(signature).der());
    } catch (GeneralSecurityException | EncodingException e) {
      throw new IllegalStateException(name() + " cannot say: " + e.getMessage(), e);
    }
  }
}
