package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.rewards.document.PolicyException;
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
 * @param identity whose word counts about devices beside their owners'
 */
public record NetworkPolicy(
    AdmissionRules admission,
    Set<Provenance> provenance,
    SortedMap<ProofKind, ProofConfig> proofs,
    List<Composition> compositions,
    RewardPolicy rewards,
    IdentityRules identity) {
  private static final String FORMAT = "depin-network-policy/1";

  /** Copies, and refuses a policy under which nothing could count. */
  public NetworkPolicy {
    if (provenance.isEmpty() || proofs.isEmpty()) {
      throw new IllegalArgumentException("a policy needs at least one provenance and one proof");
    }
    provenance = Collections.unmodifiableSet(EnumSet.copyOf(provenance));
    proofs = Collections.unmodifiableSortedMap(new TreeMap<>(proofs));
    compositions = List.copyOf(compositions);
    Set<ProofKind> names = new TreeSet<>(proofs.keySet());
    for (Composition composition : compositions) {
      if (!names.add(new ProofKind(composition.name()))) {
        throw new IllegalArgumentException("composition " + composition.name()
            + " has the name of a proof or of another composition");
      }
      for (Composition.Part part : composition.parts()) {
        if (!proofs.containsKey(part.kind())) {
          throw new IllegalArgumentException("composition " + composition.name() + " asks for "
              + part.kind() + ", which is no proof of the policy");
        }
      }
    }
  }

  /**
   * A policy that pays each proof by itself, under which owners alone decide about their devices.
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
    this(admission, provenance, proofs, List.of(), rewards, IdentityRules.OWNERS_ALONE);
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
    return new NetworkPolicy(admission, provenance, proofs, compositions, other, identity);
  }

  /**
   * The same rules with other compositions.
   *
   * @param other how several proofs of a device become one contribution
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withCompositions(List<Composition> other) {
    return new NetworkPolicy(admission, provenance, proofs, other, rewards, identity);
  }

  /**
   * The same rules with other rules of identity.
   *
   * @param other whose word counts about devices beside their owners'
   * @return a policy that differs in nothing else
   */
  public NetworkPolicy withIdentity(IdentityRules other) {
    return new NetworkPolicy(admission, provenance, proofs, compositions, rewards, other);
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
   * @return a JSON document, UTF-8
   */
  public byte[] toJson() {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("network", network());
    ObjectNode schedule = json.putObject("schedule");
    schedule.put("genesis", admission.schedule().genesis().toString());
    schedule.put("length", admission.schedule().length().toString());
    schedule.put("grace", admission.schedule().grace().toString());
    ObjectNode window = json.putObject("admission");
    window.put("maxSkew", admission.maxSkew().toString());
    window.put("maxAge", admission.maxAge().toString());
    ArrayNode provenances = json.putArray("provenance");
    provenance.forEach(p -> provenances.add(p.name().toLowerCase(Locale.ROOT)));
    ObjectNode proofNodes = json.putObject("proofs");
    proofs.forEach((kind, config) -> {
      ObjectNode settings = proofNodes.putObject(kind.text());
      config.settings().forEach(settings::put);
    });
    if (!compositions.isEmpty()) {
      CompositionJson.write(compositions, json.putArray("compositions"));
    }
    if (!identity.equals(IdentityRules.OWNERS_ALONE)) {
      json.set("identity", IdentityJson.format(identity));
    }
    try {
      json.set("rewards", Json.parse(rewards.toJson()));
    } catch (EncodingException e) {
      throw new IllegalStateException("a reward policy writes JSON", e);
    }
    return Json.document(json);
  }

  /**
   * Reads a policy.
   *
   * @param bytes a JSON document
   * @return the policy
   * @throws EncodingException where the document is not a policy; the message names the field
   */
  public static NetworkPolicy parse(byte[] bytes) throws EncodingException {
    ObjectNode json = Json.parse(bytes);
    Json.onlyFields(
        json,
        "format",
        "network",
        "schedule",
        "admission",
        "provenance",
        "proofs",
        "compositions",
        "identity",
        "rewards");
    if (!FORMAT.equals(Json.text(json, "format"))) {
      throw new EncodingException("field format must be " + FORMAT + ", not " + json.get("format"));
    }
    ObjectNode schedule = Json.child(json, "schedule");
    Json.onlyFields(schedule, "genesis", "length", "grace");
    ObjectNode window = Json.child(json, "admission");
    Json.onlyFields(window, "maxSkew", "maxAge");
    try {
      EpochSchedule epochs = new EpochSchedule(
          Json.instant(schedule, "genesis"),
          Json.duration(schedule, "length"),
          Json.duration(schedule, "grace"));
      return new NetworkPolicy(
          new AdmissionRules(
              Json.text(json, "network"),
              epochs,
              Json.duration(window, "maxSkew"),
              Json.duration(window, "maxAge")),
          provenance(json),
          proofs(Json.child(json, "proofs")),
          json.has("compositions") ? CompositionJson.read(json.path("compositions")) : List.of(),
          RewardPolicy.parse(Json.document(Json.child(json, "rewards"))),
          json.has("identity")
              ? IdentityJson.parse(Json.child(json, "identity"))
              : IdentityRules.OWNERS_ALONE);
    } catch (PolicyException e) {
      throw new EncodingException("field rewards: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static Set<Provenance> provenance(ObjectNode json) throws EncodingException {
    Set<Provenance> all = EnumSet.noneOf(Provenance.class);
    for (String text : Json.texts(json, "provenance")) {
      try {
        all.add(Provenance.valueOf(text.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new EncodingException("field provenance: unknown " + EncodingException.shown(text));
      }
    }
    return all;
  }

  private static SortedMap<ProofKind, ProofConfig> proofs(ObjectNode json)
      throws EncodingException {
    SortedMap<ProofKind, ProofConfig> all = new TreeMap<>();
    for (var fields = json.fieldNames(); fields.hasNext(); ) {
      String kind = fields.next();
      ObjectNode settings = Json.child(json, kind);
      Map<String, String> values = new TreeMap<>();
      for (var names = settings.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        values.put(name, Json.text(settings, name));
      }
      all.put(ProofKind.parse(kind), new ProofConfig(values));
    }
    return all;
  }
}
