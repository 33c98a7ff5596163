package org.depinsdk.core.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.login.LoginException;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * A signer whose key stays in a PKCS#11 token: a secure element, a smart card, an HSM. It uses the JDK's SunPKCS11 provider,
 * which signs with P-256; the token must also hold a certificate for the key, as {@code keytool -storetype PKCS11} makes it.
 *
 * <p>A token logs a whole process in: once one signer of a token is open, another opens without its PIN being asked.
 *
 * <p>No provider is registered with the JVM. The token hashes nothing and sees only digests that this class has made from a
 * payload in its domain.
 */
public final class Pkcs11Signer implements DeviceSigner {
  private static final String PROVIDER = "SunPKCS11";
  // SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point (RFC 5480)
  private static final byte[] P256_SPKI =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
  private static final AtomicLong INSTANCES = new AtomicLong();

  private final Provider provider;
  private final PrivateKey privateKey;
  private final P256Key publicKey;
  private final String name;

  private Pkcs11Signer(Provider provider, PrivateKey privateKey, P256Key publicKey, String name) {
    this.provider = provider;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.name = name;
  }

  /**
   * The place of a key.
   *
   * @param library the token's PKCS#11 library
   * @param slotIndex which of the library's slots, from 0
   * @param alias the key's name on the token
   */
  public record Token(Path library, int slotIndex, String alias) {
    /** Checks the slot, and that the library's path can be in the provider's configuration. */
    public Token {
      if (slotIndex < 0) {
        throw new IllegalArgumentException("a slot's index is 0 or more, not " + slotIndex);
      }
      if (library.toString().chars().anyMatch(c -> c < ' ' || c == '"')) {
        throw new IllegalArgumentException(
            "a library's path without control characters and quotes expected, not "
                + EncodingException.shown(library.toString()));
      }
    }

    @Override
    public String toString() {
      return "key \"" + alias + "\" in slot " + slotIndex + " of " + library;
    }
  }

  /**
   * Logs in to a token and finds the key.
   *
   * @param token the place of the key
   * @param pin the token's user PIN
   * @return the signer
   * @throws SigningException of kind {@link SigningException.Kind#TOKEN_MISSING} if library, token or key are not there,
   *     {@link SigningException.Kind#WRONG_PASSWORD} if the PIN is wrong, {@link SigningException.Kind#OTHER} if the
   *     key is not of P-256
   */
  public static Pkcs11Signer open(Token token, char[] pin) throws SigningException {
    Provider provider = provider(token);
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      if (!(store.getKey(token.alias(), null) instanceof PrivateKey privateKey)) {
        throw missing("there is no " + token, null);
      }
      Certificate certificate = store.getCertificate(token.alias());
      return new Pkcs11Signer(
          provider, privateKey, publicKey(token, certificate), token.toString());
    } catch (IOException e) {
      if (e.getCause() instanceof LoginException
          || e.getCause() instanceof UnrecoverableKeyException) {
        throw new SigningException(
            SigningException.Kind.WRONG_PASSWORD,
            "the PIN for " + token + " is wrong; tokens lock after a few tries",
            e);
      }
      throw missing("the token of " + token + " could not be read: " + e.getMessage(), e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw missing("no token for " + token + ": " + e.getMessage(), e);
    }
  }

  private static Provider provider(Token token) throws SigningException {
    if (!Files.isRegularFile(token.library())) {
      throw missing(
          "there is no PKCS#11 library " + token.library() + "; install the token's driver", null);
    }
    Provider unconfigured = Security.getProvider(PROVIDER);
    if (unconfigured == null) {
      throw new SigningException(
          "this Java runtime has no provider " + PROVIDER + " (module jdk.crypto.cryptoki)");
    }
    try {
      return unconfigured.configure("--name=depinsdk" + INSTANCES.incrementAndGet() + "\nlibrary=\""
          + token.library() + "\"\nslotListIndex=" + token.slotIndex() + "\n");
    } catch (InvalidParameterException | ProviderException e) {
      throw missing("no token for " + token + ": " + e.getMessage(), e);
    }
  }

  private static P256Key publicKey(Token token, @Nullable Certificate certificate)
      throws SigningException {
    byte[] spki = certificate == null ? new byte[0] : certificate.getPublicKey().getEncoded();
    byte[] header = P256_SPKI;
    if (spki.length != header.length + 65
        || !Arrays.equals(spki, 0, header.length, header, 0, header.length)) {
      throw new SigningException(
          token + " is not a P-256 key; only P-256 keys sign through PKCS#11");
    }
    byte[] compressed = Arrays.copyOfRange(spki, header.length, header.length + 33);
    compressed[0] = (byte) (2 | (spki[spki.length - 1] & 1));
    try {
      return P256Key.of(compressed);
    } catch (InvalidKeyException e) {
      throw new SigningException(token + " has a broken public key: " + e.getMessage(), e);
    }
  }

  private static SigningException missing(String message, @Nullable Exception cause) {
    return cause == null
        ? new SigningException(SigningException.Kind.TOKEN_MISSING, message)
        : new SigningException(SigningException.Kind.TOKEN_MISSING, message, cause);
  }

  @Override
  public DeviceKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(SignedPayload payload) throws SigningException {
    byte[] signature;
    try {
      Signature signer = Signature.getInstance("NONEwithECDSA", provider);
      signer.initSign(privateKey);
      signer.update(payload.ecdsaDigest());
      signature = EcdsaSignature.ofDer(signer.sign()).lowS(KeyAlgorithm.P256).raw();
    } catch (GeneralSecurityException | ProviderException e) {
      throw new SigningException(
          SigningException.Kind.TOKEN_PULLED,
          name
              + " does not answer any more; was the token pulled? Put it back and open the signer again",
          e);
    } catch (EncodingException e) {
      throw new SigningException(name + " made no signature: " + e.getMessage(), e);
    }
    // a token that fails or was tampered with must not sign for the device
    if (!publicKey.verify(payload, signature)) {
      throw new SigningException(name + " made a signature that its own key refuses");
    }
    return signature;
  }
}
