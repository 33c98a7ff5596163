package org.depinsdk.epoch;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.depinsdk.core.beacon.BeaconException;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconProofJson;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.proofs.Tables;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.Flow;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.emission.EpochFacts;

/** The names of a bundle's files and the JSON of the small values in them. */
final class BundleParts {
  static final String POLICY = "policy.json";
  static final String BEACON = "beacon.json";
  static final String FACTS = "facts.json";
  static final String TABLES = "tables.json";
  static final String REGISTRY = "registry.jsonl";
  static final String REGISTRY_CHANGES = "registry-changes.jsonl";
  static final String SANCTIONS = "sanctions.jsonl";
  static final String BEFORE = "before.json";
  static final String STATES_BEFORE = "states-before.jsonl";
  static final String REPORTS = "reports.pb";
  static final String VERDICTS = "verdicts.jsonl";
  static final String FAULTS = "faults.jsonl";
  static final String CLONES = "clones.jsonl";
  static final String CONTRIBUTIONS = "contributions.jsonl";
  static final String POOLS = "pools.jsonl";
  static final String PAYOUTS = "payouts.jsonl";
  static final String AFTER = "after.json";
  static final String STATES_AFTER = "states-after.jsonl";
  static final String DISTRIBUTION = "distribution.json";

  static final String EVIDENCE = "attestation-evidence.jsonl";
  static final String REVOCATION_LISTS = "revocation-lists.jsonl";

  static final String LOG = "log.json";
  static final String LOG_RECORDS = "log-records.bin";

  /** All parts, in the order in which a manifest names them; a network without a log has no others. */
  static final List<String> ALL = List.of(
      POLICY,
      BEACON,
      FACTS,
      TABLES,
      REGISTRY,
      REGISTRY_CHANGES,
      SANCTIONS,
      BEFORE,
      STATES_BEFORE,
      REPORTS,
      VERDICTS,
      FAULTS,
      CLONES,
      CONTRIBUTIONS,
      POOLS,
      PAYOUTS,
      AFTER,
      STATES_AFTER,
      DISTRIBUTION);

  /** The parts of a network that takes evidence of what devices are; they follow those of all. */
  static final List<String> OF_ATTESTATION = List.of(EVIDENCE, REVOCATION_LISTS);

  /** The parts of the log, which follow the others. */
  static final List<String> OF_LOG = List.of(LOG, LOG_RECORDS);

  private BundleParts() {}

  static JsonObject format(VerifiedBeacon verified) {
    Beacon beacon = verified.beacon();
    return JsonObject.builder()
        .put("proof", BeaconProofJson.format(verified.proof()))
        .put("source", beacon.source())
        .put("round", beacon.round())
        .put("randomness", Hex.encode(beacon.randomness()))
        .build();
  }

  /** Reads the randomness of an epoch and verifies that it came from the policy's source. */
  static VerifiedBeacon beacon(byte[] bytes, NetworkPolicy policy, Epoch epoch)
      throws EncodingException {
    JsonObject json = Json.parseObject(bytes, JsonLimits.DEFAULT);
    json.onlyNames("proof", "source", "round", "randomness");
    BeaconProof proof = BeaconProofJson.parse(json.object("proof"));
    try {
      Beacon recorded = new Beacon(
          json.string("source"), json.wholeNumber("round"), json.parsed("randomness", Hex::decode));
      return VerifiedBeacon.of(
              policy.randomness(), policy.network(), policy.admission().schedule(), epoch, proof)
          .requireEqual(recorded);
    } catch (BeaconException | IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  static JsonObject format(EpochFacts facts) {
    JsonObject.Builder figures = JsonObject.builder();
    facts.figures().forEach((name, value) -> figures.put(name, value.toString()));
    return JsonObject.builder()
        .put("epoch", facts.epoch().index())
        .put("figures", figures.build())
        .build();
  }

  static EpochFacts facts(byte[] bytes, EpochSchedule schedule) throws EncodingException {
    JsonObject json = Json.parseObject(bytes, JsonLimits.DEFAULT);
    json.onlyNames("epoch", "figures");
    TreeMap<String, BigInteger> values = new TreeMap<>();
    JsonObject figures = json.object("figures");
    for (String name : figures.members().keySet()) {
      values.put(name, figures.parsed(name, BundleParts::figure));
    }
    try {
      return new EpochFacts(schedule.at(json.wholeNumber("epoch")), values);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new EncodingException("field figures: " + e.getMessage());
    }
  }

  private static BigInteger figure(String text) {
    if (text.length() > 80) {
      throw new IllegalArgumentException("it has " + text.length() + " digits, at most 80");
    }
    return new BigInteger(text);
  }

  static JsonObject format(Tables tables) {
    JsonObject.Builder json = JsonObject.builder();
    tables.byName().forEach((name, rows) -> json.put(name, JsonObject.ofStrings(rows)));
    return json.build();
  }

  static Tables tables(byte[] bytes) throws EncodingException {
    JsonObject json = BundleJson.large(bytes);
    SortedMap<String, SortedMap<String, String>> byName = new TreeMap<>();
    for (String name : json.members().keySet()) {
      byName.put(name, BundleJson.strings(json, name));
    }
    return new Tables(byName);
  }

  static JsonObject format(PoolResult pool) {
    return JsonObject.builder()
        .put("pool", pool.pool())
        .put("amount", pool.amount().toString())
        .put("paid", pool.paid().toString())
        .put("from", flows(pool.inflows(), Flow::from))
        .put("to", flows(pool.outflows(), Flow::to))
        .put(
            "unallocated",
            JsonArray.of(
                pool.unallocated(),
                rest -> JsonObject.builder()
                    .put("reason", rest.reason().text())
                    .put("amount", rest.amount().toString())
                    .put("carried", rest.carried())
                    .build()))
        .build();
  }

  private static JsonArray flows(List<Flow> flows, Function<Flow, String> end) {
    return JsonArray.of(
        flows,
        flow -> JsonObject.builder()
            .put("pool", end.apply(flow))
            .put("amount", flow.amount().toString())
            .build());
  }

  static JsonObject format(AllocationLine line) {
    return JsonObject.builder()
        .put("pool", line.pool())
        .put("operator", line.operator().text())
        .put("device", line.device().map(d -> d.text()).orElse(""))
        .put("kind", line.kind().map(k -> k.text()).orElse(""))
        .put("units", Long.toString(line.units()))
        .put("weight", line.weight().toString())
        .put("totalWeight", line.totalWeight().toString())
        .put("share", line.share())
        .put("amount", line.amount().toString())
        .build();
  }
}
