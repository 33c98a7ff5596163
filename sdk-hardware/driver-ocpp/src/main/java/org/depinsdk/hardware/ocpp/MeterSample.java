package org.depinsdk.hardware.ocpp;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One sampled value of a station's meter.
 *
 * @param at by the station's clock
 * @param measurand for example {@code Energy.Active.Import.Register}
 * @param unit for example {@code Wh}; {@code Celsius} in its right spelling
 * @param context for example {@code Transaction.Begin}, as the station wrote it; makers invent their own
 * @param phase empty for the sum
 * @param value the number; empty if the value is only the signed text
 * @param signed what the meter signed
 */
public record MeterSample(
    Instant at,
    String measurand,
    String unit,
    String context,
    String phase,
    Optional<BigDecimal> value,
    Optional<SignedValue> signed) {
  /** The measurand if a station names none, in both versions. */
  public static final String ENERGY = "Energy.Active.Import.Register";

  /** The context of a reading at the begin of a transaction, in both versions. */
  public static final String BEGIN = "Transaction.Begin";

  /** The context of a reading at the end of a transaction, in both versions. */
  public static final String END = "Transaction.End";

  /** The context if a station names none, in both versions. */
  public static final String PERIODIC = "Sample.Periodic";

  /**
   * A reading of the total energy register.
   *
   * @param at when
   * @param wattHours the register
   * @param context for example {@link #BEGIN}
   * @return the sample
   */
  public static MeterSample energy(Instant at, long wattHours, String context) {
    return new MeterSample(
        at,
        ENERGY,
        "Wh",
        context,
        "",
        Optional.of(BigDecimal.valueOf(wattHours)),
        Optional.empty());
  }

  /**
   * This sample with what the meter signed.
   *
   * @param value the signed text
   * @return a new sample
   */
  public MeterSample with(SignedValue value) {
    return new MeterSample(at, measurand, unit, context, phase, this.value, Optional.of(value));
  }
}
