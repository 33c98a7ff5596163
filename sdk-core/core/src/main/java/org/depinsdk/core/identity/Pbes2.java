package org.depinsdk.core.identity;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.generators.SCrypt;

/** EncryptedPrivateKeyInfo with PBES2, scrypt and AES-256-CBC. */
final class Pbes2 {
  private static final ASN1ObjectIdentifier ID_PBES2 =
      new ASN1ObjectIdentifier("1.2.840.113549.1.5.13");
  // RFC 7914 section 7
  private static final ASN1ObjectIdentifier ID_SCRYPT =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");
  private static final ASN1ObjectIdentifier ID_AES256_CBC =
      new ASN1ObjectIdentifier("2.16.840.1.101.3.4.1.42");
  // OWASP password storage: N = 2^15, r = 8, p = 3, 32 MiB
  private static final int COST = 1 << 15;
  private static final int BLOCK = 8;
  private static final int PARALLEL = 3;
  // what a file may ask for: 256 MiB
  private static final long MAX_MEMORY = 256L * 1024 * 1024;
  private static final int MAX_PARALLEL = 16;
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 16;
  private static final int SALT_BYTES = 16;

  private final byte[] salt;
  private final int cost;
  private final int block;
  private final int parallel;
  private final byte[] iv;
  private final byte[] encrypted;

  private Pbes2(byte[] salt, int cost, int block, int parallel, byte[] iv, byte[] encrypted) {
    this.salt = salt;
    this.cost = cost;
    this.block = block;
    this.parallel = parallel;
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
      encrypted = new Pbes2(salt, COST, BLOCK, PARALLEL, iv, new byte[0])
          .cipher(Cipher.ENCRYPT_MODE, password)
          .doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/CBC", e);
    }
    ASN1Sequence kdf = new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
      ID_SCRYPT,
      new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
        new DEROctetString(salt),
        new ASN1Integer(COST),
        new ASN1Integer(BLOCK),
        new ASN1Integer(PARALLEL)
      })
    });
    ASN1Sequence scheme = new DERSequence(
        new org.bouncycastle.asn1.ASN1Encodable[] {ID_AES256_CBC, new DEROctetString(iv)});
    ASN1Sequence algorithm = new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
      ID_PBES2, new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {kdf, scheme})
    });
    return new DERSequence(
            new org.bouncycastle.asn1.ASN1Encodable[] {algorithm, new DEROctetString(encrypted)})
        .getEncoded();
  }

  static Pbes2 parse(byte[] der) throws IOException {
    try {
      if (der.length == 0) {
        throw new IOException("nothing between its first and last line");
      }
      ASN1Sequence info = sequence(read(der), 2);
      ASN1Sequence algorithm = sequence(info.getObjectAt(0), 2);
      identifier(algorithm, ID_PBES2, "PBES2");
      ASN1Sequence parameters = sequence(algorithm.getObjectAt(1), 2);
      ASN1Sequence kdf = sequence(parameters.getObjectAt(0), 2);
      identifier(kdf, ID_SCRYPT, "scrypt");
      ASN1Sequence scrypt = ASN1Sequence.getInstance(kdf.getObjectAt(1));
      if (scrypt.size() < 4 || scrypt.size() > 5) {
        throw new IOException("scrypt parameters are salt, N, r, p and perhaps a length");
      }
      int cost = number(scrypt, 1, 1 << 20);
      int block = number(scrypt, 2, 32);
      int parallel = number(scrypt, 3, MAX_PARALLEL);
      if (Integer.bitCount(cost) != 1 || cost < 2 || 128L * cost * block > MAX_MEMORY) {
        throw new IOException("scrypt's N must be a power of two within 256 MiB, not " + cost);
      }
      ASN1Sequence scheme = sequence(parameters.getObjectAt(1), 2);
      identifier(scheme, ID_AES256_CBC, "AES-256-CBC");
      byte[] iv = ASN1OctetString.getInstance(scheme.getObjectAt(1)).getOctets();
      byte[] encrypted = ASN1OctetString.getInstance(info.getObjectAt(1)).getOctets();
      if (iv.length != IV_BYTES || encrypted.length == 0 || encrypted.length % IV_BYTES != 0) {
        throw new IOException("not a whole number of AES blocks");
      }
      return new Pbes2(
          ASN1OctetString.getInstance(scrypt.getObjectAt(0)).getOctets(),
          cost,
          block,
          parallel,
          iv,
          encrypted);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw new IOException("not an EncryptedPrivateKeyInfo: " + e.getMessage(), e);
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

  private static ASN1Sequence sequence(Object value, int size) throws IOException {
    ASN1Sequence sequence = ASN1Sequence.getInstance(value);
    if (sequence.size() != size) {
      throw new IOException("an ASN.1 sequence of " + sequence.size() + " items, expected " + size);
    }
    return sequence;
  }

  private static void identifier(ASN1Sequence sequence, ASN1ObjectIdentifier expected, String name)
      throws IOException {
    ASN1ObjectIdentifier found = ASN1ObjectIdentifier.getInstance(sequence.getObjectAt(0));
    if (!found.equals(expected)) {
      throw new IOException(
          "algorithm " + found + " where only " + name + " (" + expected + ") is supported");
    }
  }

  private static int number(ASN1Sequence sequence, int index, int most) throws IOException {
    BigInteger value = ASN1Integer.getInstance(sequence.getObjectAt(index)).getValue();
    if (value.signum() <= 0 || value.bitLength() > 31 || value.intValue() > most) {
      throw new IOException("a scrypt parameter must be 1 to " + most + ", not " + value);
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
      key = SCrypt.generate(utf8, salt, cost, block, parallel, KEY_BYTES);
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher;
    } finally {
      Arrays.fill(utf8, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }
}
