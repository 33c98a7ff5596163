package org.depinsdk.hardware.support;

import java.util.List;

/**
 * What a device answered.
 *
 * @param values one for each channel that was asked for, in their order
 * @param health how the device is
 */
public record Sample(List<Measured> values, Health health) {
  /** Copies the values. */
  public Sample {
    values = List.copyOf(values);
  }
}
