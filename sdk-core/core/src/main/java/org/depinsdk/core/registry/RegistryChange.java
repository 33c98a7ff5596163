package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.OperatorId;

/** What happened to a device. */
public sealed interface RegistryChange {
  /** Longest reason or device class that is kept. */
  int MAX_TEXT = 200;

  /**
   * The device joined. Its first record, and only its first.
   *
   * @param key its public key
   * @param operator who is paid for it
   * @param deviceClass what it is, for example {@code access-point}; 1 to 64 of {@code a-z 0-9 . -}
   * @param cell its asserted place
   */
  record Enrolled(DeviceKey key, OperatorId operator, String deviceClass, Optional<H3Cell> cell)
      implements RegistryChange {
    /** Checks the class. */
    public Enrolled {
      if (!org.depinsdk.core.identity.Domain.isName(deviceClass)) {
        throw new IllegalArgumentException(
            "a device class is 1 to 64 of a-z 0-9 . -, not \"" + deviceClass + "\"");
      }
    }
  }

  /** The device was admitted, or admitted again after a suspension. */
  record Activated() implements RegistryChange {}

  /**
   * The device was stopped for a time.
   *
   * @param reason for its operator to read
   */
  record Suspended(String reason) implements RegistryChange {
    /** Checks the reason. */
    public Suspended {
      checkText(reason);
    }
  }

  /**
   * The device was stopped for good.
   *
   * @param reason for its operator to read
   */
  record Revoked(String reason) implements RegistryChange {
    /** Checks the reason. */
    public Revoked {
      checkText(reason);
    }
  }

  /**
   * The device signs with another key from now on.
   *
   * @param key the new key
   */
  record KeyRotated(DeviceKey key) implements RegistryChange {}

  /**
   * The device belongs to another operator from now on.
   *
   * @param operator the new operator
   */
  record Transferred(OperatorId operator) implements RegistryChange {}

  /**
   * The device asserts another place from now on.
   *
   * @param cell the new place
   */
  record Relocated(H3Cell cell) implements RegistryChange {}

  /**
   * The manufacturer's record of where the device was made.
   *
   * @param origin as its manufacturer recorded it
   */
  record OriginRecorded(DeviceOrigin origin) implements RegistryChange {}

  /**
   * A second key signs for the device for a while.
   *
   * @param key the session's key
   * @param from when it begins, at the earliest with this record
   * @param until when it ends
   */
  record SessionOpened(DeviceKey key, Instant from, Instant until) implements RegistryChange {}

  /**
   * The device's reports came from two machines. It changes nothing by itself; a network that stops the device records that too.
   *
   * @param reason the stable code of the rule that found it, such as {@code instance.interleaved-boots}
   * @param first one of the machines
   * @param second the other one
   */
  record CloneFound(String reason, Box first, Box second) implements RegistryChange {
    /** Checks the code. */
    public CloneFound {
      checkText(reason);
    }
  }

  /**
   * A machine, named by one of its reports.
   *
   * @param boot the machine's run that the report was made in, as the machine itself names it; may be empty
   * @param report the report's id
   */
  record Box(String boot, String report) {
    /** Checks the lengths. */
    public Box {
      checkText(report);
      if (boot.length() > MAX_TEXT) {
        throw new IllegalArgumentException(
            "a boot has at most " + MAX_TEXT + " characters, not " + boot.length());
      }
    }
  }

  private static void checkText(String text) {
    if (text.isBlank() || text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "a reason has 1 to " + MAX_TEXT + " characters, not " + text.length());
    }
  }
}
