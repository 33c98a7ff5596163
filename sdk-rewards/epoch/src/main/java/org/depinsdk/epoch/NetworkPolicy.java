package org.depinsdk.epoch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.PolicyDocument;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.document.Schemas;
import org.depinsdk.rewards.policy.RewardPolicy;

/**
 * Everything that a network decided beforehand: its name and epochs, which reports it takes, by which proofs it judges them
 * and with which settings, and how it pays. Data with an id, so that a bundle says by which rules it was made.
 *
 * @param admission name, schedule and time windows
 * @param provenance whose reports count; a network that pays real devices takes {@code HARDWARE} alone
 * @param proofs the settings of each proof that counts
 * @param compositions how several proofs of a device become one contribution; the name of each is the kind of that
 *     contribution, for example {@code placed-coverage/1}, which a pool can pay
 * @param rewards emission and pools
 * @param identity which authorities are trusted about devices, beside their owners
 * @param randomness where the randomness of each epoch comes from
 * @param payouts whether the amounts are paid; with {@code REAL}, randomness that the operator chose is refused
 * @param witnesses who has to cosign the network's log; empty if nobody does
 * @param attestation what counts as evidence of what a device is; empty if nothing does
 */
public record NetworkPolicy(
    AdmissionRules admission,
    Set<Provenance> provenance,
    SortedMap<ProofKind, ProofConfig> proofs,
    List<Composition> compositions,
    RewardPolicy rewards,
    IdentityRules identity,
    BeaconSource randomness,
    Payouts payouts,
    Optional<NetworkWitnesses> witnesses,
    Optional<AttestationRules> attestation) {
  /** The first field of a policy file and its value. */
  public static final String FORMAT = "depin-network-policy/1";

  private static final Form<NetworkPolicy> FORM = NetworkPolicyForm.form();

  /** Copies, and refuses a policy under which nothing could count. */
  public NetworkPolicy {
    if (provenance.isEmpty() || proofs.isEmpty()) {
      throw new IllegalArgumentException("a policy needs at least one provenance and one proof");
    }
    provenance = Collections.unmodifiableSet(EnumSet.copyOf(provenance));
    proofs = Collections.unmodifiableSortedMap(new TreeMap<>(proofs));
    compositions = List.copyOf(compositions);
    List<PolicyProblem> problems =
        compositionProblems(compositions, given(proofs.keySet(), attestation));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("compositions" + problems.get(0));
    }
    problems = randomnessProblems(randomness, payouts);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("randomness " + problems.get(0).reason());
    }
    problems = witnesses.map(NetworkWitnesses::problems).orElse(List.of());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("witnesses." + problems.get(0));
    }
  }

  /** Whether randomness is good enough for the payouts. */
  static List<PolicyProblem> randomnessProblems(BeaconSource randomness, Payouts payouts) {
    return payouts == Payouts.REAL && randomness instanceof BeaconSource.Demo
        ? List.of(new PolicyProblem(
            0,
            0,
            "",
            "the operator chooses randomness of demo, so it is for payouts of test alone; expected"
                + " drand or vrf"))
        : List.of();
  }

  /** The kinds of what devices contribute before compositions. */
  static Set<ProofKind> given(Set<ProofKind> proofs, Optional<AttestationRules> attestation) {
    Set<ProofKind> given = new TreeSet<>(proofs);
    attestation.ifPresent(rules -> given.add(AttestationStep.KIND));
    return given;
  }

  /** What compositions ask for that is not there; fields are relative to their list. */
  static List<PolicyProblem> compositionProblems(
      List<Composition> compositions, Set<ProofKind> proofs) {
    List<PolicyProblem> problems = new ArrayList<>();
    Set<ProofKind> names = new TreeSet<>(proofs);
    for (int i = 0; i < compositions.size(); i++) {
      Composition composition = compositions.get(i);
      if (!names.add(new ProofKind(composition.name()))) {
        problems.add(new PolicyProblem(
            0,
            0,
            "[" + i + "].name",
            composition.name() + " is the name of a proof or of another composition"));
      }
      for (int j = 0; j < composition.parts().size(); j++) {
        ProofKind kind = composition.parts().get(j).kind();
        if (!proofs.contains(kind)) {
          problems.add(new PolicyProblem(
              0,
              0,
              "[" + i + "].parts[" + j + "].proof",
              kind + " is no proof of the policy; its proofs are " + proofs));
        }
      }
    }
    return problems;
  }

  /**
   * What the reward policy reads and nobody gives: kinds in pools and factors that no proof and no composition has, so that
   * nobody could ever be paid for them.
   *
   * @return with fields and without lines; {@link PolicyDocument#locate} adds those
   */
  public List<PolicyProblem> problems() {
    Set<ProofKind> given = given(proofs.keySet(), attestation);
    compositions.forEach(composition -> given.add(new ProofKind(composition.name())));
    List<PolicyProblem> problems = new ArrayList<>();
    rewards
        .kinds()
        .forEach((field, kinds) -> kinds.forEach(kind -> {
          if (!given.contains(kind)) {
            problems.add(new PolicyProblem(
                0,
                0,
                "rewards." + field,
                "no proof and no composition of this policy gives " + kind + "; they give "
                    + given));
          }
        }));
    return problems;
  }

  /**
   * A policy for a demonstration or a test: it pays each proof by itself, owners alone decide about their devices, the operator
   * chooses the randomness, nobody is paid, and nobody witnesses.
   *
   * @param admission name, schedule and time windows
   * @param provenance whose reports count
   * @param proofs the settings of each proof that counts
   * @param rewards emission and pools
   */
  public NetworkPolicy(
      AdmissionRules admission,
      Set<Provenance> provenance,
      SortedMap<ProofKind, ProofConfig> proofs,
      RewardPolicy rewards) {
    this(
        admission,
        provenance,
        proofs,
        List.of(),
        rewards,
        IdentityRules.OWNERS_ALONE,
        new BeaconSource.Demo(),
        Payouts.TEST,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The network's name.
   *
   * @return as in every signed domain
   */
  public String network() {
    return admission.network();
  }

  /**
   * The same rules with another reward policy, as a later version of it asks for.
   *
   * @param other emission and pools
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withRewards(RewardPolicy other) {
    return new NetworkPolicy(
        admission,
        provenance,
        proofs,
        compositions,
        other,
        identity,
        randomness,
        payouts,
        witnesses,
        attestation);
  }

  /**
   * The same rules with other compositions.
   *
   * @param other how several proofs of a device become one contribution
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withCompositions(List<Composition> other) {
    return new NetworkPolicy(
        admission,
        provenance,
        proofs,
        other,
        rewards,
        identity,
        randomness,
        payouts,
        witnesses,
        attestation);
  }

  /**
   * The same rules with other rules of identity.
   *
   * @param other which authorities are trusted about devices, beside their owners
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withIdentity(IdentityRules other) {
    return new NetworkPolicy(
        admission,
        provenance,
        proofs,
        compositions,
        rewards,
        other,
        randomness,
        payouts,
        witnesses,
        attestation);
  }

  /**
   * The same rules with randomness from another source.
   *
   * @param source where the randomness of each epoch comes from
   * @param worth whether the amounts are paid
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withRandomness(BeaconSource source, Payouts worth) {
    return new NetworkPolicy(
        admission,
        provenance,
        proofs,
        compositions,
        rewards,
        identity,
        source,
        worth,
        witnesses,
        attestation);
  }

  /**
   * The same rules with other witnesses of the network's log.
   *
   * @param other who has to cosign it; empty if nobody does
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withWitnesses(Optional<NetworkWitnesses> other) {
    return new NetworkPolicy(
        admission,
        provenance,
        proofs,
        compositions,
        rewards,
        identity,
        randomness,
        payouts,
        other,
        attestation);
  }

  /**
   * The same rules with other rules of attestation.
   *
   * @param other what counts as evidence of what a device is; empty if nothing does
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withAttestation(Optional<AttestationRules> other) {
    return new NetworkPolicy(
        admission,
        provenance,
        proofs,
        compositions,
        rewards,
        identity,
        randomness,
        payouts,
        witnesses,
        other);
  }

  /**
   * Names the policy by its content.
   *
   * @return {@code sha256:} and 64 hexadecimal digits, over {@link #toJson()}
   */
  public String id() {
    try {
      return "sha256:" + Hex.encode(MessageDigest.getInstance("SHA-256").digest(toJson()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Writes the policy in its one form.
   *
   * @return a JSON document, UTF-8; equal policies give equal bytes
   */
  public byte[] toJson() {
    return Json.document(FORM.write(this));
  }

  /**
   * Reads a policy from JSON or YAML.
   *
   * @param file UTF-8, at most a mebibyte
   * @return the policy
   * @throws PolicyException if it is refused, with line, field and reason of everything that is wrong
   */
  public static NetworkPolicy parse(byte[] file) throws PolicyException {
    return read(PolicyDocument.parse(file));
  }

  /**
   * Reads a policy from a document, which can {@linkplain PolicyDocument#locate locate} what an engine finds in it later.
   *
   * @param document the document
   * @return the policy
   * @throws PolicyException if it is refused, with line, field and reason of everything that is wrong
   */
  public static NetworkPolicy read(PolicyDocument document) throws PolicyException {
    return document.read(FORM);
  }

  /**
   * The JSON Schema (draft 2020-12) of policy files, for editors and other programs. It describes the form; {@link #parse}
   * also checks that the parts of a policy fit together, and {@link EpochEngine#check} reads the settings of proofs.
   *
   * @return a JSON document on one line
   */
  public static String schema() {
    return Schemas.document(FORMAT, FORM);
  }
}
