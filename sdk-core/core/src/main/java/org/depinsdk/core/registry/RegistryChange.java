package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
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
      if (!Domain.isName(deviceClass)) {
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
   * Evidence of what the device is was appraised, and its result counts from now on. It replaces the one before.
   *
   * @param scheme the kind of evidence, 1 to 64 of {@code a-z 0-9 . -}
   * @param tier the tier of the result, such as {@code affirming}; 1 to 64 of {@code a-z 0-9 . -}
   * @param evidence SHA-256 of the evidence with its media type
   * @param context SHA-256 of everything else that the result depends on: nonce, trust anchors, reference values, revocation
   *     lists and policy
   * @param instance SHA-256 of what the hardware is known by; a device keeps it for ever and no other device has it
   * @param notAfter when the result ends at the latest
   * @param counters what must not fall until the next evidence, such as a security version; at most {@value #MAX_FINDINGS}; copied
   * @param findings the codes of what was found, ascending; at most {@value #MAX_FINDINGS}
   * @param origin where the device was made, if the evidence proves it
   */
  record Attested(
      String scheme,
      String tier,
      Bytes32 evidence,
      Bytes32 context,
      Bytes32 instance,
      Instant notAfter,
      SortedMap<String, Long> counters,
      List<String> findings,
      Optional<DeviceOrigin> origin)
      implements RegistryChange {
    /** Most findings, and most counters, that are kept. */
    public static final int MAX_FINDINGS = 32;

    /** Checks the names and lengths, cuts the instant to milliseconds, and copies. */
    public Attested {
      for (String name : List.of(scheme, tier)) {
        if (!Domain.isName(name)) {
          throw new IllegalArgumentException(
              "scheme and tier are 1 to 64 of a-z 0-9 . -, not " + EncodingException.shown(name));
        }
      }
      if (findings.size() > MAX_FINDINGS || counters.size() > MAX_FINDINGS) {
        throw new IllegalArgumentException("there are at most " + MAX_FINDINGS
            + " findings and counters, not " + findings.size() + " and " + counters.size());
      }
      findings.forEach(RegistryChange::checkText);
      counters.keySet().forEach(RegistryChange::checkText);
      counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
      findings = List.copyOf(findings);
      notAfter = Instant.ofEpochMilli(notAfter.toEpochMilli());
    }
  }

  /**
   * The result of the device's attestation does not count any more.
   *
   * @param reason the stable code of the reason, such as {@code device.chain.revoked}
   */
  record AttestationWithdrawn(String reason) implements RegistryChange {
    /** Checks the code. */
    public AttestationWithdrawn {
      checkText(reason);
    }
  }

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
  record CloneFound(String reason, Machine first, Machine second) implements RegistryChange {
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
  record Machine(String boot, String report) {
    /** Checks the lengths. */
    public Machine {
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
