package org.depinsdk.hardware.support;

import java.util.List;

/**
 * What a device answered.
 *
 * @param values one for each channel that was asked for, in their order
 * @param health the condition of the device
 * @param incarnation changes when the device restarted or was exchanged, so that its counters began
 *     anew even where they stand higher than before; empty where the device does not tell
 */
public record Sample(List<ChannelSample> values, Health health, String incarnation) {
  /** Copies the values. */
  public Sample {
    values = List.copyOf(values);
  }
}
