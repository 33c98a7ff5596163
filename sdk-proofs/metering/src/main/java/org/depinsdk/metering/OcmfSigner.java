package org.depinsdk.metering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * A meter in software: for simulated stations and for tests. Signatures are deterministic (RFC 6979), so that a seeded
 * simulation gives the same records every time. A real meter's key never leaves the meter.
 *
 * <pre>{@code
 * OcmfSigner meter = OcmfSigner.ofSecret(MeterCurve.SECP256R1, secret, "M-0001");
 * String record = meter.session(7, begin, 1_000_000, end, 12_500_000, "TAG1");
 * }</pre>
 */
public final class OcmfSigner {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
          "uuuu-MM-dd'T'HH:mm:ss,SSSxx", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private final MeterCurve curve;
  private final BigInteger secret;
  private final MeterKey key;
  private final String serial;

  private OcmfSigner(MeterCurve curve, BigInteger secret, MeterKey key, String serial) {
    this.curve = curve;
    this.secret = secret;
    this.key = key;
    this.serial = serial;
  }

  /**
   * A meter with a known secret.
   *
   * @param curve on which it signs
   * @param secret any bytes; taken as a number and reduced to 1 to n - 1
   * @param serial the meter's number, 1 to 64 of letters, digits and {@code . - _}
   * @return the meter
   */
  public static OcmfSigner ofSecret(MeterCurve curve, byte[] secret, String serial) {
    if (!serial.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "a meter's serial is 1 to 64 letters, digits and . - _, not \"" + serial + "\"");
    }
    BigInteger limit = curve.domain().getN().subtract(BigInteger.ONE);
    BigInteger d = new BigInteger(1, secret).mod(limit).add(BigInteger.ONE);
    byte[] point = new FixedPointCombMultiplier()
        .multiply(curve.domain().getG(), d)
        .normalize()
        .getEncoded(true);
    try {
      return new OcmfSigner(curve, d, MeterKey.ofPoint(curve, point), serial);
    } catch (MalformedEvidenceException e) {
      throw new IllegalStateException("a multiple of the base point is on the curve", e);
    }
  }

  /**
   * The meter's public key.
   *
   * @return the key
   */
  public MeterKey publicKey() {
    return key;
  }

  /**
   * The meter's number.
   *
   * @return the serial
   */
  public String serial() {
    return serial;
  }

  /**
   * One signed record of a whole session, as most meters write it: two readings of the total import register.
   *
   * @param page the record's number
   * @param begin when the session began
   * @param beginMilliWattHours the register then
   * @param end when it ended
   * @param endMilliWattHours the register then
   * @param identification who charged; letters, digits and {@code . - _}
   * @return the OCMF text
   */
  public String session(
      long page,
      Instant begin,
      long beginMilliWattHours,
      Instant end,
      long endMilliWattHours,
      String identification) {
    return sign(payload(
        page,
        identification,
        reading(begin, "B", beginMilliWattHours) + "," + reading(end, "E", endMilliWattHours)));
  }

  /**
   * One signed record of one reading, as meters write it that sign begin and end apart.
   *
   * @param page the record's number
   * @param at when
   * @param mark where in the session
   * @param milliWattHours the register
   * @param identification who charges
   * @return the OCMF text
   */
  public String reading(
      long page, Instant at, ReadingMark mark, long milliWattHours, String identification) {
    return sign(payload(page, identification, reading(at, mark.letter(), milliWattHours)));
  }

  /**
   * Signs a payload as it is.
   *
   * @param payload the JSON of OCMF's payload section, without a bar
   * @return the OCMF text
   */
  public String sign(String payload) {
    if (payload.contains("|")) {
      throw new IllegalArgumentException("an OCMF payload has no bar in it");
    }
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, curve.domain()));
    BigInteger[] rs = signer.generateSignature(
        MeterKey.sha256().digest(payload.getBytes(StandardCharsets.UTF_8)));
    return "OCMF|" + payload + "|{\"SA\":\"ECDSA-" + curve.curveName() + "-SHA256\",\"SD\":\""
        + Hex.encode(der(rs)) + "\"}";
  }

  private String payload(long page, String identification, String readings) {
    if (!identification.matches("[A-Za-z0-9._-]{0,64}")) {
      throw new IllegalArgumentException(
          "an identification is at most 64 letters, digits and . - _," + " not \"" + identification
              + "\"");
    }
    return "{\"FV\":\"1.0\",\"GI\":\"depin-sdk\",\"GS\":\"" + serial + "\",\"PG\":\"T" + page
        + "\",\"MS\":\"" + serial + "\",\"IS\":true,\"IT\":\"ISO14443\",\"ID\":\"" + identification
        + "\",\"RD\":[" + readings + "]}";
  }

  private static String reading(Instant at, String mark, long milliWattHours) {
    return "{\"TM\":\"" + TIME.format(at) + " S\",\"TX\":\"" + mark + "\",\"RV\":"
        + BigDecimal.valueOf(milliWattHours, 3).toPlainString()
        + ",\"RI\":\"1-b:1.8.0\",\"RU\":\"Wh\",\"RT\":\"AC\",\"EF\":\"\",\"ST\":\"G\"}";
  }

  private byte[] der(BigInteger[] rs) {
    try {
      return StandardDSAEncoding.INSTANCE.encode(curve.domain().getN(), rs[0], rs[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
