package org.depinsdk.metering;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.jspecify.annotations.Nullable;

/**
 * A meter's public key on one of the {@link MeterCurve curves}, checked to be a point of the curve. Two keys are equal
 * where curve and point are.
 */
public final class MeterKey {
  /** Longest text of a key that is read. */
  public static final int MAX_TEXT = 1024;

  private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
  private static final String OCA = "oca:";
  private static final int MAX_BYTES = 300;

  private final MeterCurve curve;
  private final ECPublicKeyParameters parameters;
  private final byte[] point;

  private MeterKey(MeterCurve curve, ECPoint point) {
    this.curve = curve;
    this.parameters = new ECPublicKeyParameters(point, curve.domain());
    this.point = point.getEncoded(true);
  }

  /**
   * Reads a SubjectPublicKeyInfo (RFC 5480) with a named curve.
   *
   * @param der the DER bytes, nothing behind them
   * @return the key
   * @throws MalformedEvidenceException if the bytes are not a public key on a known curve
   */
  public static MeterKey ofSpki(byte[] der) throws MalformedEvidenceException {
    if (der.length > MAX_BYTES) {
      throw MalformedEvidenceException.field(
          "public key", der.length, "at most " + MAX_BYTES + " bytes");
    }
    Der outer = new Der(der);
    Der spki = outer.enter(Der.SEQUENCE, "public key");
    outer.end("public key");
    Der algorithm = spki.enter(Der.SEQUENCE, "public key algorithm");
    byte[] bits = spki.next(Der.BIT_STRING, "public key point");
    spki.end("public key");
    String type =
        Der.oid(algorithm.next(Der.OBJECT_IDENTIFIER, "public key type"), "public key algorithm");
    if (!type.equals(EC_PUBLIC_KEY)) {
      throw MalformedEvidenceException.field(
          "public key algorithm", type, "ecPublicKey " + EC_PUBLIC_KEY);
    }
    String oid =
        Der.oid(algorithm.next(Der.OBJECT_IDENTIFIER, "public key curve"), "public key curve");
    algorithm.end("public key algorithm");
    MeterCurve curve = MeterCurve.ofOid(oid)
        .orElseThrow(
            () -> MalformedEvidenceException.field("public key curve", oid, "a known curve"));
    if (bits.length < 1 || bits[0] != 0) {
      throw MalformedEvidenceException.field(
          "public key", "unused bits", "a string of whole bytes");
    }
    return ofPoint(curve, Arrays.copyOfRange(bits, 1, bits.length));
  }

