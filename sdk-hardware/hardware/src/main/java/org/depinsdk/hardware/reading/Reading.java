package org.depinsdk.hardware.reading;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.depinsdk.core.report.Provenance;

/**
 * One value of one channel, and everything one must know to use it. A channel that could not be read is a reading too: its
 * grade is {@link Grade#BAD}, its reason says why, and it has no value.
 *
 * <pre>{@code
 * Reading reading = Reading.of(channel, receivedAt, sequence, Provenance.HARDWARE)
 *     .value(new BigDecimal("1024"))
 *     .build();
 * }</pre>
 *
 * @param channel the channel's name
 * @param quantity what was measured
 * @param unit the value's unit
 * @param value the number; empty if there is none
 * @param text the value as the device wrote it, for a state or if its very spelling is evidence
 * @param quality how good the value is
 * @param deviceTime when the device says it measured; empty if it says nothing
 * @param receivedAt when the value reached this process, by the driver context's clock
 * @param sequence 1 for the first reading, and one more for each after it: in a stream, where a gap is what was dropped, or
 *     among the readings that a driver was asked for
 * @param provenance where the value comes from
 * @param raw what the device sent, if the driver keeps it
 * @param signature the hardware's own signature, if it makes one
 */
public record Reading(
    String channel,
    Quantity quantity,
    Unit unit,
    Optional<BigDecimal> value,
    Optional<String> text,
    Quality quality,
    Optional<DeviceTime> deviceTime,
    Instant receivedAt,
    long sequence,
    Provenance provenance,
    Optional<RawBytes> raw,
    Optional<NativeSignature> signature) {
  /** Longest text of a value. */
  public static final int MAX_TEXT = 4096;

  /** Checks that value, text and quality agree. */
  public Reading {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence must be 1 or more, not " + sequence);
    }
    if (text.isPresent() && text.get().length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "text of " + text.get().length() + " characters, at most " + MAX_TEXT);
    }
    if (quality.grade() == Grade.GOOD && value.isEmpty() && text.isEmpty()) {
      throw new IllegalArgumentException("a good reading of " + channel + " has a value or a text");
    }
    if (quality.grade() == Grade.BAD && value.isPresent()) {
      throw new IllegalArgumentException(
          "a bad reading of " + channel + " has no value, not " + value.get());
    }
  }

  /**
   * Begins a reading.
   *
   * @param channel what was read
   * @param receivedAt when it reached this process
   * @param sequence its number
   * @param provenance where it comes from
   * @return a builder
   */
  public static Builder of(
      Channel channel, Instant receivedAt, long sequence, Provenance provenance) {
    return new Builder(channel, receivedAt, sequence, provenance);
  }

  /**
   * Whether the value can be used as it stands.
   *
   * @return true if the grade is {@link Grade#GOOD}
   */
  public boolean isGood() {
    return quality.grade() == Grade.GOOD;
  }

  /**
   * The provenance of something made of several readings: hardware only if all of them are, simulated as soon as one is.
   *
   * @param readings at least one
   * @return the weakest provenance
   */
  public static Provenance weakestProvenance(Collection<Reading> readings) {
    if (readings.isEmpty()) {
      throw new IllegalArgumentException("nothing has no provenance: give at least one reading");
    }
    Provenance weakest = Provenance.HARDWARE;
    for (Reading reading : readings) {
      if (reading.provenance() == Provenance.SIMULATED) {
        return Provenance.SIMULATED;
      }
      if (reading.provenance() == Provenance.REPLAY) {
        weakest = Provenance.REPLAY;
      }
    }
    return weakest;
  }

  /** Puts a reading together. Not safe for use by several threads. */
  public static final class Builder {
    private final Channel channel;
    private final Instant receivedAt;
    private final long sequence;
    private final Provenance provenance;
    private Optional<BigDecimal> value = Optional.empty();
    private Optional<String> text = Optional.empty();
    private Quality quality = Quality.GOOD;
    private Optional<DeviceTime> deviceTime = Optional.empty();
    private Optional<RawBytes> raw = Optional.empty();
    private Optional<NativeSignature> signature = Optional.empty();

    private Builder(Channel channel, Instant receivedAt, long sequence, Provenance provenance) {
      this.channel = channel;
      this.receivedAt = receivedAt;
      this.sequence = sequence;
      this.provenance = provenance;
    }

    /**
     * Sets the number.
     *
     * @param value in the channel's unit
     * @return this
     */
    public Builder value(BigDecimal value) {
      this.value = Optional.of(value);
      return this;
    }

    /**
     * Sets the value as the device wrote it.
     *
     * @param text at most {@value Reading#MAX_TEXT} characters
     * @return this
     */
    public Builder text(String text) {
      this.text = Optional.of(text);
      return this;
    }

    /**
     * Sets the quality; {@link Quality#GOOD} if it is not called.
     *
     * @param quality the quality
     * @return this
     */
    public Builder quality(Quality quality) {
      this.quality = quality;
      return this;
    }

    /**
     * Sets the device's own time.
     *
     * @param deviceTime by the device's clock
     * @return this
     */
    public Builder deviceTime(DeviceTime deviceTime) {
      this.deviceTime = Optional.of(deviceTime);
      return this;
    }

    /**
     * Keeps what the device sent.
     *
     * @param raw the exact bytes
     * @return this
     */
    public Builder raw(RawBytes raw) {
      this.raw = Optional.of(raw);
      return this;
    }

    /**
     * Keeps the hardware's own signature.
     *
     * @param signature as it came
     * @return this
     */
    public Builder signature(NativeSignature signature) {
      this.signature = Optional.of(signature);
      return this;
    }

    /**
     * Makes the reading.
     *
     * @return an immutable value
     */
    public Reading build() {
      return new Reading(
          channel.name(),
          channel.quantity(),
          channel.unit(),
          value,
          text,
          quality,
          deviceTime,
          receivedAt,
          sequence,
          provenance,
          raw,
          signature);
    }
  }
}
