package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedMeterRecordTest {
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private static OcmfSigner meter(MeterCurve curve) {
    return OcmfSigner.ofSecret(curve, new byte[] {1, 2, 3}, "M-1");
  }

  private static SignedMeterRecord parse(String record) throws MalformedEvidenceException {
    return MeterFormat.parse(record, RecordRules.FIELD);
  }

  @ParameterizedTest
  @EnumSource(MeterCurve.class)
  void everyCurveSignsAndVerifies(MeterCurve curve) throws Exception {
    OcmfSigner meter = meter(curve);
    String text = meter.session(7, BEGIN, 1_000_000, BEGIN.plusSeconds(3600), 12_500_123, "TAG1");
    SignedMeterRecord record = MeterFormat.parse(text, RecordRules.STRICT);

    assertThat(record.verify(meter.publicKey())).isTrue();
    assertThat(record.verify(OcmfSigner.ofSecret(curve, new byte[] {9}, "M-1").publicKey()))
        .isFalse();
    assertThat(record.meterSerial()).isEqualTo("M-1");
    assertThat(record.pagination()).contains(new SignedMeterRecord.Pagination('T', 7));
    assertThat(record.readings()).hasSize(2);
    assertThat(record.readings().get(1).milliWattHours()).isEqualTo(OptionalLong.of(12_500_123));
    assertThat(record.readings().get(1).at()).contains(BEGIN.plusSeconds(3600));
  }

  @Test
  void theClaimedCurveMustBeTheKeysCurve() throws Exception {
    String text = meter(MeterCurve.SECP256R1).reading(1, BEGIN, ReadingMark.BEGIN, 5, "");
    String other = text.replace("secp256r1", "secp256k1");
    assertThat(parse(other).verify(meter(MeterCurve.SECP256R1).publicKey())).isFalse();
  }

  @Test
  void everyFlippedBitOfThePayloadIsFound() {
    OcmfSigner meter = meter(MeterCurve.SECP256R1);
    String text = meter.session(7, BEGIN, 1_000_000, BEGIN.plusSeconds(60), 1_100_000, "A");
    int end = text.lastIndexOf('|');
    Property.check(300, random -> {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      bytes[random.nextInt(5, end)] ^= (byte) (1 << random.nextInt(7));
      assertThat(accepted(new String(bytes, StandardCharsets.US_ASCII), meter.publicKey()))
          .isFalse();
    });
  }

  @Test
  void mutatedRecordsAreRefusedWithoutAnyOtherException() {
    OcmfSigner meter = meter(MeterCurve.SECP192R1);
    String ocmf = meter.session(7, BEGIN, 1_000_000, BEGIN.plusSeconds(60), 1_100_000, "A");
    String alfen =
        "AP;0;3;AMVBBEIORR2RGJLJ6YRZUGACQAXSDFCL66EIP3N7;BJKGK43UIRSXMAAROYYDCMZNUYFACRC2"
            + "I4ADGAABIAAAAAAAQ6ACMAD5CH4FWAIAAEEAB7Y6ACJD2AAAAAAAAAABRAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAASAA"
            + "AAAEIAAAAA====;IGRCBV3TL45XIGPJU7QGD3H4V6ICQ75GLPWEFNEKZX3RTTKJI2FBXHPCWUIWL5OENEHE3SQRVACHG"
            + "===;";
    Property.check(3000, random -> {
      String text = mutate(random.nextBoolean() ? ocmf : alfen, random);
      try {
        parse(text).verify(meter.publicKey());
      } catch (MalformedEvidenceException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
  }

  @Test
  void keysAsStationsSendThemOverOcpp() throws Exception {
    String spki =
        "3056301006072a8648ce3d020106052b8104000a034200044e4970098eeff5e0e286e3a38552679771b89315a49dddf66ebac6f176fb02df9841091010e6850510540dad0cf967fd8de0ab25198282b39597ddce09edf459";
    MeterKey key = MeterKey.parse(spki);
    String base64 = Base64.getEncoder().encodeToString(Hex.decode(spki));
    for (String plain : List.of(
        "oca:base16:asn1:" + spki,
        "oca:base16:asn1:0x" + spki.toUpperCase(Locale.ROOT).replaceAll("(..)", "$1-"),
        "oca:base64:asn1:" + base64)) {
      assertThat(MeterKey.parse(plain)).as(plain).isEqualTo(key);
      String sent = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
      assertThat(MeterKey.parse(sent)).as(sent).isEqualTo(key);
    }
    assertThat(MeterKey.parse(base64)).isEqualTo(key);
    for (String bad : List.of(
        "oca:", "oca:base16:asn1:", "oca:base16:raw:" + spki, "oca:x", "oca:base64:asn1:?")) {
      assertThatThrownBy(() -> MeterKey.parse(bad))
          .isInstanceOf(MalformedEvidenceException.class)
          .hasMessageContaining("public key");
    }
  }

  @Test
  void mutatedKeysAreRefusedWithoutAnyOtherException() {
    String spki =
        "3056301006072a8648ce3d020106052b8104000a034200044e4970098eeff5e0e286e3a38552679771b89315a49dddf66ebac6f176fb02df9841091010e6850510540dad0cf967fd8de0ab25198282b39597ddce09edf459";
    Property.check(2000, random -> {
      try {
        MeterKey.parse(mutate(spki, random));
      } catch (MalformedEvidenceException e) {
        assertThat(e.getMessage()).startsWith("public key");
      }
    });
    assertThatThrownBy(() -> MeterKey.parse("00".repeat(600)))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("at most");
  }

  private static boolean accepted(String text, MeterKey key) {
    try {
      return parse(text).verify(key);
    } catch (MalformedEvidenceException e) {
      return false;
    }
  }

  private static String mutate(String text, RandomGenerator random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = random.nextInt(1, 6); n > 0 && !out.isEmpty(); n--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(4)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, (char) random.nextInt(0x2fff));
        case 2 -> out.setCharAt(at, "{}[]|\":,0-9eE\ud800".charAt(random.nextInt(14)));
        default -> out.setLength(at);
      }
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "62500.1270,kWh,62500127000",
    "0.2596,kWh,259600",
    "'       3.988',kWh,3988000",
    "2850685,Wh,2850685000",
    "00000000.000,kWh,0",
    "1E3,Wh,1000000",
    "0.0000009,kWh,0",
  })
  void energyIsExactInMilliWattHours(String value, String unit, long expected) throws Exception {
    String payload =
        "{\"FV\":1.0,\"PG\":\"T1\",\"RD\":[{\"TM\":\"2018-07-24T13:22:04,5+0200 S\",\"TX\":\"B\","
            + "\"RV\":\"" + value + "\",\"RI\":\"1-b:1.8.e\",\"RU\":\"" + unit
            + "\",\"ST\":\"G\"}]}";
    MeterReading reading =
        parse(meter(MeterCurve.SECP256R1).sign(payload)).readings().get(0);
    assertThat(reading.milliWattHours()).isEqualTo(OptionalLong.of(expected));
    assertThat(reading.at()).contains(Instant.parse("2018-07-24T11:22:04.500Z"));
    assertThat(reading.clock()).isEqualTo(MeterClock.SYNCHRONISED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e20", "NaN", "1_000", "0x10", "99999999999999999999", "1e"})
  void aRegisterThatIsNoEnergyIsRefused(String value) {
    String payload =
        "{\"FV\":\"1.0\",\"PG\":\"T1\",\"RD\":[{\"RV\":\"" + value + "\",\"RU\":\"kWh\"}]}";
    assertThatThrownBy(() -> parse(meter(MeterCurve.SECP256R1).sign(payload)))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("RV");
  }

  @Test
  void omittedFieldsComeFromTheReadingBefore() throws Exception {
    String payload =
        "{\"FV\":\"1.0\",\"PG\":\"F9\",\"GS\":\"G\",\"RD\":[{\"TM\":\"2018-07-24T13:22:04,000+0200 R\","
            + "\"TX\":\"E\",\"RV\":1,\"RI\":\"1-b:1.8.0\",\"RU\":\"kWh\",\"EF\":\"t\",\"ST\":\"G\"},"
            + "{\"RV\":2,\"RI\":\"1-0:1.8.0*198\"},{\"RV\":3,\"RU\":\"sec\",\"EF\":\"E\",\"ST\":\"N\"}]}";
    SignedMeterRecord record = parse(meter(MeterCurve.SECP256R1).sign(payload));
    assertThat(record.meterSerial()).isEqualTo("G");
    MeterReading second = record.readings().get(1);
    assertThat(second.mark()).isEqualTo(ReadingMark.END);
    assertThat(second.clock()).isEqualTo(MeterClock.RELATIVE);
    assertThat(second.milliWattHours()).isEqualTo(OptionalLong.of(2_000_000));
    assertThat(second.register().orElseThrow().transaction()).isTrue();
    assertThat(second.timeBillable()).isFalse();
    assertThat(second.energyBillable()).isTrue();
    MeterReading third = record.readings().get(2);
    assertThat(third.milliWattHours()).isEmpty();
    assertThat(third.meterOk()).isFalse();
    assertThat(third.energyBillable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1-b:1.8.0,IMPORT,false",
    "01-00:01.08.00.FF,IMPORT,false",
    "1-b:1.8.e,IMPORT,false",
    "1-0:1.8.1,IMPORT,false",
    "1-0:1.8.0*198,IMPORT,true",
    "01-00:B2.08.00*FF,IMPORT,true",
    "01-00:C1.08.00*FF,EXPORT,false",
    "1-0:2.8.0.FF,EXPORT,false",
    "1-0:98.8.0.FF,IMPORT,true",
    "01-00:98.08.00.FF,IMPORT,true",
    "1-0:152.8.0*255,IMPORT,true",
    "01-00:9C.08.00.FF,IMPORT,false",
    "1-0:156.8.0*255,IMPORT,false",
    "1-0:154.8.0*255,OTHER,false",
    "1-0:1.17.0*255,OTHER,false",
    "01-00:00.08.06.FF,OTHER,false",
    "1-b:1.9.0,OTHER,false",
  })
  void registersInAllSpellings(String obis, EnergyRegister.Direction direction, boolean transaction)
      throws Exception {
    EnergyRegister register = EnergyRegister.parse(obis);
    assertThat(register.direction()).isEqualTo(direction);
    assertThat(register.transaction()).isEqualTo(transaction);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OCMF|{\"FV\":\"1.0\",\"FV\":\"1.0\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\"}",
        "OCMF|{\"FV\":\"2.0\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\"}",
        "OCMF|{\"FV\":\"1.5\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\"}",
        "OCMF|{\"FV\":\"0.0\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\"}",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[]}|{\"SD\":\"3006020101020101\"}",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\"}|x",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\",\"SA\":\"RSA\"}",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\",\"SM\":\"text/plain\"}",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[{}]}|{\"SD\":\"300602010102010100\"}",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[{\"TM\":\"2018-02-30T13:22:04,000+0200 S\"}]}|{\"SD\":\"3006020101020101\"}",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[{\"TX\":\"Q\"}]}|{\"SD\":\"3006020101020101\"}",
        "OCMF|{\"FV\":\"1.0\",\"RD\":[{\"a\":[[[[1]]]]}]}|{\"SD\":\"3006020101020101\"}",
        "OCMA|{\"FV\":\"1.0\",\"RD\":[{}]}|{\"SD\":\"3006020101020101\"}",
        "",
        "OCMF|",
        "AP;",
        "AP;0;3;A;B;C;"
      })
  void malformedRecordsSayWhatIsWrong(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedEvidenceException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void aRecordHasALargestSize() {
    assertThatThrownBy(() -> parse("OCMF|" + " ".repeat(MeterFormat.MAX_RECORD)))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("at most 16384");
  }

  @Test
  void strictRulesTakeNoOtherSignatureForm() throws Exception {
    OcmfSigner meter = meter(MeterCurve.SECP256R1);
    String text = meter.reading(1, BEGIN, ReadingMark.BEGIN, 5, "");
    int at = text.indexOf("\"SD\":\"") + 6;
    byte[] der = Hex.decode(text.substring(at, text.length() - 2));
    MeterSignature signature = MeterSignature.read(der, MeterCurve.SECP256R1, RecordRules.STRICT);
    String raw = text.substring(0, at) + hex(signature.r()) + hex(signature.s()) + "\"}";
    assertThat(parse(raw).verify(meter.publicKey())).isTrue();
    assertThat(parse(raw).canonicalSignature()).isFalse();
    assertThatThrownBy(() -> MeterFormat.parse(raw, RecordRules.STRICT))
        .isInstanceOf(MalformedEvidenceException.class);
    String zeros = text.substring(0, at) + "304602210" + "0" + hex(signature.r()) + "022100"
        + hex(signature.s()) + "\"}";
    assertThat(parse(zeros).verify(meter.publicKey())).isTrue();
    assertThat(parse("\n " + text + "\n").verify(meter.publicKey())).isTrue();
  }

  // as eBZ LD3 meters write it: a high bit that a strict reader takes for a sign
  @Test
  void anIntegerWithoutItsZeroByteIsReadByFieldRulesOnly() throws Exception {
    OcmfSigner meter = meter(MeterCurve.SECP256R1);
    for (int page = 1; ; page++) {
      String text = meter.reading(page, BEGIN, ReadingMark.BEGIN, 5, "");
      int at = text.indexOf("\"SD\":\"") + 6;
      byte[] der = Hex.decode(text.substring(at, text.length() - 2));
      MeterSignature signature = MeterSignature.read(der, MeterCurve.SECP256R1, RecordRules.STRICT);
      if (signature.r().bitLength() == 256) {
        String short32 = text.substring(0, at) + "30440220" + hex(signature.r()) + "0220"
            + hex(signature.s()) + "\"}";
        assertThat(parse(short32).verify(meter.publicKey())).isTrue();
        assertThat(parse(short32).canonicalSignature()).isFalse();
        assertThatThrownBy(() -> MeterFormat.parse(short32, RecordRules.STRICT))
            .isInstanceOf(MalformedEvidenceException.class)
            .hasMessageContaining("minimal positive");
        return;
      }
    }
  }

  private static String hex(BigInteger number) {
    return "0".repeat(64 - number.toString(16).length()) + number.toString(16);
  }
}
