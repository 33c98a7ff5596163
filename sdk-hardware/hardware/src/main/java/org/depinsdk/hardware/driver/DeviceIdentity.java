package org.depinsdk.hardware.driver;

/**
 * Which machine this is, as far as the machine itself tells. It is a claim, not a proof: a network identifies devices by
 * their keys.
 *
 * @param vendor empty if unknown
 * @param model empty if unknown
 * @param serial what stays the same when the device is plugged in elsewhere or gets another address; empty if unknown
 * @param firmware empty if unknown
 */
public record DeviceIdentity(String vendor, String model, String serial, String firmware) {}
