package org.depinsdk.epoch;

import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.registry.RegistryChange;

/** A device's history as JSON. */
final class DeviceHistoryJson {
  private DeviceHistoryJson() {}

  static JsonObject format(DeviceHistory history) {
    JsonObject.Builder json = JsonObject.builder();
    if (!history.since().equals(Instant.MIN)) {
      json.put("since", history.since().toString());
    }
    history
        .origin()
        .ifPresent(origin -> json.put(
            "origin",
            JsonObject.builder()
                .put("manufacturer", origin.manufacturer())
                .put("serial", origin.serial())
                .put("batch", origin.batch())
                .build()));
    return json.put(
            "owners",
            JsonArray.of(
                history.owners(),
                owner -> period(owner.from(), owner.until())
                    .put("operator", owner.operator().text())
                    .put("by", owner.by())
                    .build()))
        .put(
            "keys",
            JsonArray.of(
                history.keys(),
                key -> period(key.from(), key.until())
                    .put("key", key.key().didKey())
                    .put("session", key.session())
                    .put("by", key.by())
                    .build()))
        .put(
            "stops",
            JsonArray.of(
                history.stops(),
                stop -> JsonObject.builder()
                    .put("what", stop.what())
                    .put("at", stop.at().toString())
                    .put("reason", stop.reason())
                    .put("by", stop.by())
                    .build()))
        .put(
            "clones",
            JsonArray.of(
                history.clones(),
                clone -> JsonObject.builder()
                    .put("at", clone.at().toString())
                    .put("reason", clone.reason())
                    .put("first", format(clone.first()))
                    .put("second", format(clone.second()))
                    .build()))
        .build();
  }

  private static JsonObject.Builder period(Instant from, Optional<Instant> until) {
    return JsonObject.builder()
        .put("from", from.toString())
        .put("until", until.map(Instant::toString).orElse(""));
  }

  private static JsonObject format(RegistryChange.Machine machine) {
    return JsonObject.builder()
        .put("boot", machine.boot())
        .put("report", machine.report())
        .build();
  }
}
