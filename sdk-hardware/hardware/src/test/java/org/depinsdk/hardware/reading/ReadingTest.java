package org.depinsdk.hardware.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.report.Provenance;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final Channel CHANNEL = new Channel(
      "Energy.Active.Import.Register",
      new Quantity("energy.active.import"),
      Unit.KILOWATT_HOUR,
      ChannelKind.COUNTER);

  private static Reading.Builder reading() {
    return Reading.of(CHANNEL, Instant.EPOCH, 1, Provenance.HARDWARE);
  }

  @Test
  void aReadingKeepsWhatItIsGiven() {
    RawBytes raw = RawBytes.of(new byte[] {1, 2});
    NativeSignature signature =
        new NativeSignature("OCMF", "key-1", RawBytes.of(new byte[] {9}), Optional.of(true));
    DeviceTime time = new DeviceTime(Instant.EPOCH.plusSeconds(5), ClockStatus.SYNCHRONISED);
    Reading reading = reading()
        .value(new BigDecimal("12.340"))
        .text("12.340")
        .deviceTime(time)
        .raw(raw)
        .signature(signature)
        .build();
    assertThat(reading.value()).hasValue(new BigDecimal("12.340"));
    assertThat(reading.unit().code()).isEqualTo("kW.h");
    assertThat(reading.deviceTime()).hasValue(time);
    assertThat(reading.raw()).hasValue(RawBytes.of(new byte[] {1, 2}));
    assertThat(reading.signature()).hasValue(signature);
    assertThat(reading.isGood()).isTrue();
  }

  @Test
  void rawBytesCannotBeChanged() {
    byte[] bytes = {1, 2};
    RawBytes raw = RawBytes.of(bytes);
    bytes[0] = 9;
    raw.toArray()[1] = 9;
    assertThat(raw.toArray()).containsExactly(1, 2);
    assertThat(raw.length()).isEqualTo(2);
    assertThat(raw).hasSameHashCodeAs(RawBytes.of(new byte[] {1, 2}));
  }

  @Test
  void valueAndQualityMustAgree() {
    assertThatThrownBy(() -> reading().build()).hasMessageContaining("has a value or a text");
    Quality bad = Quality.bad(ReadingReasons.DEVICE_GONE, "unplugged");
    assertThatThrownBy(() -> reading().value(BigDecimal.ONE).quality(bad).build())
        .hasMessageContaining("has no value");
    assertThat(reading().quality(bad).build().isGood()).isFalse();
    Quality doubtful = Quality.uncertain(ReadingReasons.COUNTER_RESET, "");
    assertThat(reading().value(BigDecimal.ONE).quality(doubtful).build().isGood())
        .isFalse();
    assertThatThrownBy(() -> new Quality(Grade.BAD, Optional.empty(), ""))
        .hasMessageContaining("a reason is due");
    assertThatThrownBy(() -> new Quality(Grade.GOOD, Optional.of(ReadingReasons.MALFORMED), ""))
        .hasMessageContaining("a reason is due");
    assertThatThrownBy(() -> Reading.of(CHANNEL, Instant.EPOCH, 0, Provenance.HARDWARE)
            .value(BigDecimal.ONE)
            .build())
        .hasMessageContaining("sequence must be 1 or more");
    assertThatThrownBy(() -> reading().text("x".repeat(4097)).build())
        .hasMessageContaining("4097 characters");
  }

  @Test
  void namesHaveAForm() {
    assertThat(Unit.DBM.code()).isEqualTo("dB[mW]");
    assertThatThrownBy(() -> new Unit("k W")).hasMessageContaining("UCUM");
    assertThatThrownBy(() -> new Quantity("Energy")).hasMessageContaining("\"Energy\"");
    assertThatThrownBy(() -> new Channel("a b", CHANNEL.quantity(), Unit.ONE, ChannelKind.GAUGE))
        .hasMessageContaining("\"a b\"");
  }
}
