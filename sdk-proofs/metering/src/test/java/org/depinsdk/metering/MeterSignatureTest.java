package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures in DER, nearly in DER and as two numbers side by side. */
class MeterSignatureTest {
  private static final String A29 = "11".repeat(29);

  private static MeterSignature read(MeterCurve curve, String hex)
      throws MalformedEvidenceException, EncodingException {
    return MeterSignature.read(Hex.decode(hex), curve, RecordRules.FIELD);
  }

  private static String form(String hex) throws Exception {
    return read(MeterCurve.SECP256R1, hex).form().name();
  }

  // each of 64 bytes, as many as r and s of 256 bits side by side
  @Test
  void sixtyFourBytesThatAreDerAreDer() throws Exception {
    String der = "303e021d" + A29 + "021d" + A29;
    assertThat(form(der)).isEqualTo("DER");
    assertThat(read(MeterCurve.SECP256R1, der).s()).isEqualTo(new BigInteger(A29, 16));
    for (String bytes : new String[] {
      "313e021d" + A29 + "021d" + A29,
      "303d021d" + A29 + "021d" + A29,
      "303f021d" + A29 + "021d" + A29,
      "303e031d" + A29 + "021d" + A29,
    }) {
      assertThat(form(bytes)).as(bytes).isEqualTo("RAW");
      assertThat(read(MeterCurve.SECP256R1, bytes).r())
          .isEqualTo(new BigInteger(bytes.substring(0, 64), 16));
      assertThat(read(MeterCurve.SECP256R1, bytes).s())
          .isEqualTo(new BigInteger(bytes.substring(64), 16));
    }
  }

  // of 132 bytes, as many as r and s of 521 bits: a length of two bytes
  @Test
  void aLongSignatureThatIsDerIsDer() throws Exception {
    String numbers = "023d" + "11".repeat(61) + "0240" + "22".repeat(64);
    assertThat(read(MeterCurve.SECP521R1, "308181" + numbers).form())
        .isEqualTo(MeterSignature.Form.DER);
    assertThat(read(MeterCurve.SECP521R1, "308281" + numbers).form())
        .isEqualTo(MeterSignature.Form.RAW);
    assertThat(read(MeterCurve.SECP521R1, "308180" + numbers).form())
        .isEqualTo(MeterSignature.Form.RAW);
    assertThat(read(MeterCurve.SECP521R1, "307f81" + numbers).form())
        .isEqualTo(MeterSignature.Form.RAW);
  }

  @ParameterizedTest
  @CsvSource({
    "3006020101020102,DER",
    "30070202010102017f,DER",
    "3007020200010201ff,UNSIGNED_DER",
    "3006020101020180,UNSIGNED_DER",
    "3006020180020101,UNSIGNED_DER",
    "300702020001020101,UNSIGNED_DER",
  })
  void formsOfDer(String hex, MeterSignature.Form form) throws Exception {
    assertThat(read(MeterCurve.SECP256R1, hex).form()).isEqualTo(form);
    byte[] bytes = Hex.decode(hex);
    if (form == MeterSignature.Form.DER) {
      assertThat(MeterSignature.read(bytes, MeterCurve.SECP256R1, RecordRules.STRICT)
              .form())
          .isEqualTo(form);
    } else {
      assertThatThrownBy(() -> MeterSignature.read(bytes, MeterCurve.SECP256R1, RecordRules.STRICT))
          .hasMessageContaining("minimal positive integers");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300602010102010200",
    "300502010102010200",
    "3007020101020102ff",
    "300402000201ff",
    "3005020101020002",
    "30050201010200",
    "3005020002010100",
  })
  void whatIsNoPairOfIntegersIsRefused(String hex) {
    assertThatThrownBy(() -> read(MeterCurve.SECP256R1, hex))
        .isInstanceOf(MalformedEvidenceException.class);
  }

  @Test
  void anIntegerHasAtMostOneByteMoreThanTheField() throws Exception {
    String longest = "00" + "ff".repeat(32);
    assertThat(form("30260221" + longest + "020101")).isEqualTo("DER");
    assertThat(form("30260201010221" + longest)).isEqualTo("DER");
    assertThatThrownBy(() -> form("30270222" + "00" + longest + "020101"))
        .hasMessageContaining("1 to 33 bytes");
    assertThatThrownBy(() -> form("30270201010222" + "00" + longest))
        .hasMessageContaining("1 to 33 bytes");
  }

  // r and s are numbers of the group: 1 to n - 1
  @ParameterizedTest
  @EnumSource(MeterCurve.class)
  void numbersOutsideTheGroupVerifyNothing(MeterCurve curve) {
    OcmfSigner meter = OcmfSigner.ofSecret(curve, new byte[] {5}, "M");
    BigInteger n = curve.domain().getN();
    BigInteger two = BigInteger.TWO;
    for (BigInteger[] rs : new BigInteger[][] {
      {BigInteger.ZERO, two},
      {two, BigInteger.ZERO},
      {n, two},
      {two, n},
      {n.add(two), two},
      {two.negate(), two}
    }) {
      assertThat(meter
              .publicKey()
              .verify(new byte[1], new MeterSignature(rs[0], rs[1], MeterSignature.Form.DER)))
          .isFalse();
    }
  }
}
