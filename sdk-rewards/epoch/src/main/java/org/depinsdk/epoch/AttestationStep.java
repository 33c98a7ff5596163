package org.depinsdk.epoch;

import com.google.common.collect.FluentIterable;
import com.google.common.collect.Iterables;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceAttestation;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;

/**
 * What the attestations of devices are worth in an epoch: the thousandths of each result's tier, weighed by how much of the epoch it
 * counted. It is an attribute of {@code attestation/1} that factors and compositions can read, of each device that contributed
 * something. Its verdict names the evidence, and what ended a result within the epoch.
 */
final class AttestationStep {
  static final ProofKind KIND = new ProofKind("attestation/1");
  static final ScoreType SCORE = ScoreType.attribute("thousandth");
  private static final ReasonCode COUNTED = new ReasonCode("attestation.counted");

  private final SortedMap<DeviceId, Verdict> verdicts;

  AttestationStep(SortedMap<DeviceId, Verdict> verdicts) {
    this.verdicts = verdicts;
  }

  /** What the attestations of an epoch are worth; nothing if the policy has no rules of attestation. */
  static SortedMap<DeviceId, Verdict> verdicts(EpochInput input) {
    SortedMap<DeviceId, Verdict> verdicts = new TreeMap<>();
    input.policy().attestation().ifPresent(rules -> {
      for (DeviceId device : input.registry().devices()) {
        List<DeviceAttestation> attestations = input.registry().attestations(device);
        if (!attestations.isEmpty()) {
          verdicts.put(device, verdict(device, attestations, rules, input.epoch()));
        }
      }
    });
    return Collections.unmodifiableSortedMap(verdicts);
  }

  private static Verdict verdict(
      DeviceId device, List<DeviceAttestation> attestations, AttestationRules rules, Epoch epoch) {
    BigInteger weighed = BigInteger.ZERO;
    List<Finding> findings = new ArrayList<>();
    for (DeviceAttestation attestation : attestations) {
      Instant from = later(attestation.from(), epoch.start());
      Instant until = attestation.until().isBefore(epoch.end()) ? attestation.until() : epoch.end();
      if (from.isBefore(until)) {
        long worth = rules.worth(attestation.result().tier());
        weighed = weighed.add(BigInteger.valueOf(worth)
            .multiply(BigInteger.valueOf(Duration.between(from, until).toMillis())));
        findings.add(finding(attestation, from, until, worth, until.isBefore(epoch.end())));
      }
    }
    long length = Duration.between(epoch.start(), epoch.end()).toMillis();
    long units = weighed.divide(BigInteger.valueOf(length)).longValueExact();
    return new Verdict(device, KIND, GroupKey.device(device), SCORE.of(units), findings);
  }

  private static Finding finding(
      DeviceAttestation attestation, Instant from, Instant until, long worth, boolean ended) {
    Map<String, String> facts = new TreeMap<>(Map.of(
        "scheme", attestation.result().scheme(),
        "tier", attestation.result().tier(),
        "worth", Long.toString(worth),
        "evidence", attestation.result().evidence().toString(),
        "from", from.toString(),
        "until", until.toString()));
    if (ended) {
      facts.put("end", attestation.end());
    }
    boolean lost = ended && !attestation.end().equals(DeviceAttestation.SUPERSEDED);
    return Finding.of(COUNTED, lost ? Severity.WARNING : Severity.INFO, facts);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** The contributions of each device with that of its attestations among them. */
  Iterable<List<Contribution>> joined(Iterable<List<Contribution>> byDevice) {
    return verdicts.isEmpty() ? byDevice : Iterables.transform(byDevice, this::joined);
  }

  private List<Contribution> joined(List<Contribution> ofDevice) {
    Contribution first = ofDevice.get(0);
    Verdict verdict = verdicts.get(first.device());
    if (verdict == null) {
      return ofDevice;
    }
    List<Contribution> all = new ArrayList<>(ofDevice);
    all.add(new Contribution(first.device(), KIND, verdict.score().units(), first.owners()));
    all.sort(null);
    return all;
  }

  /** The verdicts about devices that contributed something, by device. */
  Iterable<Verdict> verdicts(Iterable<List<Contribution>> byDevice) {
    if (verdicts.isEmpty()) {
      return List.of();
    }
    return FluentIterable.from(byDevice).transformAndConcat(ofDevice -> {
      Verdict verdict = verdicts.get(ofDevice.get(0).device());
      return verdict == null ? List.of() : List.of(verdict);
    });
  }
}
