package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;

/** The form of a policy's rules of attestation. */
final class AttestationForm {
  private static final Form<String> STRING =
      Forms.string("a string of 1 to 200 characters", Pattern.compile(".{1,200}"), "a");

  private static final Form<AttestedKey> KEY = Forms.string(
          "the Base64 of a SubjectPublicKeyInfo",
          Pattern.compile("[A-Za-z0-9+/]{4,4000}={0,2}"),
          "AAAA")
      .as(
          text -> new AttestedKey(Base64.getDecoder().decode(text)),
          key -> Base64.getEncoder().encodeToString(key.spki()));

  private static final Form<TrustAnchor> ANCHOR = Forms.object(
      "A key that certificate chains may end in.",
      fields -> new TrustAnchor(
          fields.get("name", STRING, TrustAnchor::name),
          fields.get("key", KEY, TrustAnchor::key),
          fields.get("labels", set(STRING, 20), new TreeSet<>(), TrustAnchor::labels)));

  private static final Form<ReferenceValues> REFERENCES = Forms.object(
      "What good devices say of themselves.",
      fields -> new ReferenceValues(
          fields.get(
              "values",
              Forms.map(STRING, set(STRING, 1000)),
              new TreeMap<>(),
              ReferenceValues::values),
          fields.get(
              "minimums",
              Forms.map(STRING, Forms.number(0)),
              new TreeMap<>(),
              ReferenceValues::minimums)));

  private static final Form<AppraisalPolicy> POLICY = Forms.object(
      "What is asked of evidence.",
      fields -> new AppraisalPolicy(
          fields.get(
              "required",
              set(Forms.oneOf(List.of(TrustClaim.values()), TrustClaim::label), 8),
              AppraisalPolicy.STRICT.required(),
              AppraisalPolicy::required),
          fields.get(
              "minimumProtection",
              Forms.oneOf(List.of(KeyProtection.values()), KeyProtection::label),
              KeyProtection.UNKNOWN,
              AppraisalPolicy::minimumProtection),
          fields.get(
              "validity",
              ValueForms.DURATION,
              AppraisalPolicy.STRICT.validity(),
              AppraisalPolicy::validity),
          fields.get(
              "relaxations",
              set(Forms.oneOf(List.of(Relaxation.values()), Relaxation::label), 20),
              new TreeSet<>(),
              AppraisalPolicy::relaxations)));

  private static final Form<SchemeRules> SCHEME = Forms.object(
      "What counts of one scheme of evidence.",
      fields -> new SchemeRules(
          fields.get("anchors", Forms.list(ANCHOR, 1, 1000), SchemeRules::anchors),
          fields.get("references", REFERENCES, ReferenceValues.NONE, SchemeRules::references),
          fields.get("revocation", revocation(), SchemeRules::revocation),
          fields.get("policy", POLICY, AppraisalPolicy.STRICT, SchemeRules::policy)));

  private static final Form<TrustTier> TIER =
      Forms.oneOf(List.of(TrustTier.AFFIRMING, TrustTier.WARNING), TrustTier::label);

  static final Form<AttestationRules> FORM = Forms.object(
      "What counts as evidence of what a device is, and what each tier is worth in thousandths.",
      fields -> new AttestationRules(
          fields.get("schemes", Forms.map(ValueForms.NAME, SCHEME), AttestationRules::schemes),
          fields.get("activates", TIER, TrustTier.AFFIRMING, AttestationRules::activates),
          fields.get(
              "worth",
              Forms.map(TIER, Forms.number(0, AttestationRules.FULL)),
              new TreeMap<>(Map.of(TrustTier.AFFIRMING, AttestationRules.FULL)),
              AttestationRules::worth)));

  private AttestationForm() {}

  private static <V extends Comparable<V>> Form<SortedSet<V>> set(Form<V> item, int most) {
    return Forms.list(item, 0, most).as(TreeSet::new, ArrayList::new);
  }

  private static Form<RevocationRule> revocation() {
    Map<String, Form<RevocationRule>> modes = new LinkedHashMap<>();
    for (Revocation.Mode mode : List.of(Revocation.Mode.FAIL_CLOSED, Revocation.Mode.FAIL_OPEN)) {
      modes.put(
          Forms.name(mode),
          Forms.object("Lists are read; one that is older than maxAge says nothing.", fields -> {
            fields.constant("mode", Forms.name(mode));
            return new RevocationRule(
                mode, fields.get("maxAge", ValueForms.DURATION, RevocationRule::maxAge), "");
          }));
    }
    modes.put(Forms.name(Revocation.Mode.NONE), Forms.object("No lists are read.", fields -> {
      fields.constant("mode", Forms.name(Revocation.Mode.NONE));
      return RevocationRule.none(fields.get("reason", STRING, RevocationRule::reason));
    }));
    return Forms.tagged("mode", RevocationRule.none("a"), rule -> Forms.name(rule.mode()), modes);
  }
}
