package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fields of an OCMF record say, and the edges of each (OCMF 1.4, tables 1 to 25). */
class OcmfTest {
  /** 8 bytes: a sequence of two integers, 1 and 257. */
  private static final String SIGNATURE = "\"SD\":\"300702010102020101\"";

  private static SignedMeterRecord record(String payload, String signature, RecordRules rules)
      throws MalformedEvidenceException {
    return MeterFormat.parse("OCMF|{" + payload + "}|{" + signature + "}", rules);
  }

  private static SignedMeterRecord fields(String fields) throws MalformedEvidenceException {
    return record(
        "\"FV\":\"1.0\"," + fields.replace('\'', '"') + ",\"RD\":[{}]",
        SIGNATURE,
        RecordRules.FIELD);
  }

  private static MeterReading reading(String fields) throws MalformedEvidenceException {
    return record(
            "\"FV\":\"1.0\",\"RD\":[{" + fields.replace('\'', '"') + "}]",
            SIGNATURE,
            RecordRules.FIELD)
        .readings()
        .get(0);
  }

  private static SignedMeterRecord signed(String fields) throws MalformedEvidenceException {
    return record("\"FV\":\"1.0\",\"RD\":[{}]", fields.replace('\'', '"'), RecordRules.FIELD);
  }

  /** Something that may be refused. */
  private interface Parse {
    Object run() throws MalformedEvidenceException;
  }

  private static void refused(Parse parse, String field) {
    assertThatThrownBy(parse::run)
        .isInstanceOfSatisfying(
            MalformedEvidenceException.class,
            e -> assertThat(e.facts()).containsEntry("field", field));
  }

  @ParameterizedTest
  @CsvSource({
    "0,false,false", "0.0,false,false", "0.1,true,true", "0.9,true,true", "0.10,false,false",
    "1,true,true", "1.0,true,true", "1.3,true,true", "1.4,false,true", "1.5,false,false",
    "1.00,true,true", "1.001,false,false", "2.0,false,false", "x,false,false",
  })
  void versions(String version, boolean strict, boolean field) throws Exception {
    for (RecordRules rules : new RecordRules[] {RecordRules.STRICT, RecordRules.FIELD}) {
      Parse parse = () ->
          record("\"FV\":\"" + version + "\",\"RD\":[{}]", SIGNATURE, rules).version();
      if (rules == RecordRules.STRICT ? strict : field) {
        assertThat(parse.run()).isEqualTo(version);
      } else {
        assertThatThrownBy(parse::run)
            .hasMessageContaining("payload.FV")
            .hasMessageContaining("0.1 to 1." + (rules == RecordRules.STRICT ? 3 : 4));
      }
    }
  }

