package org.depinsdk.metering;

import java.util.List;
import java.util.Optional;

/**
 * A record as a meter signed it: the exact signed bytes, the signature, and what the bytes say. That it could be read
 * says nothing about the signature; see {@link #verify}.
 */
public final class SignedMeterRecord {
  private final MeterFormat format;
  private final String version;
  private final String meterSerial;
  private final Optional<Pagination> pagination;
  private final String identification;
  private final List<MeterReading> readings;
  private final byte[] signedBytes;
  private final MeterCurve curve;
  private final MeterSignature signature;
  private final Optional<MeterKey> embeddedKey;

  /**
   * The number that a meter gives to its records.
   *
   * @param context T for transactions, F for fiscal readings
   * @param number counts up by one with each record of the context
   */
  public record Pagination(char context, long number) {
    @Override
    public String toString() {
      return context + Long.toString(number);
    }
  }

  SignedMeterRecord(
      MeterFormat format,
      Content content,
      byte[] signedBytes,
      MeterCurve curve,
      MeterSignature signature,
      Optional<MeterKey> embeddedKey) {
    this.format = format;
    this.version = content.version();
    this.meterSerial = content.meterSerial();
    this.pagination = content.pagination();
    this.identification = content.identification();
    this.readings = List.copyOf(content.readings());
    this.signedBytes = signedBytes;
    this.curve = curve;
    this.signature = signature;
    this.embeddedKey = embeddedKey;
  }

  /** What the signed bytes say. */
  record Content(
      String version,
      String meterSerial,
      Optional<Pagination> pagination,
      String identification,
      List<MeterReading> readings) {}

  /**
   * In which format it was written.
   *
   * @return the format
   */
  public MeterFormat format() {
    return format;
  }

  /**
   * The version of the format.
   *
   * @return for example {@code 1.0}
   */
  public String version() {
    return version;
  }

  /**
   * The meter's serial number: OCMF's MS, or GS where the gateway is the meter.
   *
   * @return possibly empty
   */
  public String meterSerial() {
    return meterSerial;
  }

  /**
   * The record's number.
   *
   * @return empty where the record carries none
   */
  public Optional<Pagination> pagination() {
    return pagination;
  }

  /**
   * Who charged, as the station identified them (OCMF's ID).
   *
   * @return possibly empty
   */
  public String identification() {
    return identification;
  }

  /**
   * The values.
   *
   * @return 1 or more, in the record's order, omitted fields filled in
   */
  public List<MeterReading> readings() {
    return readings;
  }

  /**
   * The exact bytes under the signature.
   *
   * @return a fresh copy
   */
  public byte[] signedBytes() {
    return signedBytes.clone();
  }

  /**
   * The curve that the record claims. It is not signed: what counts is the registered key's curve.
   *
   * @return the curve
   */
  public MeterCurve curve() {
    return curve;
  }

  /**
   * Whether the signature was written in the form that the standard asks for.
   *
   * @return false where {@link RecordRules} had to be lenient
   */
  public boolean canonicalSignature() {
    return format == MeterFormat.ALFEN || signature.form() == MeterSignature.Form.DER;
  }

  /**
   * The key that is in the record itself (Alfen). It proves nothing until it is compared with a registered one.
   *
   * @return empty where the format carries no key
   */
  public Optional<MeterKey> embeddedKey() {
    return embeddedKey;
  }

  /**
   * Verifies the signature. A record that claims another curve than the key's, or carries another key, fails.
   *
   * @param key the registered key
   * @return whether the meter with this key signed these bytes
   */
  public boolean verify(MeterKey key) {
    return key.curve() == curve
        && embeddedKey.map(key::equals).orElse(true)
        && key.verify(signedBytes, signature);
  }

  @Override
  public String toString() {
    return format + " " + meterSerial + " "
        + pagination.map(Pagination::toString).orElse("unnumbered") + " " + readings.size()
        + " readings";
  }
}
