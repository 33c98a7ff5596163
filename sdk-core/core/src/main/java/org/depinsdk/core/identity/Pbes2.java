package org.depinsdk.core.identity;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/** EncryptedPrivateKeyInfo with PBES2 (RFC 8018): scrypt or PBKDF2 with HMAC-SHA-256, and AES in CBC mode. */
final class Pbes2 {
  private static final ASN1ObjectIdentifier ID_PBES2 =
      new ASN1ObjectIdentifier("1.2.840.113549.1.5.13");
  private static final ASN1ObjectIdentifier ID_PBKDF2 =
      new ASN1ObjectIdentifier("1.2.840.113549.1.5.12");
  private static final ASN1ObjectIdentifier ID_HMAC_SHA256 =
      new ASN1ObjectIdentifier("1.2.840.113549.2.9");
  // RFC 7914 section 7
  private static final ASN1ObjectIdentifier ID_SCRYPT =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");
  private static final ASN1ObjectIdentifier ID_AES256_CBC =
      new ASN1ObjectIdentifier("2.16.840.1.101.3.4.1.42");
  private static final Map<ASN1ObjectIdentifier, Integer> KEY_BYTES = Map.of(
      new ASN1ObjectIdentifier("2.16.840.1.101.3.4.1.2"),
      16,
      new ASN1ObjectIdentifier("2.16.840.1.101.3.4.1.22"),
      24,
      ID_AES256_CBC,
      32);
  // OWASP password storage: N = 2^15, r = 8, p = 3, 32 MiB
  private static final int COST = 1 << 15;
  private static final int BLOCK = 8;
  private static final int PARALLEL = 3;
  // what a file may ask for: 256 MiB; some seconds
  private static final long MAX_MEMORY = 256L * 1024 * 1024;
  private static final int MAX_PARALLEL = 16;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int IV_BYTES = 16;
  private static final int SALT_BYTES = 16;

  private final Derivation derivation;
  private final int keyBytes;
  private final byte[] iv;
  private final byte[] encrypted;

  /** Makes a key from a password. */
  private interface Derivation {
    byte[] key(byte[] password, int bytes);
  }

  /** A whole file that asks for what is not read. */
  static final class UnsupportedAlgorithmException extends IOException {
    private static final long serialVersionUID = 1L;

    UnsupportedAlgorithmException(String message) {
      super(message);
    }
  }

  private Pbes2(Derivation derivation, int keyBytes, byte[] iv, byte[] encrypted) {
    this.derivation = derivation;
    this.keyBytes = keyBytes;
    this.iv = iv;
    this.encrypted = encrypted;
  }

