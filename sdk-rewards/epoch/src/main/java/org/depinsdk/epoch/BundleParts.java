package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.Tables;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.Flow;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.allocation.Unallocated;
import org.depinsdk.rewards.emission.EpochFacts;

/** The names of a bundle's files and the JSON of each value in them. */
final class BundleParts {
  static final String POLICY = "policy.json";
  static final String BEACON = "beacon.json";
  static final String FACTS = "facts.json";
  static final String TABLES = "tables.json";
  static final String REGISTRY = "registry.jsonl";
  static final String SANCTIONS = "sanctions.jsonl";
  static final String BEFORE = "before.json";
  static final String REPORTS = "reports.pb";
  static final String VERDICTS = "verdicts.jsonl";
  static final String FAULTS = "faults.jsonl";
  static final String CLONES = "clones.jsonl";
  static final String CONTRIBUTIONS = "contributions.jsonl";
  static final String POOLS = "pools.jsonl";
  static final String PAYOUTS = "payouts.jsonl";
  static final String AFTER = "after.json";
  static final String DISTRIBUTION = "distribution.json";

  /** All parts, in the order in which a manifest names them. */
  static final List<String> ALL = List.of(
      POLICY,
      BEACON,
      FACTS,
      TABLES,
      REGISTRY,
      SANCTIONS,
      BEFORE,
      REPORTS,
      VERDICTS,
      FAULTS,
      CLONES,
      CONTRIBUTIONS,
      POOLS,
      PAYOUTS,
      AFTER,
      DISTRIBUTION);

  private BundleParts() {}

  static byte[] beacon(Beacon beacon) {
    ObjectNode json = Json.object();
    json.put("source", beacon.source());
    json.put("round", beacon.round());
    json.put("randomness", Hex.encode(beacon.randomness()));
    return Json.document(json);
  }

  static Beacon beacon(byte[] bytes) throws EncodingException {
    ObjectNode json = Json.parse(bytes);
    Json.onlyFields(json, "source", "round", "randomness");
    try {
      return new Beacon(
          Json.text(json, "source"),
          Json.number(json, "round"),
          Hex.decode(Json.text(json, "randomness")));
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  static byte[] facts(EpochFacts facts) {
    ObjectNode json = Json.object();
    json.put("epoch", facts.epoch().index());
    ObjectNode figures = json.putObject("figures");
    facts.figures().forEach((name, value) -> figures.put(name, value.toString()));
    return Json.document(json);
  }

  static EpochFacts facts(byte[] bytes, EpochSchedule schedule) throws EncodingException {
    ObjectNode json = Json.parse(bytes);
    Json.onlyFields(json, "epoch", "figures");
    ObjectNode figures = Json.child(json, "figures");
    TreeMap<String, BigInteger> values = new TreeMap<>();
    try {
      for (var names = figures.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        String text = Json.text(figures, name);
        if (text.length() > 80) {
          throw new EncodingException(
              "figure " + name + " has " + text.length() + " digits, at most 80");
        }
        values.put(name, new BigInteger(text));
      }
      return new EpochFacts(schedule.at(Json.number(json, "epoch")), values);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new EncodingException("field figures: " + e.getMessage());
    }
  }

  static byte[] tables(Tables tables) {
    ObjectNode json = Json.object();
    tables.byName().forEach((name, rows) -> rows.forEach(json.putObject(name)::put));
    return Json.document(json);
  }

  static Tables tables(byte[] bytes) throws EncodingException {
    ObjectNode json = Json.parse(bytes);
    SortedMap<String, SortedMap<String, String>> byName = new TreeMap<>();
    for (var names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      byName.put(name, Json.textMap(Json.child(json, name)));
    }
    return new Tables(byName);
  }

  static ObjectNode pool(PoolResult pool) {
    ObjectNode json = Json.object();
    json.put("pool", pool.pool());
    json.put("amount", pool.amount().toString());
    json.put("paid", pool.paid().toString());
    flows(json.putArray("from"), pool.inflows(), Flow::from);
    flows(json.putArray("to"), pool.outflows(), Flow::to);
    ArrayNode rests = json.putArray("unallocated");
    for (Unallocated rest : pool.unallocated()) {
      ObjectNode node = rests.addObject();
      node.put("reason", rest.reason().text());
      node.put("amount", rest.amount().toString());
      node.put("carried", rest.carried());
    }
    return json;
  }

  private static void flows(ArrayNode array, List<Flow> flows, Function<Flow, String> end) {
    for (Flow flow : flows) {
      ObjectNode node = array.addObject();
      node.put("pool", end.apply(flow));
      node.put("amount", flow.amount().toString());
    }
  }

  static ObjectNode payout(AllocationLine line) {
    ObjectNode json = Json.object();
    json.put("pool", line.pool());
    json.put("operator", line.operator().text());
    json.put("device", line.device().map(d -> d.text()).orElse(""));
    json.put("kind", line.kind().map(k -> k.text()).orElse(""));
    json.put("units", Long.toString(line.units()));
    json.put("weight", line.weight().toString());
    json.put("totalWeight", line.totalWeight().toString());
    json.put("share", line.share());
    json.put("amount", line.amount().toString());
    return json;
  }
}
