package org.depinsdk.epoch;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportBudget;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.rewards.document.Fields;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;
import org.depinsdk.rewards.policy.RewardPolicy;

/** The form of a network's policy in files. */
final class NetworkPolicyForm {
  private static final Form<EpochSchedule> SCHEDULE = Forms.object(
      "The epochs: the first one's start, how long each lasts, and how long its evidence may be"
          + " late.",
      fields -> new EpochSchedule(
          fields.get("genesis", ValueForms.INSTANT, EpochSchedule::genesis),
          fields.get("length", ValueForms.DURATION, EpochSchedule::length),
          fields.get("grace", ValueForms.DURATION, EpochSchedule::grace)));

  private static final Form<ReportBudget> BUDGET = Forms.object(
      "The most reports, and bytes of reports, that are taken of one device in an epoch.",
      fields -> new ReportBudget(
          fields.get("reports", Forms.number(1), ReportBudget::reports),
          fields.get("bytes", Forms.number(1), ReportBudget::bytes)));

  private static final Form<ProofConfig> SETTINGS = Forms.map(
          Forms.string("the name of a setting", Pattern.compile(".{1,200}"), "a"),
          ValueForms.SCALAR)
      .as(ProofConfig::new, ProofConfig::settings);

  private static final Form<SortedSet<Signatory>> SIGNATORIES = Forms.list(
          Forms.parsed(
              "an account or a did:key",
              Pattern.compile("(0x|did:key:).{1,1000}"),
              Signatory::parse,
              Signatory.of(new OperatorId("0x" + "0".repeat(40)))),
          0,
          1000)
      .as(TreeSet::new, List::copyOf);

  private static final Form<IdentityRules> IDENTITY = Forms.object(
      "Who may decide about devices beside their owners.",
      fields -> new IdentityRules(
          fields.get("registrars", SIGNATORIES, IdentityRules::registrars),
          fields.get(
              "manufacturers",
              Forms.map(
                  Forms.string("the name of a manufacturer", Pattern.compile(".{1,200}"), "a"),
                  SIGNATORIES),
              IdentityRules::manufacturers),
          fields.get("longestSession", ValueForms.DURATION, IdentityRules::longestSession)));

  private static final Form<Composition.Part> PART = Forms.object(
      "",
      fields -> new Composition.Part(
          fields.get("proof", ValueForms.PROOF_KIND, Composition.Part::kind),
          fields.get("full", Forms.number(1), Composition.Part::full)));

  private static final Form<Composition> COMPOSITION = Forms.object(
      "How several proofs of a device become one contribution; its name is the kind of that.",
      fields -> new Composition(
          fields.get(
              "name", ValueForms.PROOF_KIND.as(ProofKind::text, ProofKind::new), Composition::name),
          fields.get("rule", Forms.oneOf(Composition.Rule.values()), Composition::rule),
          fields.get("parts", Forms.list(PART, 1, 100), Composition::parts)));

  private NetworkPolicyForm() {}

  static Form<NetworkPolicy> form() {
    return Forms.object("Everything that a network decided beforehand.", NetworkPolicyForm::policy)
        .checked(NetworkPolicy::problems);
  }

  private static NetworkPolicy policy(Fields<NetworkPolicy> fields) {
    fields.constant("format", NetworkPolicy.FORMAT);
    String network = fields.get("network", ValueForms.NAME, NetworkPolicy::network);
    EpochSchedule schedule =
        fields.get("schedule", SCHEDULE, policy -> policy.admission().schedule());
    Form<AdmissionRules> admission = Forms.object(
        "How far a device's clock may be ahead, how late a report may arrive, and how much is"
            + " taken of a device in an epoch.",
        window -> new AdmissionRules(
            network,
            schedule,
            window.get("maxSkew", ValueForms.DURATION, AdmissionRules::maxSkew),
            window.get("maxAge", ValueForms.DURATION, AdmissionRules::maxAge),
            window.get(
                "deviceBudget", BUDGET, ReportBudget.OF_DEVICE, AdmissionRules::deviceBudget)));
    Payouts payouts = fields.get("payouts", Forms.oneOf(Payouts.values()), NetworkPolicy::payouts);
    BeaconSource randomness = fields.get(
        "randomness",
        RandomnessForm.form().checked(source -> NetworkPolicy.randomnessProblems(source, payouts)),
        NetworkPolicy::randomness);
    Optional<NetworkWitnesses> witnesses =
        fields.optional("witnesses", WitnessesForm.FORM, NetworkPolicy::witnesses);
    Optional<AttestationRules> attestation =
        fields.optional("attestation", AttestationForm.FORM, NetworkPolicy::attestation);
    AdmissionRules rules = fields.get("admission", admission, NetworkPolicy::admission);
    Set<Provenance> provenance = fields.get(
        "provenance",
        Forms.list(Forms.oneOf(Provenance.values()), 1, Provenance.values().length)
            .as(Set::copyOf, set -> set.stream().sorted().toList()),
        NetworkPolicy::provenance);
    SortedMap<ProofKind, ProofConfig> proofs =
        fields.get("proofs", Forms.map(ValueForms.PROOF_KIND, SETTINGS), NetworkPolicy::proofs);
    List<Composition> compositions = fields.get(
        "compositions",
        Forms.list(COMPOSITION, 0, 100)
            .checked(all -> NetworkPolicy.compositionProblems(
                all, NetworkPolicy.given(proofs.keySet(), attestation))),
        List.of(),
        NetworkPolicy::compositions);
    IdentityRules identity =
        fields.get("identity", IDENTITY, IdentityRules.OWNERS_ALONE, NetworkPolicy::identity);
    RewardPolicy rewards = fields.get("rewards", RewardPolicy.FORM, NetworkPolicy::rewards);
    return new NetworkPolicy(
        rules,
        provenance,
        proofs,
        compositions,
        rewards,
        identity,
        randomness,
        payouts,
        witnesses,
        attestation);
  }
}
