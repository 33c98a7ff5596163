package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.epoch.internal.Json;

/** A device's life as JSON. */
final class LifeJson {
  private LifeJson() {}

  static ObjectNode format(DeviceLife life) {
    ObjectNode json = Json.object();
    life.origin().ifPresent(origin -> {
      ObjectNode node = json.putObject("origin");
      node.put("manufacturer", origin.manufacturer());
      node.put("serial", origin.serial());
      node.put("batch", origin.batch());
    });
    var owners = json.putArray("owners");
    life.owners().forEach(owner -> {
      ObjectNode node = owners.addObject();
      node.put("operator", owner.operator().text());
      period(node, owner.from(), owner.until());
      node.put("by", owner.by());
    });
    var keys = json.putArray("keys");
    life.keys().forEach(key -> {
      ObjectNode node = keys.addObject();
      node.put("key", key.key().didKey());
      node.put("session", key.session());
      period(node, key.from(), key.until());
      node.put("by", key.by());
    });
    var stops = json.putArray("stops");
    life.stops().forEach(stop -> {
      ObjectNode node = stops.addObject();
      node.put("what", stop.what());
      node.put("at", stop.at().toString());
      node.put("reason", stop.reason());
      node.put("by", stop.by());
    });
    var clones = json.putArray("clones");
    life.clones().forEach(clone -> {
      ObjectNode node = clones.addObject();
      node.put("at", clone.at().toString());
      node.put("reason", clone.reason());
      box(node.putObject("first"), clone.first());
      box(node.putObject("second"), clone.second());
    });
    return json;
  }

  private static void period(ObjectNode node, Instant from, Optional<Instant> until) {
    node.put("from", from.toString());
    node.put("until", until.map(Instant::toString).orElse(""));
  }

  private static void box(ObjectNode node, RegistryChange.Box box) {
    node.put("boot", box.boot());
    node.put("report", box.report());
  }
}
