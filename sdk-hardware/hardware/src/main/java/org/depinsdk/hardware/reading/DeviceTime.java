package org.depinsdk.hardware.reading;

import java.time.Instant;

/**
 * When a device says it measured.
 *
 * @param instant by the device's clock
 * @param status how far that clock can be trusted
 */
public record DeviceTime(Instant instant, ClockStatus status) {}
