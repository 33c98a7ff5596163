package org.depinsdk.hardware.support;

import java.math.BigDecimal;
import java.util.Optional;
import org.depinsdk.hardware.reading.DeviceTime;
import org.depinsdk.hardware.reading.NativeSignature;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.RawBytes;

/**
 * What a device answered for one channel.
 *
 * @param value the number; empty if there is none
 * @param text the value as the device wrote it, if that matters
 * @param quality how good it is
 * @param deviceTime when the device says it measured
 * @param raw what the device sent, where it is kept
 * @param signature the hardware's own signature
 */
public record ChannelSample(
    Optional<BigDecimal> value,
    Optional<String> text,
    Quality quality,
    Optional<DeviceTime> deviceTime,
    Optional<RawBytes> raw,
    Optional<NativeSignature> signature) {
  /**
   * A good number.
   *
   * @param value in the channel's unit
   * @return the value
   */
  public static ChannelSample number(BigDecimal value) {
    return new ChannelSample(
        Optional.of(value),
        Optional.empty(),
        Quality.GOOD,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A good word.
   *
   * @param text as the device wrote it
   * @return the value
   */
  public static ChannelSample text(String text) {
    return new ChannelSample(
        Optional.empty(),
        Optional.of(text),
        Quality.GOOD,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * No value.
   *
   * @param quality of grade BAD
   * @return the value
   */
  public static ChannelSample missing(Quality quality) {
    return new ChannelSample(
        Optional.empty(),
        Optional.empty(),
        quality,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same with another quality.
   *
   * @param quality the quality; a BAD one takes the number away
   * @return a new value
   */
  public ChannelSample with(Quality quality) {
    boolean bad = quality.grade() == org.depinsdk.hardware.reading.Grade.BAD;
    return new ChannelSample(
        bad ? Optional.empty() : value, text, quality, deviceTime, raw, signature);
  }

  /**
   * The same with the device's time.
   *
   * @param time by the device's clock
   * @return a new value
   */
  public ChannelSample at(DeviceTime time) {
    return new ChannelSample(value, text, quality, Optional.of(time), raw, signature);
  }
}
