package org.depinsdk.hardware.disk;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonBoolean;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonValue;

/**
 * What a disk says of its own condition. A figure that the disk does not have is empty.
 *
 * @param passed whether the disk's own assessment is good; empty if it makes none
 * @param celsius temperature
 * @param hours power-on hours
 * @param damaged sectors that were replaced, ATA attribute 5; for NVMe the media errors, for SCSI the grown defects
 * @param pending sectors that cannot be read now, ATA attribute 197
 * @param percentUsed an SSD's estimate of the endurance that is used
 */
public record SmartFigures(
    Optional<Boolean> passed,
    OptionalLong celsius,
    OptionalLong hours,
    OptionalLong damaged,
    OptionalLong pending,
    OptionalLong percentUsed) {
  /** Most bytes of smartctl's output. */
  static final int MAX_BYTES = 1 << 20;

  private static final String NVME = "nvme_smart_health_information_log";
  private static final long REALLOCATED_SECTORS = 5;
  private static final long PENDING_SECTORS = 197;

  /**
   * Reads what {@code smartctl --json --all} prints (smartmontools 7.0 and newer).
   *
   * @param output UTF-8, at most a mebibyte
   * @return the figures that are there
   * @throws EncodingException if the output is no JSON object, or says nothing of a disk
   */
  public static SmartFigures parse(byte[] output) throws EncodingException {
    JsonObject json = Json.parseObject(output, JsonLimits.DEFAULT.withLength(MAX_BYTES));
    SmartFigures figures = new SmartFigures(
        at(json, "smart_status", "passed").orElse(null) instanceof JsonBoolean passed
            ? Optional.of(passed.value())
            : Optional.empty(),
        first(at(json, "temperature", "current"), at(json, NVME, "temperature")),
        first(at(json, "power_on_time", "hours"), at(json, NVME, "power_on_hours")),
        first(
            attribute(json, REALLOCATED_SECTORS),
            at(json, NVME, "media_errors"),
            at(json, "scsi_grown_defect_list")),
        first(attribute(json, PENDING_SECTORS)),
        first(
            at(json, NVME, "percentage_used"),
            at(json, "scsi_percentage_used_endurance_indicator"),
            at(json, "endurance_used", "current_percent")));
    if (figures.passed.isEmpty() && figures.celsius.isEmpty() && figures.hours.isEmpty()) {
      throw new EncodingException("the output of smartctl holds no figure of a disk");
    }
    return figures;
  }

  // {"ata_smart_attributes": {"table": [{"id": 5, "raw": {"value": 0}}]}}
  private static Optional<JsonValue> attribute(JsonObject json, long id) {
    if (at(json, "ata_smart_attributes", "table").orElse(null) instanceof JsonArray table) {
      for (JsonValue row : table.items()) {
        if (row instanceof JsonObject one && number(at(one, "id")).equals(OptionalLong.of(id))) {
          return at(one, "raw", "value");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonValue> at(JsonObject json, String... path) {
    JsonValue value = json;
    for (String name : path) {
      value = value instanceof JsonObject object ? object.get(name) : null;
    }
    return Optional.ofNullable(value);
  }

  // what a kind of disk or a version of smartctl does not say is elsewhere or nowhere
  @SafeVarargs
  private static OptionalLong first(Optional<JsonValue>... places) {
    return Arrays.stream(places)
        .map(SmartFigures::number)
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong number(Optional<JsonValue> value) {
    try {
      return value.orElse(null) instanceof JsonNumber number
          ? OptionalLong.of(number.wholeNumber())
          : OptionalLong.empty();
    } catch (EncodingException e) {
      return OptionalLong.empty();
    }
  }
}