  // meters write one field as a number, a string or a truth value, and null for nothing
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'MS':'A','GS':'B';A",
        "'MS':'','GS':'B';B",
        "'MS':null,'GS':'B';B",
        "'GS':7;7",
        "'MS':true;true",
        "'MS':1.50;1.50",
        "'X':1;\"\"",
      },
      delimiter = ';')
  void aSerialIsTheMetersOrElseTheGateways(String fields, String serial) throws Exception {
    assertThat(fields(fields).meterSerial()).isEqualTo(serial);
  }

  @Test
  void textsHaveALargestLength() throws Exception {
    assertThat(fields("'MS':'" + "m".repeat(128) + "'").meterSerial()).hasSize(128);
    refused(() -> fields("'MS':'" + "m".repeat(129) + "'"), "payload.MS");
    assertThat(fields("'GS':'" + "g".repeat(128) + "'").meterSerial()).hasSize(128);
    refused(() -> fields("'GS':'" + "g".repeat(129) + "'"), "payload.GS");
    assertThat(fields("'ID':'" + "i".repeat(256) + "'").identification()).hasSize(256);
    refused(() -> fields("'ID':'" + "i".repeat(257) + "'"), "payload.ID");
    refused(() -> fields("'ID':['a']"), "payload.ID");
    refused(() -> fields("'ID':{'a':1}"), "payload.ID");
    assertThat(fields("'X':1").identification()).isEmpty();
  }

  @Test
  void recordNumbers() throws Exception {
    assertThat(fields("'PG':'T0'").pagination()).contains(new SignedMeterRecord.Pagination('T', 0));
    assertThat(fields("'PG':'F999999999999999999'").pagination())
        .contains(new SignedMeterRecord.Pagination('F', 999_999_999_999_999_999L));
    assertThat(fields("'X':1").pagination()).isEmpty();
    assertThat(fields("'X':1")).hasToString("OCMF  unnumbered 1 readings");
    for (String text : new String[] {"T", "X1", "T-1", "T1 ", "T1000000000000000000", "1"}) {
      refused(() -> fields("'PG':'" + text + "'"), "payload.PG");
    }
  }

  @Test
  void threeSectionsWithTwoBars() {
    for (String text : new String[] {
      "OCMF|{\"FV\":\"1.0\",\"RD\":[{}]}", "OCMF|{}|{}|", "OCMF|{}|{}|{}", "OCMF", "", "XCMF|{}|{}"
    }) {
      refused(() -> MeterFormat.parse(text, RecordRules.FIELD), "record");
    }
    for (String text : new String[] {"OCMF||", "OCMF|{}|", "OCMF|{}|{}x", "OCMF|[]|{}"}) {
      assertThatThrownBy(() -> MeterFormat.parse(text, RecordRules.FIELD))
          .hasMessageContaining("JSON object in section");
    }
    assertThatThrownBy(() -> MeterFormat.parse("OCMF|{\"a\":\"\ud800\"}|{}", RecordRules.FIELD))
        .hasMessageContaining("Unicode string");
  }

  @Test
  void whatIsSignedIsThePayloadAsItWasWritten() throws Exception {
    String payload = "\"FV\" : \"1.0\", \"ID\":\"\u00e4\u20ac\ud83d\ude00\",\n\"RD\":[{}]";
    assertThat(Hex.encode(record(payload, SIGNATURE, RecordRules.FIELD).signedBytes()))
        .isEqualTo("7b22465622203a2022312e30222c20224944223a22c3a4e282acf09f9880222c0a225244223a5b"
            + "7b7d5d7d");
  }

  @Test
  void aRecordIsAsLongAsItsLimitAndHasItsBlanksCut() throws Exception {
    String text = "OCMF|{\"FV\":\"1.0\",\"RD\":[{}]}|{" + SIGNATURE + "}";
    String padded = text + " ".repeat(MeterFormat.MAX_RECORD - text.length());
    assertThat(MeterFormat.parse(padded, RecordRules.FIELD).version()).isEqualTo("1.0");
    refused(() -> MeterFormat.parse(padded + " ", RecordRules.FIELD), "record");
    refused(() -> MeterFormat.parse(" " + text, RecordRules.STRICT), "record");
  }

  @ParameterizedTest
  @CsvSource({
    "ECDSA-secp192r1-SHA256,SECP192R1", "ECDSA-secp192k1-SHA256,SECP192K1",
    "ECDSA-secp256r1-SHA256,SECP256R1", "ECDSA-SECP256K1-SHA256,SECP256K1",
    "ECDSA-secp384r1-SHA256,SECP384R1", "ECDSA-secp521r1-SHA256,SECP521R1",
    "ECDSA-brainpool256r1-SHA256,BRAINPOOL256R1", "ECDSA-brainpoolP384r1-SHA256,BRAINPOOL384R1",
  })
  void algorithms(String name, MeterCurve curve) throws Exception {
    assertThat(signed("'SA':'" + name + "'," + SIGNATURE).curve()).isEqualTo(curve);
    assertThat(MeterCurve.ofName(curve.curveName())).contains(curve);
    assertThat(MeterCurve.ofOid(curve.oid())).contains(curve);
  }

  @Test
  void signaturesAreHexadecimalOrBase64() throws Exception {
    assertThat(signed(SIGNATURE).curve()).isEqualTo(MeterCurve.SECP256R1);
    assertThat(signed("'SE':'hex','SM':'application/x-der'," + SIGNATURE).canonicalSignature())
        .isTrue();
    String base64 = Base64.getEncoder().encodeToString(new byte[] {0x30, 6, 2, 1, 1, 2, 1, 9});
    assertThat(signed("'SE':'base64','SD':'" + base64 + "'").canonicalSignature())
        .isTrue();
    refused(() -> signed("'SA':'ECDSA-secp224r1-SHA256'," + SIGNATURE), "signature.SA");
    refused(() -> signed("'SA':'ECDSA-secp256r1-SHA512'," + SIGNATURE), "signature.SA");
    refused(() -> signed("'SM':'application/x'," + SIGNATURE), "signature.SM");
    refused(() -> signed("'SE':'base32'," + SIGNATURE), "signature.SE");
    refused(() -> signed("'SD':'3006020101'"), "signature.SD");
    refused(() -> signed("'SD':'30050201010201'"), "signature.SD");
    refused(() -> signed("'SD':'zz'"), "signature.SD");
    refused(() -> signed("'SE':'base64','SD':'?'"), "signature.SD");
    refused(() -> signed("'X':1"), "signature.SD");
    refused(() -> signed("'SD':'" + "0".repeat(1025) + "'"), "signature.SD");
  }

  @ParameterizedTest
  @CsvSource({
    "2018-07-24T13:22:04 S,2018-07-24T13:22:04Z,false,",
    "'2018-07-24T13:22:04,5+0200 S',2018-07-24T11:22:04.500Z,true,SYNCHRONISED",
    "'2018-07-24T13:22:04,05+0200 I',2018-07-24T11:22:04.050Z,true,INFORMATIVE",
    "2018-07-24T13:22:04.123-02:30 R,2018-07-24T15:52:04.123Z,true,RELATIVE",
    "2018-07-24T13:22:04Z U,2018-07-24T13:22:04Z,true,UNKNOWN",
    "'2018-07-24T13:22:04,1234+0200 S',,false,",
    "2018-07-24T13:22:04Z X,,false,",
    "2018-07-24T13:22:04Z,,false,",
    "2018-02-30T13:22:04Z S,,false,",
    "2018-07-24T25:22:04Z S,,false,",
    "2018-07-24T13:22:04+1900 S,,false,",
  })
  void times(String text, Instant at, boolean good, MeterClock clock) throws Exception {
    if (good) {
      MeterReading reading = reading("'TM':'" + text + "'");
      assertThat(reading.at()).contains(at);
      assertThat(reading.clock()).isEqualTo(clock);
      assertThat(text).endsWith(" " + clock.letter());
    } else {
      refused(() -> reading("'TM':'" + text + "'"), "payload.RD[0].TM");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "B,BEGIN,false",
    "C,CHARGING,false",
    "X,EXCEPTION,false",
    "E,END,true",
    "L,END_LOCAL,true",
    "R,END_REMOTE,true",
    "A,END_ABORT,true",
    "P,END_POWER_FAILURE,true",
    "S,SUSPENDED,false",
    "T,TARIFF,false",
    "'',NONE,false",
  })
  void marks(String letter, ReadingMark mark, boolean end) throws Exception {
    assertThat(reading("'TX':'" + letter + "'").mark()).isEqualTo(mark);
    assertThat(mark.letter()).isEqualTo(letter);
    assertThat(mark.isEnd()).isEqualTo(end);
    refused(() -> reading("'TX':'b'"), "payload.RD[0].TX");
  }

  @Test
  void aReadingThatSaysNothingSaysNothing() throws Exception {
    assertThat(reading("'X':1"))
        .isEqualTo(new MeterReading(
            Optional.empty(),
            MeterClock.UNKNOWN,
            ReadingMark.NONE,
            Optional.empty(),
            OptionalLong.empty(),
            false,
            true,
            true));
  }

  @Test
  void errorsAndStateAreLetters() throws Exception {
    MeterReading good = reading("'ST':'G','EF':''");
    assertThat(good.meterOk()).isTrue();
    assertThat(good.energyBillable()).isTrue();
    assertThat(good.timeBillable()).isTrue();
    MeterReading bad = reading("'ST':'GG','EF':'Et'");
    assertThat(bad.meterOk()).isFalse();
    assertThat(bad.energyBillable()).isFalse();
    assertThat(bad.timeBillable()).isFalse();
    assertThat(reading("'EF':'tE'").timeBillable()).isFalse();
  }

  @Test
  void anEmptyRegisterIsTheOneBefore() throws Exception {
    SignedMeterRecord record = record(
        "\"FV\":\"1.0\",\"RD\":[{\"RI\":\"1-b:1.8.0\",\"RU\":\"kWh\"},{\"RI\":\"\",\"RV\":2}]",
        SIGNATURE,
        RecordRules.FIELD);
    MeterReading second = record.readings().get(1);
    assertThat(second.register().map(EnergyRegister::text)).contains("1-b:1.8.0");
    assertThat(second.milliWattHours()).isEqualTo(OptionalLong.of(2_000_000));
  }

  @Test
  void registersHaveOneToTwentyFivePrintableCharacters() throws Exception {
    assertThat(EnergyRegister.parse("~".repeat(25)).direction())
        .isEqualTo(EnergyRegister.Direction.OTHER);
    assertThat(EnergyRegister.parse("!").text()).isEqualTo("!");
    for (String text : new String[] {"", "~".repeat(26), "1-b:1.8.0 ", "1\u007f"}) {
      refused(() -> EnergyRegister.parse(text), "RI");
    }
    // not 08 in the middle, three digits, a letter that is none of a register
    assertThat(EnergyRegister.parse("1-b:b2.8.0").transaction()).isTrue();
    assertThat(EnergyRegister.parse("1-b:2.8.0*198").transaction()).isTrue();
    assertThat(EnergyRegister.parse("1-b:C2.8.0").direction())
        .isEqualTo(EnergyRegister.Direction.EXPORT);
    assertThat(EnergyRegister.parse("1-b:C3.8.0").transaction()).isTrue();
    assertThat(EnergyRegister.parse("1-b:10.8.0").direction())
        .isEqualTo(EnergyRegister.Direction.OTHER);
    assertThat(EnergyRegister.parse("1-b:1.80.0").direction())
        .isEqualTo(EnergyRegister.Direction.OTHER);
  }

  @Test
  void aRecordHasOneToSixtyFourReadings() throws Exception {
    for (int count : new int[] {1, 64}) {
      assertThat(record(
                  "\"FV\":\"1.0\",\"RD\":[" + "{},".repeat(count - 1) + "{}]",
                  SIGNATURE,
                  RecordRules.FIELD)
              .readings())
          .hasSize(count);
    }
    for (String list : new String[] {"[]", "[" + "{},".repeat(64) + "{}]", "{}", "1", "null"}) {
      refused(
          () -> record("\"FV\":\"1.0\",\"RD\":" + list, SIGNATURE, RecordRules.FIELD),
          "payload.RD");
    }
    refused(
        () -> record("\"FV\":\"1.0\",\"RD\":[{},1]", SIGNATURE, RecordRules.FIELD), "payload.RD");
    refused(
        () -> record("\"FV\":\"1.0\",\"RD\":[{},{\"TX\":\"?\"}]", SIGNATURE, RecordRules.FIELD),
        "payload.RD[1].TX");
  }

  @ParameterizedTest
  @CsvSource({
    "99999999999999.999,Wh,99999999999999999", "1,WH,1000", "1,kwh,1000000", "1,varh,",
    "1.,Wh,1000", "1e-3,Wh,1", "0.0009,Wh,0", "5E+2,Wh,500000",
  })
  void energies(String value, String unit, Long milliWattHours) throws Exception {
    assertThat(reading("'RV':'" + value + "','RU':'" + unit + "'").milliWattHours())
        .isEqualTo(milliWattHours == null ? OptionalLong.empty() : OptionalLong.of(milliWattHours));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100000000000000", "-0.001", "1e99", "", ".5", "1e100"})
  void energiesOutOfRange(String value) {
    refused(() -> reading("'RV':'" + value + "','RU':'Wh'"), "payload.RD[0].RV");
  }
}
