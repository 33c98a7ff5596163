package org.depinsdk.attestation.tpm;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Credential activation (TPM 2.0 part 1, section 24): a secret is encrypted so that only the TPM with an endorsement key can
 * read it, and only while it has a key of a certain name loaded. An endorsement key signs nothing, so this is how a TPM shows
 * that another key is its own.
 *
 * <p>Whoever made the secret could have answered in the TPM's place. So activation convinces the verifier that made the
 * secret, and nobody else; an auditor relies on the verifier for it.
 */
public final class CredentialActivation {
  private static final byte[] NOTHING = {};
  private static final String IDENTITY = "IDENTITY";
  private static final int MAX_ENCRYPTED = 512;

  /** A seed, and how it travels to the owner of the endorsement key. */
  @SuppressWarnings("ArrayRecordComponent") // a package-private pair, never compared
  record Seed(byte[] seed, byte[] encrypted) {}

  private CredentialActivation() {}

  /**
   * Encrypts a secret (TPM2_MakeCredential).
   *
   * @param ek the endorsement key: RSA of 2,048, 3,072 or 4,096 bits, P-256 or P-384, with the default template of its kind
   * @param name of the key that must be loaded in the same TPM
   * @param secret at most 32 bytes
   * @param random of seed, padding and ephemeral key
   * @return TPM2B_ID_OBJECT and TPM2B_ENCRYPTED_SECRET
   * @throws EncodingException if the endorsement key is another
   */
  public static byte[] make(PublicKey ek, byte[] name, byte[] secret, SecureRandom random)
      throws EncodingException {
    EkKey key = EkKey.of(ek);
    return protect(key, name, secret, seed(key, random));
  }

  /**
   * Reads a secret as a TPM does (TPM2_ActivateCredential), for emulated TPMs.
   *
   * @param ek the endorsement key with its private half
   * @param name of the key that is loaded
   * @param credential as {@link #make} gives it
   * @return the secret
   * @throws EncodingException if the credential is for another endorsement key or name, or damaged
   */
  public static byte[] open(KeyPair ek, byte[] name, byte[] credential) throws EncodingException {
    EkKey key = EkKey.of(ek.getPublic());
    TpmInput in = TpmInput.bigEndian(credential, "credential");
    TpmInput object = TpmInput.bigEndian(in.sized(MAX_ENCRYPTED, "idObject"), "TPM2B_ID_OBJECT");
    byte[] encrypted = in.sized(MAX_ENCRYPTED, "encryptedSecret");
    in.end();
    byte[] integrity = object.sized(TpmHash.SHA512.bytes(), "integrityHMAC");
    byte[] identity = object.rest("encIdentity");
    byte[] seed = openSeed(key, ek, encrypted);
    if (!MessageDigest.isEqual(integrity, integrity(key, seed, name, identity))) {
      throw new EncodingException("the credential is for another TPM or another key in it");
    }
    TpmInput secret = TpmInput.bigEndian(
        aesCfb(Cipher.DECRYPT_MODE, storageKey(key, seed, name), identity), "credential");
    byte[] opened = secret.sized(TpmHash.SHA512.bytes(), "secret");
    secret.end();
    return opened;
  }

  static byte[] protect(EkKey ek, byte[] name, byte[] secret, Seed seed) {
    byte[] identity = aesCfb(Cipher.ENCRYPT_MODE, storageKey(ek, seed.seed(), name), sized(secret));
    byte[] integrity = sized(integrity(ek, seed.seed(), name, identity));
    return concat(sized(concat(integrity, identity)), sized(seed.encrypted()));
  }

  private static byte[] storageKey(EkKey ek, byte[] seed, byte[] name) {
    return TpmKdf.fromKey(ek.hash(), seed, "STORAGE", name, NOTHING, ek.aesBits());
  }

  private static byte[] integrity(EkKey ek, byte[] seed, byte[] name, byte[] identity) {
    TpmHash hash = ek.hash();
    byte[] key = TpmKdf.fromKey(hash, seed, "INTEGRITY", NOTHING, NOTHING, 8 * hash.bytes());
    return TpmKdf.hmac(hash, key, identity, name);
  }

  private static byte[] aesCfb(int mode, byte[] key, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/CFB", e);
    }
  }

  private static Seed seed(EkKey ek, SecureRandom random) {
    try {
      if (ek.key() instanceof RSAPublicKey) {
        byte[] seed = new byte[ek.hash().bytes()];
        random.nextBytes(seed);
        return encrypt(ek, IDENTITY, seed, random);
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(((ECPublicKey) ek.key()).getParams(), random);
      return exchange(ek, IDENTITY, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an endorsement key that was read can be encrypted for", e);
    }
  }

  static Seed encrypt(EkKey ek, String label, byte[] seed, SecureRandom random)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(Cipher.ENCRYPT_MODE, ek.key(), oaep(ek.hash(), label), random);
    return new Seed(seed, cipher.doFinal(seed));
  }

  /** The seed of an exchange with an ephemeral key; the endorsement key is party V. */
  static Seed exchange(EkKey ek, String label, KeyPair ephemeral) throws GeneralSecurityException {
    ECPublicKey point = (ECPublicKey) ephemeral.getPublic();
    byte[] x = coordinate(point, point.getW().getAffineX());
    byte[] y = coordinate(point, point.getW().getAffineY());
    byte[] shared = shared(ephemeral, ek.key());
    return new Seed(
        derive(ek, label, shared, x, (ECPublicKey) ek.key()), concat(sized(x), sized(y)));
  }

  private static byte[] openSeed(EkKey key, KeyPair ek, byte[] encrypted) throws EncodingException {
    try {
      if (key.key() instanceof RSAPublicKey) {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(Cipher.DECRYPT_MODE, ek.getPrivate(), oaep(key.hash(), IDENTITY));
        return cipher.doFinal(encrypted);
      }
      TpmInput in = TpmInput.bigEndian(encrypted, "TPMS_ECC_POINT");
      byte[] x = in.sized(MAX_ENCRYPTED, "x");
      byte[] y = in.sized(MAX_ENCRYPTED, "y");
      in.end();
      ECPublicKey own = (ECPublicKey) key.key();
      PublicKey other =
          TpmPublicArea.point(own.getParams(), new BigInteger(1, x), new BigInteger(1, y));
      return derive(key, IDENTITY, shared(ek, other), x, own);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new EncodingException("the credential is for another TPM: its seed cannot be read");
    }
  }

  private static byte[] shared(KeyPair own, PublicKey other) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own.getPrivate());
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }

  private static byte[] derive(
      EkKey key, String label, byte[] shared, byte[] ephemeralX, ECPublicKey ek) {
    byte[] partyV = coordinate(ek, ek.getW().getAffineX());
    int bits = 8 * key.hash().bytes();
    return TpmKdf.fromExchange(key.hash(), shared, label, ephemeralX, partyV, bits);
  }

  /** OAEP with the zero byte behind the label that part 1, appendix B.4 asks for. */
  private static OAEPParameterSpec oaep(TpmHash hash, String label) {
    return new OAEPParameterSpec(
        hash.javaName(),
        "MGF1",
        new MGF1ParameterSpec(hash.javaName()),
        new PSource.PSpecified((label + '\0').getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] coordinate(ECPublicKey key, BigInteger number) {
    int length = (key.getParams().getOrder().bitLength() + 7) / 8;
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, padded, length - (bytes.length - from), bytes.length - from);
    return padded;
  }

  private static byte[] sized(byte[] bytes) {
    return ByteBuffer.allocate(2 + bytes.length)
        .putShort((short) bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