  /**
   * Reads a bare point: compressed or uncompressed (SEC 1), or x and y without a prefix, as some meters print it.
   *
   * @param curve which curve, known from elsewhere
   * @param bytes the point
   * @return the key
   * @throws MalformedEvidenceException if the bytes are not a point of the curve
   */
  public static MeterKey ofPoint(MeterCurve curve, byte[] bytes) throws MalformedEvidenceException {
    int field = curve.fieldBytes();
    byte[] encoded = bytes;
    if (bytes.length == 2 * field) {
      encoded = new byte[2 * field + 1];
      encoded[0] = 4;
      System.arraycopy(bytes, 0, encoded, 1, bytes.length);
    }
    boolean compressed = encoded.length == field + 1 && (encoded[0] == 2 || encoded[0] == 3);
    boolean plain = encoded.length == 2 * field + 1 && encoded[0] == 4;
    if (!compressed && !plain) {
      throw notOn(curve, bytes);
    }
    try {
      ECPoint point = curve.domain().getCurve().decodePoint(encoded).normalize();
      if (!point.isInfinity() && point.isValid()) {
        return new MeterKey(curve, point);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw notOn(curve, bytes);
  }

  private static MalformedEvidenceException notOn(MeterCurve curve, byte[] bytes) {
    return MalformedEvidenceException.field(
        "public key", Hex.encode(bytes), "a point of " + curve.curveName());
  }

  /**
   * Reads a key as stations print it: a SubjectPublicKeyInfo in hexadecimal, with or without spaces, or in Base64; or as
   * they send it over OCPP, {@code oca:base16:asn1:…} or {@code oca:base64:asn1:…}, in Base64 or not (Open Charge Alliance,
   * Signed Meter Values in OCPP 1.0, section 3.2.2).
   *
   * @param text the text
   * @return the key
   * @throws MalformedEvidenceException if the text is not a key
   */
  public static MeterKey parse(String text) throws MalformedEvidenceException {
    return parse(text, Optional.empty());
  }

  /**
   * Reads a key as stations print it, also as a bare point.
   *
   * @param text a SubjectPublicKeyInfo or a point, in hexadecimal or Base64
   * @param pointCurve the curve of a bare point; empty where only a SubjectPublicKeyInfo is wanted
   * @return the key
   * @throws MalformedEvidenceException if the text is not a key
   */
  public static MeterKey parse(String text, Optional<MeterCurve> pointCurve)
      throws MalformedEvidenceException {
    if (text.length() > MAX_TEXT) {
      throw MalformedEvidenceException.field(
          "public key", text.length(), "at most " + MAX_TEXT + " characters");
    }
    byte[] bytes = text.startsWith(OCA) ? text.getBytes(StandardCharsets.UTF_8) : decodeText(text);
    String decoded = new String(bytes, StandardCharsets.UTF_8);
    if (decoded.startsWith(OCA)) {
      return ofSpki(decodeOca(decoded));
    }
    if (bytes.length > 2 && bytes[0] == Der.SEQUENCE && spkiLength(bytes)) {
      return ofSpki(bytes);
    }
    if (pointCurve.isPresent()) {
      return ofPoint(pointCurve.get(), bytes);
    }
    return ofSpki(bytes);
  }

  /**
   * The key's curve.
   *
   * @return the curve
   */
  public MeterCurve curve() {
    return curve;
  }

  /**
   * The one encoding that equal keys share.
   *
   * @return the compressed point (SEC 1), a fresh copy
   */
  public byte[] point() {
    return point.clone();
  }

  /**
   * A short name: SHA-256 over the curve's name, a zero byte and the compressed point.
   *
   * @return 64 hexadecimal digits
   */
  public String fingerprint() {
    MessageDigest digest = sha256();
    digest.update(curve.curveName().getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) 0);
    return Hex.encode(digest.digest(point));
  }

  /**
   * Verifies an ECDSA signature with SHA-256 over a message. Meters make no low s, so that r, s and r, n - s both pass:
   * what makes a record unique is its content, never its signature. Numbers that are not 1 to n - 1 verify nothing.
   */
  boolean verify(byte[] message, MeterSignature signature) {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, parameters);
    return verifier.verifySignature(sha256().digest(message), signature.r(), signature.s());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MeterKey key && curve == key.curve && Arrays.equals(point, key.point);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(point);
  }

  @Override
  public String toString() {
    return curve.curveName() + ":" + Hex.encode(point);
  }

  private static byte[] decodeOca(String text) throws MalformedEvidenceException {
    String[] parts = text.split(":", 4);
    if (parts.length == 4 && parts[2].equals("asn1")) {
      if (parts[1].equals("base16")) {
        // spec| other characters than 0-9a-fA-F and a prefix 0x are ignored
        return decodeText(parts[3].replaceFirst("^0[xX]", "").replaceAll("[^0-9a-fA-F]", ""));
      }
      if (parts[1].equals("base64")) {
        return decodeBase64(parts[3]);
      }
    }
    throw MalformedEvidenceException.field(
        "public key", text, "oca:base16:asn1:… or oca:base64:asn1:…");
  }

  // whether the outer length fits, so that an x coordinate that starts with 30 is not taken for DER
  private static boolean spkiLength(byte[] bytes) {
    int first = bytes[1] & 0xff;
    return first < 0x80
        ? first + 2 == bytes.length
        : first == 0x81 && (bytes[2] & 0xff) + 3 == bytes.length;
  }

  private static byte[] decodeText(String text) throws MalformedEvidenceException {
    String compact = text.replaceAll("[ \\t\\r\\n]", "");
    try {
      return Hex.decode(compact);
    } catch (EncodingException e) {
      return decodeBase64(compact);
    }
  }

  private static byte[] decodeBase64(String text) throws MalformedEvidenceException {
    try {
      return Base64.getDecoder().decode(text.replaceAll("[ \\t\\r\\n]", ""));
    } catch (IllegalArgumentException e) {
      throw MalformedEvidenceException.field("public key", text, "in hexadecimal or Base64");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
