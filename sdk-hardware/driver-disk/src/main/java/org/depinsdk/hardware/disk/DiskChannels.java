package org.depinsdk.hardware.disk;

import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.Unit;

/** The channels of a disk that keeps pieces. Those that begin with {@code smart} are there if a device for SMART is named. */
public final class DiskChannels {
  /** Size of the file system. */
  public static final String DISK_BYTES = "disk_bytes";

  /** What the file system gives to this process. */
  public static final String FREE_BYTES = "free_bytes";

  /** How many more bytes of pieces fit. */
  public static final String ROOM_BYTES = "room_bytes";

  /** Number of pieces. */
  public static final String PIECES = "pieces";

  /** Bytes of all pieces. */
  public static final String PIECE_BYTES = "piece_bytes";

  /** Pieces that the scrubber has read. */
  public static final String SCRUB_CHECKED = "scrub_checked";

  /** Pieces that the scrubber has found damaged. */
  public static final String SCRUB_DAMAGED = "scrub_damaged";

  /** How often the scrubber has read all pieces. */
  public static final String SCRUB_PASSES = "scrub_passes";

  /** The disk's own assessment: {@code passed} or {@code failed}. */
  public static final String SMART_STATUS = "smart_status";

  /** The disk's temperature. */
  public static final String SMART_TEMPERATURE = "smart_temperature";

  /** How many hours the disk has been on. */
  public static final String SMART_HOURS = "smart_hours";

  /** Sectors that were replaced, or NVMe's media errors. */
  public static final String SMART_DAMAGED = "smart_damaged";

  /** Sectors that cannot be read now. */
  public static final String SMART_PENDING = "smart_pending";

  /** NVMe's estimate of the endurance that is used. */
  public static final String SMART_USED = "smart_used";

  static final List<Channel> OF_STORE = List.of(
      gauge(DISK_BYTES, "storage.size", Unit.BYTE),
      gauge(FREE_BYTES, "storage.free", Unit.BYTE),
      gauge(ROOM_BYTES, "storage.room", Unit.BYTE),
      gauge(PIECES, "storage.pieces", Unit.ONE),
      gauge(PIECE_BYTES, "storage.used", Unit.BYTE),
      counter(SCRUB_CHECKED, "storage.scrub.checked"),
      counter(SCRUB_DAMAGED, "storage.scrub.damaged"),
      counter(SCRUB_PASSES, "storage.scrub.passes"));

  static final List<Channel> OF_SMART = List.of(
      new Channel(SMART_STATUS, new Quantity("disk.status"), Unit.ONE, ChannelKind.STATE),
      gauge(SMART_TEMPERATURE, "disk.temperature", Unit.CELSIUS),
      gauge(SMART_HOURS, "disk.power-on-hours", new Unit("h")),
      gauge(SMART_DAMAGED, "disk.sectors.damaged", Unit.ONE),
      gauge(SMART_PENDING, "disk.sectors.pending", Unit.ONE),
      gauge(SMART_USED, "disk.endurance-used", Unit.PERCENT));

  private DiskChannels() {}

  static List<Channel> all(boolean smart) {
    return smart ? Stream.concat(OF_STORE.stream(), OF_SMART.stream()).toList() : OF_STORE;
  }

  private static Channel gauge(String name, String quantity, Unit unit) {
    return new Channel(name, new Quantity(quantity), unit, ChannelKind.GAUGE);
  }

  private static Channel counter(String name, String quantity) {
    return new Channel(name, new Quantity(quantity), Unit.ONE, ChannelKind.COUNTER);
  }
}
