package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.bouncycastle.util.encoders.Base32;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alfen's data sets, byte by byte, from a record of a real station on. */
class AlfenTest {
  private static final String REAL =
      Conformance.table("metering/alfen").rows().get(0).text("record");
  private static final String[] PARTS = REAL.split(";", -1);
  private static final byte[] DATA = Base32.decode(PARTS[4]);

  private static SignedMeterRecord parse(String record) throws MalformedEvidenceException {
    return MeterFormat.parse(record, RecordRules.STRICT);
  }

  private static String with(int part, String text) {
    String[] parts = PARTS.clone();
    parts[part] = text;
    return String.join(";", parts);
  }

  /** The real record with another data set, which its signature does not cover. */
  private static SignedMeterRecord changed(Consumer<ByteBuffer> change)
      throws MalformedEvidenceException {
    byte[] data = DATA.clone();
    change.accept(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
    return parse(with(4, Base32.toBase32String(data)));
  }

  // the values that OpenSSL's verdict is about, read from the record's bytes by hand
  @Test
  void aRealRecordSaysWhatItsBytesSay() throws Exception {
    SignedMeterRecord record = parse(REAL);
    assertThat(record.format()).isEqualTo(MeterFormat.ALFEN);
    assertThat(record.version()).isEqualTo("3");
    assertThat(record.meterSerial()).isEqualTo("0a01445a470033000140");
    assertThat(record.identification()).isEqualTo("1");
    assertThat(record.pagination()).contains(new SignedMeterRecord.Pagination('T', 17));
    assertThat(record.curve()).isEqualTo(MeterCurve.SECP192R1);
    assertThat(record.signedBytes()).isEqualTo(DATA);
    assertThat(record.canonicalSignature()).isTrue();
    assertThat(record).hasToString("ALFEN 0a01445a470033000140 T17 1 readings");
    assertThat(record.embeddedKey().map(MeterKey::point).map(Hex::encode))
        .contains(Hex.encode(Base32.decode(PARTS[3])));
    MeterReading reading = record.readings().get(0);
    assertThat(reading.at()).contains(Instant.parse("2018-11-23T14:41:01Z"));
    assertThat(reading.clock()).isEqualTo(MeterClock.INFORMATIVE);
    assertThat(reading.mark()).isEqualTo(ReadingMark.BEGIN);
    assertThat(reading.register().map(EnergyRegister::text)).contains("1-0:1.8.0*255");
    assertThat(reading.milliWattHours()).isEqualTo(OptionalLong.of(15_762_000));
    assertThat(reading.meterOk()).isTrue();
    assertThat(reading.energyBillable()).isTrue();
    assertThat(reading.timeBillable()).isTrue();
  }

  @Test
  void theEmbeddedKeyIsTheOnlyOneThatVerifies() throws Exception {
    SignedMeterRecord record = parse(REAL);
    MeterKey other =
        OcmfSigner.ofSecret(MeterCurve.SECP192R1, new byte[] {7}, "S").publicKey();
    assertThat(record.verify(record.embeddedKey().orElseThrow())).isTrue();
    assertThat(record.verify(other)).isFalse();
    assertThat(
            changed(data -> data.put(0, (byte) 9)).verify(record.embeddedKey().orElseThrow()))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0,BEGIN", "1,END", "2,CHARGING"})
  void theTypeIsTheMark(String type, ReadingMark mark) throws Exception {
    assertThat(parse(with(1, type)).readings().get(0).mark()).isEqualTo(mark);
  }

  @Test
  void bothVersionsAreRead() throws Exception {
    assertThat(parse(with(2, "2")).version()).isEqualTo("2");
    assertThat(parse(REAL.substring(0, REAL.length() - 1)).signedBytes()).isEqualTo(DATA);
  }

  private static void refused(int part, String field, String text) {
    assertThatThrownBy(() -> parse(with(part, text)))
        .as(text)
        .isInstanceOfSatisfying(
            MalformedEvidenceException.class,
            e -> assertThat(e.facts()).containsEntry("field", field));
  }

  @Test
  void whatIsNoRecordIsRefusedByField() {
    refused(1, "type", "3");
    refused(2, "version", "1");
    refused(3, "public key", PARTS[3].substring(8));
    refused(4, "data set and signature", PARTS[4].replace("=", "").substring(8));
    refused(5, "data set and signature", PARTS[5].replace("=", "").substring(8));
    refused(6, "record", "x");
    refused(6, "record", ";");
    refused(5, "record", "G;;");
    refused(0, "record", "OCMF");
  }

  // RFC 4648: A to Z and 2 to 7, at most six = behind them, and no bits beyond whole bytes
  @Test
  void whatIsNoBase32IsRefused() throws Exception {
    for (String text : new String[] {"a", "1", "8", "=", "\u0141"}) {
      refused(3, "key", text + PARTS[3].substring(1));
    }
    refused(3, "key", PARTS[3] + "A");
    refused(3, "key", PARTS[3] + "=======");
    assertThat(parse(with(3, PARTS[3] + "======")).embeddedKey()).isPresent();
    refused(4, "data set", PARTS[4].replace("A====", "B===="));
    refused(4, "data set", PARTS[4].replace("A====", "I===="));
    refused(5, "signature", PARTS[5].replace("G===", "H==="));
    refused(5, "data set and signature", "======");
  }

  @Test
  void paddingIsOptional() throws Exception {
    for (int part : new int[] {4, 5}) {
      assertThat(parse(with(part, PARTS[part].replace("=", "")))
              .verify(parse(REAL).embeddedKey().orElseThrow()))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 26, 30, 31})
  void anErrorBitIsAFault(int bit) throws Exception {
    assertThat(changed(data -> data.putInt(26, 1 << bit)).readings().get(0).meterOk())
        .isFalse();
    assertThat(changed(data -> data.putInt(26, ~(1 << 1 | 1 << 2 | 1 << 16 | 1 << 26 | 3 << 30)))
            .readings()
            .get(0)
            .meterOk())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "30,0,1,1000",
    "30,-3,1,1",
    "30,-6,1999,1",
    "30,3,1,1000000",
    "30,9,12,12000000000000",
    "30,-4,0,0",
    "27,0,1,",
    "31,0,1,",
  })
  void unitAndScaleMakeTheEnergy(int unit, int scale, long value, Long milliWattHours)
      throws Exception {
    OptionalLong energy = changed(
            data -> data.put(44, (byte) unit).put(45, (byte) scale).putLong(46, value))
        .readings()
        .get(0)
        .milliWattHours();
    assertThat(energy)
        .isEqualTo(milliWattHours == null ? OptionalLong.empty() : OptionalLong.of(milliWattHours));
  }

  @ParameterizedTest
  @CsvSource({"-7,1,scale", "10,1,scale", "0,-1,value", "9,9999999999,value"})
  void energyOutOfRangeIsRefused(int scale, long value, String field) {
    assertThatThrownBy(() -> changed(data -> data.put(45, (byte) scale).putLong(46, value)))
        .isInstanceOfSatisfying(
            MalformedEvidenceException.class,
            e -> assertThat(e.facts()).containsEntry("field", field));
  }

  @Test
  void numbersAreUnsigned() throws Exception {
    SignedMeterRecord record = changed(data ->
        data.putInt(34, -1).putInt(78, -1).position(38).put(new byte[] {-1, -2, 1, 8, -3, -4}));
    assertThat(record.pagination()).contains(new SignedMeterRecord.Pagination('T', 4_294_967_295L));
    assertThat(record.readings().get(0).at()).contains(Instant.ofEpochSecond(4_294_967_295L));
    assertThat(record.readings().get(0).register().map(EnergyRegister::text))
        .contains("255-254:1.8.253*252");
  }

  @Test
  void aUserEndsAtTheFirstByteThatIsNotPrintable() throws Exception {
    for (Map.Entry<String, String> user : Map.of(
            "ABCDEFGHIJ0123456789", "ABCDEFGHIJ0123456789",
            "!~\u007fA", "!~",
            "AB CD", "AB",
            "\u0000AB", "")
        .entrySet()) {
      byte[] bytes = user.getKey().getBytes(StandardCharsets.ISO_8859_1);
      assertThat(changed(data -> data.putInt(74, 0x41414141)
                  .position(54)
                  .put(new byte[20])
                  .position(54)
                  .put(bytes))
              .identification())
          .isEqualTo(user.getValue());
    }
  }
}
