package org.depinsdk.rewards.preset;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.allocation.PoolResult;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.RewardPolicy;

/** Divides by presets, for tests of published numbers. */
abstract class PresetNumbers {
  final List<Contribution> contributions = new ArrayList<>();

  static OperatorId operator(int number) {
    return new OperatorId(String.format(java.util.Locale.ROOT, "0x%040x", number));
  }

  static DeviceId device(int number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      text.insert(
          0, "abcdefghijklmnopqrstuvwxyz234567".charAt(i < 6 ? number >>> (5 * i) & 31 : 0));
    }
    return new DeviceId("dev-" + text);
  }

  void add(int number, String kind, long units) {
    contributions.add(new Contribution(
        device(number), new ProofKind(kind), units, Owners.sole(operator(number))));
  }

  /** Adds what {@code kind:first:last:units} says. */
  void contribute(List<String> texts) {
    for (String text : texts) {
      String[] parts = text.split(":");
      for (int device = Integer.parseInt(parts[1]);
          device <= Integer.parseInt(parts[2]);
          device++) {
        add(device, parts[0], Long.parseLong(parts[3]));
      }
    }
  }

  static String[] figures(List<String> texts) {
    return texts.stream().flatMap(text -> Arrays.stream(text.split(":"))).toArray(String[]::new);
  }

  Allocation divide(String preset, String baseUnits, String... figures) throws Exception {
    TreeMap<String, BigInteger> map = new TreeMap<>();
    for (int i = 0; i < figures.length; i += 2) {
      map.put(figures[i], new BigInteger(figures[i + 1]));
    }
    return Presets.policy(preset)
        .allocate(TokenAmount.parse(baseUnits), Collections.emptySortedMap(), contributions, map);
  }

  static List<String> paid(Allocation allocation, String pool) {
    return allocation
        .lines()
        .filter(l -> l.pool().equals(pool))
        .map(AllocationLine::amount)
        .map(TokenAmount::toString)
        .toList();
  }

  static PoolResult pool(Allocation allocation, String name) {
    return allocation.pools().stream()
        .filter(p -> p.pool().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static TokenAmount minted(String preset, long epoch, String start, String... figures)
      throws Exception {
    Instant at = Instant.parse(start);
    EpochFacts.Builder facts = EpochFacts.builder(new Epoch(epoch, at, at.plusSeconds(1)));
    for (int i = 0; i < figures.length; i += 2) {
      facts.figure(figures[i], new BigInteger(figures[i + 1]));
    }
    RewardPolicy policy = Presets.policy(preset);
    return policy
        .emission()
        .mintText(policy.emission().genesisText(), facts.build())
        .minted();
  }
}
