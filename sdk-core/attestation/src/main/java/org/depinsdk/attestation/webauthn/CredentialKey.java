package org.depinsdk.attestation.webauthn;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;

/** Reads the key of a credential, a COSE_Key (RFC 9053) that names its algorithm. */
final class CredentialKey {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 4096;
  private static final BigInteger EXPONENT = BigInteger.valueOf(65537);

  private CredentialKey() {}

  /**
   * The key in the form of other formats; {@link SignatureAlgorithm#of} it is the algorithm that it names.
   *
   * @return empty if it is for another algorithm than ES256, ES384, ES512, EdDSA with Ed25519 or RS256
   */
  static Optional<AttestedKey> parse(CborValue.Dict map) throws EncodingException {
    long number = number(map, 3);
    Optional<SignatureAlgorithm> algorithm =
        SignatureAlgorithm.ofCose(number).filter(a -> a != SignatureAlgorithm.RS1);
    return algorithm.isEmpty() ? Optional.empty() : Optional.of(parse(algorithm.get(), map));
  }

  private static AttestedKey parse(SignatureAlgorithm algorithm, CborValue.Dict map)
      throws EncodingException {
    return switch (algorithm) {
      case ES256 -> point(map, 1, SECObjectIdentifiers.secp256r1, 32);
      case ES384 -> point(map, 2, SECObjectIdentifiers.secp384r1, 48);
      case ES512 -> point(map, 3, SECObjectIdentifiers.secp521r1, 66);
      case EDDSA -> {
        expect(map, 1, 1);
        expect(map, -1, 6);
        yield spki(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), bytes(map, -2, 32));
      }
      default -> rsa(map);
    };
  }

  private static AttestedKey point(
      CborValue.Dict map, long number, ASN1ObjectIdentifier curve, int length)
      throws EncodingException {
    expect(map, 1, 2);
    expect(map, -1, number);
    byte[] point = new byte[1 + 2 * length];
    point[0] = 4;
    System.arraycopy(bytes(map, -2, length), 0, point, 1, length);
    System.arraycopy(bytes(map, -3, length), 0, point, 1 + length, length);
    try {
      CustomNamedCurves.getByOID(curve).getCurve().decodePoint(point);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(
          "parameters -2 and -3 are no point of the credential key's curve");
    }
    return spki(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), point);
  }

  private static AttestedKey rsa(CborValue.Dict map) throws EncodingException {
    expect(map, 1, 3);
    BigInteger modulus = new BigInteger(1, bytes(map, -1, -1));
    BigInteger exponent = new BigInteger(1, bytes(map, -2, -1));
    int bits = modulus.bitLength();
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS || !modulus.testBit(0)) {
      throw new EncodingException("parameter -1 of the credential's key is an odd modulus of "
          + LEAST_RSA_BITS + " to " + MOST_RSA_BITS + " bits, not one of " + bits);
    }
    if (!exponent.equals(EXPONENT)) {
      throw new EncodingException("parameter -2 of the credential's key is 65537");
    }
    try {
      return spki(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          new RSAPublicKey(modulus, exponent).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  private static AttestedKey spki(AlgorithmIdentifier algorithm, byte[] key) {
    try {
      return new AttestedKey(new SubjectPublicKeyInfo(algorithm, key).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  private static CborValue field(CborValue.Dict map, long label) throws EncodingException {
    CborValue value = map.entries().get(new CborValue.Int(label));
    if (value == null) {
      throw new EncodingException("the credential's key has no parameter " + label);
    }
    return value;
  }

  private static long number(CborValue.Dict map, long label) throws EncodingException {
    return CborFields.number(field(map, label), "parameter " + label);
  }

  private static void expect(CborValue.Dict map, long label, long value) throws EncodingException {
    long found = number(map, label);
    if (found != value) {
      throw new EncodingException(
          "parameter " + label + " of the credential's key is " + value + ", not " + found);
    }
  }

  /** The length -1 stands for any. */
  private static byte[] bytes(CborValue.Dict map, long label, int length) throws EncodingException {
    byte[] bytes = CborFields.bytes(field(map, label), "parameter " + label);
    if (length >= 0 && bytes.length != length) {
      throw new EncodingException("parameter " + label + " of the credential's key has " + length
          + " bytes, not " + bytes.length);
    }
    return bytes;
  }
}
