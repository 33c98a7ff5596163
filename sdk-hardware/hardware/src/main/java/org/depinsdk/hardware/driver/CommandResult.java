package org.depinsdk.hardware.driver;

/**
 * A device's answer to a command.
 *
 * @param accepted whether the device has done it or will
 * @param detail what the device said, may be empty
 */
public record CommandResult(boolean accepted, String detail) {}
