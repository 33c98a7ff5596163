package org.depinsdk.attestation.tpm;

import java.util.HashMap;
import java.util.Map;

/** Types of events of the TCG PC Client Platform Firmware Profile 1.05, section 10.4.1, and what their digest is a hash of. */
enum EventType {
  POST_CODE(0x1, DigestOf.CONTENT),
  NO_ACTION(0x3, DigestOf.NOTHING),
  SEPARATOR(0x4, DigestOf.DATA),
  ACTION(0x5, DigestOf.DATA),
  EVENT_TAG(0x6, DigestOf.DATA),
  S_CRTM_CONTENTS(0x7, DigestOf.CONTENT),
  S_CRTM_VERSION(0x8, DigestOf.DATA),
  CPU_MICROCODE(0x9, DigestOf.CONTENT),
  PLATFORM_CONFIG_FLAGS(0xa, DigestOf.CONTENT),
  TABLE_OF_DEVICES(0xb, DigestOf.CONTENT),
  COMPACT_HASH(0xc, DigestOf.CONTENT),
  IPL(0xd, DigestOf.CONTENT),
  IPL_PARTITION_DATA(0xe, DigestOf.CONTENT),
  NONHOST_CODE(0xf, DigestOf.CONTENT),
  NONHOST_CONFIG(0x10, DigestOf.CONTENT),
  NONHOST_INFO(0x11, DigestOf.CONTENT),
  OMIT_BOOT_DEVICE_EVENTS(0x12, DigestOf.DATA),
  POST_CODE2(0x13, DigestOf.CONTENT),
  EFI_VARIABLE_DRIVER_CONFIG(0x80000001L, DigestOf.DATA),
  /** Firmware hashes the structure, or the variable alone, as older profiles said. */
  EFI_VARIABLE_BOOT(0x80000002L, DigestOf.CONTENT),
  EFI_BOOT_SERVICES_APPLICATION(0x80000003L, DigestOf.CONTENT),
  EFI_BOOT_SERVICES_DRIVER(0x80000004L, DigestOf.CONTENT),
  EFI_RUNTIME_SERVICES_DRIVER(0x80000005L, DigestOf.CONTENT),
  EFI_GPT_EVENT(0x80000006L, DigestOf.DATA),
  EFI_ACTION(0x80000007L, DigestOf.DATA),
  EFI_PLATFORM_FIRMWARE_BLOB(0x80000008L, DigestOf.CONTENT),
  EFI_HANDOFF_TABLES(0x80000009L, DigestOf.CONTENT),
  EFI_PLATFORM_FIRMWARE_BLOB2(0x8000000aL, DigestOf.CONTENT),
  EFI_HANDOFF_TABLES2(0x8000000bL, DigestOf.CONTENT),
  EFI_VARIABLE_BOOT2(0x8000000cL, DigestOf.DATA),
  EFI_GPT_EVENT2(0x8000000dL, DigestOf.DATA),
  EFI_HCRTM_EVENT(0x80000010L, DigestOf.CONTENT),
  /** Firmware hashes the structure; shim, and firmware before the profile, the variable alone. */
  EFI_VARIABLE_AUTHORITY(0x800000e0L, DigestOf.CONTENT),
  EFI_SPDM_FIRMWARE_BLOB(0x800000e1L, DigestOf.CONTENT),
  EFI_SPDM_FIRMWARE_CONFIG(0x800000e2L, DigestOf.CONTENT),
  EFI_SPDM_DEVICE_POLICY(0x800000e3L, DigestOf.CONTENT),
  EFI_SPDM_DEVICE_AUTHORITY(0x800000e4L, DigestOf.CONTENT),
  /** A type that the profile does not have. */
  UNKNOWN(-1, DigestOf.CONTENT);

  /** What a digest is a hash of. */
  enum DigestOf {
    /** The event's data. */
    DATA,
    /** Something that the log does not hold; the data describes it. */
    CONTENT,
    /** Nothing: the event extends no register. */
    NOTHING
  }

  private static final Map<Long, EventType> BY_NUMBER = new HashMap<>();

  static {
    for (EventType type : values()) {
      BY_NUMBER.put(type.number, type);
    }
  }

  private final long number;
  private final DigestOf digestOf;

  EventType(long number, DigestOf digestOf) {
    this.number = number;
    this.digestOf = digestOf;
  }

  DigestOf digestOf() {
    return digestOf;
  }

  static EventType of(long number) {
    return BY_NUMBER.getOrDefault(number, UNKNOWN);
  }
}
