package org.depinsdk.attestation.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;

/** What pretend firmware measures while it boots: an event log in the crypto-agile form, and what it extends PCRs by. */
public final class PretendBoot {
  /** EV_NO_ACTION. */
  public static final int NO_ACTION = 0x3;

  /** EV_SEPARATOR. */
  public static final int SEPARATOR = 0x4;

  /** EV_S_CRTM_VERSION. */
  public static final int CRTM_VERSION = 0x8;

  /** EV_EFI_VARIABLE_DRIVER_CONFIG. */
  public static final int EFI_VARIABLE = 0x80000001;

  /** EV_EFI_BOOT_SERVICES_APPLICATION. */
  public static final int EFI_APPLICATION = 0x80000003;

  private static final int SHA256 = 0x000b;

  /**
   * An entry of the log.
   *
   * @param pcr the register
   * @param type the kind of event
   * @param digest what the register is extended by, unless the type is {@link #NO_ACTION}
   * @param data what the log says of it
   */
  public record Event(int pcr, int type, Bytes32 digest, byte[] data) {
    /** Copies. */
    public Event {
      data = data.clone();
    }

    @Override
    public byte[] data() {
      return data.clone();
    }
  }

  private final List<Event> events = new ArrayList<>();

  /** Nothing measured yet. */
  public PretendBoot() {}

  /**
   * A boot up to the operating system's loader: version of the firmware, state of secure boot, separators, one application.
   *
   * @param firmware a version
   * @param secureBoot whether secure boot is on
   * @return the boot
   */
  public static PretendBoot of(String firmware, boolean secureBoot) {
    PretendBoot boot = new PretendBoot()
        .measure(0, CRTM_VERSION, firmware.getBytes(StandardCharsets.UTF_16LE))
        .measure(7, EFI_VARIABLE, secureBootVariable(secureBoot));
    for (int pcr = 0; pcr < 8; pcr++) {
      boot.measure(pcr, SEPARATOR, new byte[4]);
    }
    byte[] image = "boot loader".getBytes(StandardCharsets.US_ASCII);
    return boot.measure(4, EFI_APPLICATION, Bytes32.sha256(image), new byte[] {1, 2, 3});
  }

  /**
   * The variable that tells whether secure boot is on.
   *
   * @param on its state
   * @return UEFI_VARIABLE_DATA
   */
  public static byte[] secureBootVariable(boolean on) {
    byte[] name = "SecureBoot".getBytes(StandardCharsets.UTF_16LE);
    return ByteBuffer.allocate(33 + name.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(HexFormat.of().parseHex("61dfe48bca93d211aa0d00e098032b8c"))
        .putLong(name.length / 2)
        .putLong(1)
        .put(name)
        .put((byte) (on ? 1 : 0))
        .array();
  }

  /**
   * Measures data.
   *
   * @param pcr the register
   * @param type the kind of event
   * @param data what is hashed and logged
   * @return this
   */
  public PretendBoot measure(int pcr, int type, byte[] data) {
    return measure(pcr, type, Bytes32.sha256(data), data);
  }

  /**
   * Measures something that the log does not hold.
   *
   * @param pcr the register
   * @param type the kind of event
   * @param digest of what is measured
   * @param data what the log says of it
   * @return this
   */
  public PretendBoot measure(int pcr, int type, Bytes32 digest, byte[] data) {
    events.add(new Event(pcr, type, digest, data));
    return this;
  }

  /**
   * What was measured.
   *
   * @return in order; may be changed to tamper with the log
   */
  public List<Event> events() {
    return events;
  }

  /**
   * The log.
   *
   * @return TCG_PCR_EVENT with the header, then TCG_PCR_EVENT2 for each event
   */
  public byte[] log() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] name = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);
    byte[] header = little(name.length + 17)
        .put(name)
        .putInt(0) // platformClass
        .put(new byte[] {0, 2, 0, 2}) // specification 2.0, errata 0, uintn of 8 bytes
        .putInt(1)
        .putShort((short) SHA256)
        .putShort((short) Bytes32.LENGTH)
        .put((byte) 0) // vendorInfoSize
        .array();
    out.writeBytes(little(32 + header.length)
        .putInt(0)
        .putInt(NO_ACTION)
        .put(new byte[20])
        .putInt(header.length)
        .put(header)
        .array());
    for (Event event : events) {
      out.writeBytes(little(50 + event.data().length)
          .putInt(event.pcr())
          .putInt(event.type())
          .putInt(1)
          .putShort((short) SHA256)
          .put(event.digest().bytes())
          .putInt(event.data().length)
          .put(event.data())
          .array());
    }
    return out.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