  static byte[] encrypt(byte[] plain, char[] password, SecureRandom random) throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(salt);
    random.nextBytes(iv);
    byte[] encrypted;
    try {
      encrypted = new Pbes2(scrypt(salt, COST, BLOCK, PARALLEL), 32, iv, new byte[0])
          .cipher(Cipher.ENCRYPT_MODE, password)
          .doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/CBC", e);
    }
    ASN1Sequence kdf = new DERSequence(new ASN1Encodable[] {
      ID_SCRYPT,
      new DERSequence(new ASN1Encodable[] {
        new DEROctetString(salt),
        new ASN1Integer(COST),
        new ASN1Integer(BLOCK),
        new ASN1Integer(PARALLEL)
      })
    });
    ASN1Sequence scheme =
        new DERSequence(new ASN1Encodable[] {ID_AES256_CBC, new DEROctetString(iv)});
    ASN1Sequence algorithm = new DERSequence(
        new ASN1Encodable[] {ID_PBES2, new DERSequence(new ASN1Encodable[] {kdf, scheme})});
    return new DERSequence(new ASN1Encodable[] {algorithm, new DEROctetString(encrypted)})
        .getEncoded();
  }

  private static Derivation scrypt(byte[] salt, int cost, int block, int parallel) {
    return (password, bytes) -> SCrypt.generate(password, salt, cost, block, parallel, bytes);
  }

  private static Derivation pbkdf2(byte[] salt, int iterations) {
    return (password, bytes) -> {
      PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
      generator.init(password, salt, iterations);
      return ((KeyParameter) generator.generateDerivedMacParameters(8 * bytes)).getKey();
    };
  }

  static Pbes2 parse(byte[] der) throws IOException {
    try {
      if (der.length == 0) {
        throw new IOException("nothing between its first and last line");
      }
      ASN1Sequence info = sequence(read(der), 2, 2);
      byte[] encrypted = ASN1OctetString.getInstance(info.getObjectAt(1)).getOctets();
      ASN1Sequence algorithm = sequence(info.getObjectAt(0), 1, 2);
      if (!identifier(algorithm).equals(ID_PBES2)) {
        throw unsupported(algorithm, "PBES2 (" + ID_PBES2 + ")");
      }
      ASN1Sequence parameters = sequence(algorithm.getObjectAt(1), 2, 2);
      ASN1Sequence scheme = sequence(parameters.getObjectAt(1), 1, 2);
      Integer keyBytes = KEY_BYTES.get(identifier(scheme));
      if (keyBytes == null) {
        throw unsupported(scheme, "AES in CBC mode");
      }
      byte[] iv = ASN1OctetString.getInstance(scheme.getObjectAt(1)).getOctets();
      if (iv.length != IV_BYTES || encrypted.length == 0 || encrypted.length % IV_BYTES != 0) {
        throw new IOException("not a whole number of AES blocks");
      }
      ASN1Sequence kdf = sequence(parameters.getObjectAt(0), 1, 2);
      return new Pbes2(derivation(kdf, keyBytes), keyBytes, iv, encrypted);
    } catch (IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | IndexOutOfBoundsException e) {
      throw new IOException("not an EncryptedPrivateKeyInfo: " + e.getMessage(), e);
    }
  }

  private static Derivation derivation(ASN1Sequence kdf, int keyBytes) throws IOException {
    if (identifier(kdf).equals(ID_SCRYPT)) {
      ASN1Sequence scrypt = sequence(kdf.getObjectAt(1), 4, 5);
      checkLength(scrypt, 4, keyBytes);
      int cost = number(scrypt, 1, 1 << 20);
      int block = number(scrypt, 2, 32);
      int parallel = number(scrypt, 3, MAX_PARALLEL);
      // RFC 7914 section 2: N is less than 2^(128 * r / 8)
      if (Integer.bitCount(cost) != 1 || cost < 2 || (block == 1 && cost >= 1 << 16)) {
        throw new IOException("scrypt's N must be a power of two that fits its r, not " + cost);
      }
      if (128L * cost * block > MAX_MEMORY) {
        throw new UnsupportedAlgorithmException(
            "scrypt with N " + cost + " and r " + block + " needs more than 256 MiB");
      }
      return scrypt(salt(scrypt), cost, block, parallel);
    }
    if (!identifier(kdf).equals(ID_PBKDF2)) {
      throw unsupported(kdf, "scrypt or PBKDF2");
    }
    // salt, iterations, perhaps a length, and a function, which is HMAC-SHA-1 if none is named
    ASN1Sequence pbkdf2 = sequence(kdf.getObjectAt(1), 2, 4);
    boolean withLength = pbkdf2.size() > 2 && pbkdf2.getObjectAt(2) instanceof ASN1Integer;
    int function = withLength ? 3 : 2;
    if (withLength) {
      checkLength(pbkdf2, 2, keyBytes);
    }
    if (pbkdf2.size() == function) {
      throw new UnsupportedAlgorithmException("PBKDF2 with HMAC-SHA-1, where HMAC-SHA-256 is read");
    }
    ASN1Sequence hmac = sequence(pbkdf2.getObjectAt(function), 1, 2);
    if (!identifier(hmac).equals(ID_HMAC_SHA256)) {
      throw unsupported(hmac, "HMAC-SHA-256 (" + ID_HMAC_SHA256 + ")");
    }
    return pbkdf2(salt(pbkdf2), number(pbkdf2, 1, MAX_ITERATIONS));
  }

  private static byte[] salt(ASN1Sequence parameters) {
    return ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets();
  }

  private static void checkLength(ASN1Sequence parameters, int index, int keyBytes)
      throws IOException {
    if (parameters.size() > index && number(parameters, index, 64) != keyBytes) {
      throw new IOException("a key length that is not the cipher's " + keyBytes + " bytes");
    }
  }

  private static ASN1Primitive read(byte[] der) throws IOException {
    try {
      return ASN1Primitive.fromByteArray(der);
    } catch (EOFException e) {
      // Bouncy Castle says nothing about it
      throw new IOException("its DER ends too early", e);
    }
  }

  private static ASN1Sequence sequence(Object value, int least, int most) throws IOException {
    ASN1Sequence sequence = ASN1Sequence.getInstance(value);
    if (sequence.size() < least || sequence.size() > most) {
      throw new IOException(
          "an ASN.1 sequence of " + sequence.size() + " items, expected " + least + " to " + most);
    }
    return sequence;
  }

  private static ASN1ObjectIdentifier identifier(ASN1Sequence algorithm) {
    return ASN1ObjectIdentifier.getInstance(algorithm.getObjectAt(0));
  }

  private static IOException unsupported(ASN1Sequence algorithm, String read) {
    return new UnsupportedAlgorithmException(
        "algorithm " + identifier(algorithm) + ", where " + read + " is read");
  }

  private static int number(ASN1Sequence sequence, int index, int most) throws IOException {
    BigInteger value = ASN1Integer.getInstance(sequence.getObjectAt(index)).getValue();
    if (value.signum() <= 0) {
      throw new IOException("a parameter must be 1 or more, not " + value);
    }
    if (value.bitLength() > 31 || value.intValue() > most) {
      throw new UnsupportedAlgorithmException(
          "a parameter of " + value + ", where at most " + most + " is read");
    }
    return value.intValue();
  }

  byte[] decrypt(char[] password) throws SigningException {
    try {
      return cipher(Cipher.DECRYPT_MODE, password).doFinal(encrypted);
    } catch (BadPaddingException e) {
      throw new SigningException(
          SigningException.Kind.WRONG_PASSWORD,
          "the password of the key file is wrong (or the file was changed)",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/CBC", e);
    }
  }

  private Cipher cipher(int mode, char[] password) throws GeneralSecurityException {
    byte[] utf8 = new byte[0];
    byte[] key = new byte[0];
    try {
      java.nio.ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
      utf8 = Arrays.copyOf(encoded.array(), encoded.limit());
      Arrays.fill(encoded.array(), (byte) 0);
      key = derivation.key(utf8, keyBytes);
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher;
    } finally {
      Arrays.fill(utf8, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }
}
