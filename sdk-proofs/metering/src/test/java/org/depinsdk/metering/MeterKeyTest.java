package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meter keys in every form in which stations print them, and what is none. */
class MeterKeyTest {
  private static final String X =
      "3aeeb45c392357820a58fdfb0857bd77ada31585c61c430531dfa53b440afbfd";
  private static final String POINT =
      X + "d95ac887c658ea55260f808f55ca948df235c2108a0d6dc7d4ab1a5e1a7955be";
  private static final String EC_P256 = "301306072a8648ce3d020106082a8648ce3d030107";

  /** The key of a KEBA station, in the first row of the table of OCMF records. */
  private static final String SPKI = "3059" + EC_P256 + "03420004" + POINT;

  private static MeterKey spki(String hex) throws MalformedEvidenceException, EncodingException {
    return MeterKey.ofSpki(Hex.decode(hex));
  }

  private static MeterKey point(MeterCurve curve, String hex)
      throws MalformedEvidenceException, EncodingException {
    return MeterKey.ofPoint(curve, Hex.decode(hex));
  }

  @Test
  void aKeyIsOneInAllItsForms() throws Exception {
    MeterKey key =
        MeterKey.parse(Conformance.table("metering/ocmf").rows().get(0).text("key"));
    assertThat(key.curve()).isEqualTo(MeterCurve.SECP256R1);
    // y is even
    assertThat(Hex.encode(key.point())).isEqualTo("02" + X);
    assertThat(key).hasToString("secp256r1:02" + X);
    assertThat(spki(SPKI)).isEqualTo(key).hasSameHashCodeAs(key);
    for (String hex : new String[] {POINT, "04" + POINT, "02" + X}) {
      assertThat(point(MeterCurve.SECP256R1, hex)).as(hex).isEqualTo(key);
      assertThat(MeterKey.parse(hex, Optional.of(MeterCurve.SECP256R1))).isEqualTo(key);
    }
    MeterKey other = point(MeterCurve.SECP256R1, "03" + X);
    assertThat(other).isNotEqualTo(key).doesNotHaveSameHashCodeAs(key);
    assertThat(key).isNotEqualTo(X);
    // of sha256sum, over "secp256r1", a zero byte and the compressed point
    assertThat(key.fingerprint())
        .isEqualTo("222470dd1e584bc4538dd6b3c7eace13fcbb7cf527b7dfa831a6dad3c9282154");
    Arrays.fill(key.point(), (byte) 0);
    assertThat(Hex.encode(key.point())).isEqualTo("02" + X);
  }

  // 3 is the x coordinate of a point on both curves
  @Test
  void oneNumberOnTwoCurvesIsTwoKeys() throws Exception {
    String three = "02" + "0".repeat(47) + "3";
    MeterKey random = point(MeterCurve.SECP192R1, three);
    MeterKey koblitz = point(MeterCurve.SECP192K1, three);
    assertThat(koblitz.point()).isEqualTo(random.point());
    assertThat(koblitz).isNotEqualTo(random);
    assertThat(koblitz.fingerprint()).isNotEqualTo(random.fingerprint());
  }

