package org.depinsdk.attestation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;

/**
 * What a network asks of evidence of one scheme.
 *
 * @param required claims without which the tier is none
 * @param minimumProtection the weakest protection of the key that is not refused
 * @param validity how long a result is valid
 * @param relaxations what is let pass as a warning although it is refused by default
 */
public record AppraisalPolicy(
    SortedSet<TrustClaim> required,
    KeyProtection minimumProtection,
    Duration validity,
    SortedSet<Relaxation> relaxations) {
  /** A known instance on known hardware, thirty days, nothing relaxed. */
  public static final AppraisalPolicy STRICT = new AppraisalPolicy(
      new TreeSet<>(Set.of(TrustClaim.INSTANCE_IDENTITY, TrustClaim.HARDWARE)),
      KeyProtection.UNKNOWN,
      Duration.ofDays(30),
      new TreeSet<>());

  /** Copies. */
  public AppraisalPolicy {
    required = Collections.unmodifiableSortedSet(new TreeSet<>(required));
    relaxations = Collections.unmodifiableSortedSet(new TreeSet<>(relaxations));
    if (validity.isNegative()
        || validity.isZero()
        || validity.compareTo(Duration.ofDays(36500)) > 0) {
      throw new IllegalArgumentException(
          "a result is valid for more than nothing and at most 36500 days, not " + validity);
    }
  }

  /**
   * The same policy with relaxations.
   *
   * @param more what is let pass as a warning
   * @return a new policy
   */
  public AppraisalPolicy with(Relaxation... more) {
    TreeSet<Relaxation> all = new TreeSet<>(relaxations);
    all.addAll(List.of(more));
    return new AppraisalPolicy(required, minimumProtection, validity, all);
  }

  /**
   * The same policy with other required claims.
   *
   * @param claims all of them
   * @return a new policy
   */
  public AppraisalPolicy requiring(TrustClaim... claims) {
    return new AppraisalPolicy(
        new TreeSet<>(List.of(claims)), minimumProtection, validity, relaxations);
  }

  /**
   * The same policy with another minimum.
   *
   * @param protection the weakest that is not refused
   * @return a new policy
   */
  public AppraisalPolicy withMinimumProtection(KeyProtection protection) {
    return new AppraisalPolicy(required, protection, validity, relaxations);
  }

  /**
   * The same policy with another life of its results.
   *
   * @param life how long a result is valid
   * @return a new policy
   */
  public AppraisalPolicy withValidity(Duration life) {
    return new AppraisalPolicy(required, minimumProtection, life, relaxations);
  }

  /**
   * Identifies the policy.
   *
   * @return SHA-256 of its canonical JSON (RFC 8785)
   */
  public Bytes32 id() {
    return SchemeSettings.digest(json());
  }

  /**
   * As JSON.
   *
   * @return an object
   */
  public JsonObject json() {
    return JsonObject.builder()
        .put("required", JsonArray.of(required, claim -> new JsonString(claim.label())))
        .put("minimumProtection", minimumProtection.label())
        .put("validity", validity.toString())
        .put("relaxations", JsonArray.of(relaxations, r -> new JsonString(r.label())))
        .build();
  }

  /**
   * Reads JSON.
   *
   * @param json as {@link #json} writes it
   * @return the policy
   * @throws EncodingException if it is anything else
   */
  public static AppraisalPolicy parse(JsonObject json) throws EncodingException {
    json.onlyNames("required", "minimumProtection", "validity", "relaxations");
    TreeSet<TrustClaim> required = new TreeSet<>();
    for (String claim : json.strings("required")) {
      required.add(TrustClaim.parse(claim));
    }
    TreeSet<Relaxation> relaxations = new TreeSet<>();
    for (String relaxation : json.strings("relaxations")) {
      relaxations.add(Relaxation.parse(relaxation));
    }
    KeyProtection minimum = json.parsed("minimumProtection", KeyProtection::parse);
    Duration validity = json.duration("validity");
    try {
      return new AppraisalPolicy(required, minimum, validity, relaxations);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }
}