  // 1 is no x coordinate of secp256r1, and a point at infinity is a zero byte
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "04",
        "020000000000000000000000000000000000000000000000000000000000000001",
        "05" + X,
        "06" + POINT,
        "05" + POINT,
        "02" + POINT,
        "04" + X,
        "00" + X,
        "0402" + X,
        "02" + X + "00",
        "02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "04" + X + "d95ac887c658ea55260f808f55ca948df235c2108a0d6dc7d4ab1a5e1a7955bf",
      })
  void whatIsNoPointIsRefused(String hex) {
    assertThatThrownBy(() -> point(MeterCurve.SECP256R1, hex))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("a point of secp256r1");
  }

  @ParameterizedTest
  @CsvSource({
    "'',public key",
    "3059" + EC_P256 + "03420004" + POINT + "00,public key",
    "305a" + EC_P256 + "03420004" + POINT + "00,public key",
    // an algorithm that is not ecPublicKey, a curve that is not known, a null behind the curve
    "3059301306072a8648ce3d020206082a8648ce3d03010703420004" + POINT + ",public key algorithm",
    "3059301306072a8648ce3d020106082a8648ce3d03010603420004" + POINT + ",public key curve",
    "305b301506072a8648ce3d020106082a8648ce3d030107050003420004" + POINT + ",public key algorithm",
    // a bit string of no bytes, and one with a bit that is not used
    "3017" + EC_P256 + "0300" + ",public key",
    "3018" + EC_P256 + "030100" + ",public key",
    "3059" + EC_P256 + "03420104" + POINT + ",public key",
    "3059" + EC_P256 + "04420004" + POINT + ",public key point",
  })
  void whatIsNoSubjectPublicKeyInfoIsRefusedByField(String hex, String field) {
    assertThatThrownBy(() -> spki(hex == null ? "" : hex))
        .isInstanceOfSatisfying(
            MalformedEvidenceException.class,
            e -> assertThat(e.facts()).containsEntry("field", field));
  }

  @Test
  void sizesHaveLimits() {
    assertThatThrownBy(() -> MeterKey.ofSpki(new byte[300])).hasMessageContaining("tag 0");
    assertThatThrownBy(() -> MeterKey.ofSpki(new byte[301])).hasMessageContaining("at most 300");
    assertThatThrownBy(() -> MeterKey.parse(" ".repeat(1024))).hasMessageContaining("early end");
    assertThatThrownBy(() -> MeterKey.parse(" ".repeat(1025))).hasMessageContaining("at most 1024");
  }

  @Test
  void aKeyIsReadOverBlanksInHexadecimalAndBase64() throws Exception {
    MeterKey key = spki(SPKI);
    String base64 = Base64.getEncoder().encodeToString(Hex.decode(SPKI));
    for (String text : new String[] {
      SPKI,
      SPKI.toUpperCase(Locale.ROOT).replaceAll("(..)", "$1 \t\r\n"),
      base64,
      base64.replaceAll("(.{20})", "$1\r\n\t "),
      "oca:base64:asn1:" + base64.replaceAll("(.{20})", "$1\r\n\t "),
    }) {
      assertThat(MeterKey.parse(text)).as(text).isEqualTo(key);
    }
    assertThatThrownBy(() -> MeterKey.parse("3059!"))
        .hasMessageContaining("in hexadecimal or Base64");
    for (String oca : new String[] {
      "oca:base16:" + SPKI, "oca:base16:der:" + SPKI, "oca:base32:asn1:" + SPKI, "oca:"
    }) {
      assertThatThrownBy(() -> MeterKey.parse(oca))
          .as(oca)
          .isInstanceOf(MalformedEvidenceException.class)
          .hasMessageContaining("oca:base16:asn1:");
    }
  }

  // a point whose first byte is that of a sequence is a point, unless its length fits as well
  @Test
  void aBarePointThatBeginsLikeDerIsAPoint() throws Exception {
    Optional<MeterCurve> curve = Optional.of(MeterCurve.SECP256R1);
    int found = 0;
    for (int i = 1; found < 2; i++) {
      String x = "30" + String.format(Locale.ROOT, "%02x", i) + "0".repeat(60);
      try {
        MeterKey key = point(MeterCurve.SECP256R1, "02" + x);
        BigInteger y = key.curve()
            .domain()
            .getCurve()
            .decodePoint(key.point())
            .getAffineYCoord()
            .toBigInteger();
        String both = x + String.format(Locale.ROOT, "%064x", y);
        assertThat(MeterKey.parse(both, curve)).isEqualTo(key);
        found++;
      } catch (MalformedEvidenceException e) {
        assertThat(e).hasMessageContaining("a point of");
      }
    }
    assertThat(MeterKey.parse(SPKI, curve)).isEqualTo(spki(SPKI));
    String long521 =
        "30819b301006072a8648ce3d020106052b81040023038186000400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650";
    assertThat(MeterKey.parse(long521, curve).curve()).isEqualTo(MeterCurve.SECP521R1);
    for (String hex : new String[] {"", "30", "3000", "3001", "30819c" + long521.substring(6)}) {
      assertThatThrownBy(() -> MeterKey.parse(hex, curve))
          .as(hex)
          .hasMessageContaining("a point of");
    }
    assertThatThrownBy(() -> MeterKey.parse("3080" + "00".repeat(128), curve))
        .hasMessageContaining("a point of");
    assertThatThrownBy(() -> spki("3018" + EC_P256 + "030100")).hasMessageContaining("a point of");
  }
}
