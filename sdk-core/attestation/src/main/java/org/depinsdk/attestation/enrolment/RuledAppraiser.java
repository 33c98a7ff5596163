package org.depinsdk.attestation.enrolment;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.EvidenceAppraiser;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.lifecycle.SignedAttestation;
import org.depinsdk.core.registry.DeviceAttestation;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;

/** Appraises by a network's rules the evidence that is kept of an attestation. */
public final class RuledAppraiser implements EvidenceAppraiser {
  /** The ends of the codes by which revocation lists speak against evidence. */
  public static final List<String> NOT_GOOD =
      List.of(".chain.revoked", ".chain.suspended", ".chain.revocation-unknown");

  private final AttestationRules rules;
  private final EvidenceVerifiers verifiers;
  private final KeptEvidence kept;

  /**
   * An appraiser.
   *
   * @param rules what counts
   * @param verifiers appraise it
   * @param kept the evidence
   */
  public RuledAppraiser(AttestationRules rules, EvidenceVerifiers verifiers, KeptEvidence kept) {
    this.rules = rules;
    this.verifiers = verifiers;
    this.kept = kept;
  }

  @Override
  public RegistryChange.Attested appraise(
      SignedAttestation words, DeviceState device, RegistryView before, Instant at)
      throws RefusedInstructionException {
    AppraisedEvidence evidence;
    Optional<RevocationLists> lists;
    try {
      evidence = kept.evidence(Bytes32.sha256(words.toBytes()))
          .filter(found -> found.evidence().digest().equals(words.evidence())
              && found.evidence().mediaType().equals(words.mediaType()))
          .orElseThrow(() -> new RefusedInstructionException(
              AttestationReasons.OTHER_EVIDENCE, words.evidence() + " is not there"));
      lists = kept.lists(evidence.lists());
    } catch (IOException e) {
      throw new RefusedInstructionException(
          AttestationReasons.CANNOT_APPRAISE, "the evidence cannot be read");
    }
    if (lists.isEmpty()) {
      throw new RefusedInstructionException(
          AttestationReasons.OTHER_EVIDENCE,
          "the revocation lists " + evidence.lists() + " are not there");
    }
    if (verifiers.restsOnEarlier(words.mediaType())) {
      refuseWithoutBasis(before, device, lists.get(), at);
    }
    PriorState prior = prior(before, device);
    AttestationResult result = appraise(evidence, lists.get(), prior, at);
    Optional<Bytes32> identity = result.identity().map(AttestedKey::id);
    if (identity.isPresent()
        && prior.identity().isPresent()
        && !identity.equals(prior.identity())) {
      throw new RefusedInstructionException(
          AttestationReasons.OTHER_INSTANCE,
          "the device was other hardware at its last attestation");
    }
    return change(result, evidence.nonce(), device);
  }

  /** Evidence that rests on an earlier attestation counts only while the certificates of that one do. */
  private void refuseWithoutBasis(
      RegistryView before, DeviceState device, RevocationLists lists, Instant at)
      throws RefusedInstructionException {
    SignedInstruction earlier = new EvidenceBasis(verifiers).of(before).get(device.device());
    if (earlier == null) {
      // the verifier finds that the key is unknown
      return;
    }
    Optional<AppraisedEvidence> basis;
    try {
      basis = kept.evidence(Bytes32.sha256(earlier.bytes()));
    } catch (IOException e) {
      throw new RefusedInstructionException(
          AttestationReasons.CANNOT_APPRAISE, "the evidence cannot be read");
    }
    Optional<String> code = notGood(
        NOT_GOOD,
        basis.orElseThrow(() -> new RefusedInstructionException(
            AttestationReasons.OTHER_EVIDENCE, "the attestation that it rests on is not there")),
        lists,
        at);
    if (code.isPresent()) {
      throw new RefusedInstructionException(AttestationReasons.CONTRAINDICATED, code.get());
    }
  }

  /**
   * The first code by which revocation lists speak against evidence.
   *
   * @param codes ends of the codes that are asked for
   * @param evidence what is kept
   * @param lists the revocation lists
   * @param at by which instant
   * @return empty if there is none, or if the network takes no such evidence any more, which ends by its time
   */
  public Optional<String> notGood(
      List<String> codes, AppraisedEvidence evidence, RevocationLists lists, Instant at) {
    try {
      return appraise(evidence, lists, PriorState.NONE, at).findings().stream()
          .filter(finding -> TrustTier.of(finding.value()) == TrustTier.CONTRAINDICATED)
          .map(finding -> finding.code().text())
          .filter(code -> codes.stream().anyMatch(code::endsWith))
          .findFirst();
    } catch (RefusedInstructionException e) {
      return Optional.empty();
    }
  }

  /**
   * Appraises evidence, good or bad.
   *
   * @param evidence what is kept
   * @param lists the revocation lists to appraise with
   * @param prior what is known of the device from its last result
   * @param at by which instant
   * @return the result
   * @throws RefusedInstructionException if the network does not take such evidence or cannot appraise it
   */
  public AttestationResult appraise(
      AppraisedEvidence evidence, RevocationLists lists, PriorState prior, Instant at)
      throws RefusedInstructionException {
    String mediaType = evidence.evidence().mediaType();
    EvidenceVerifier verifier = verifiers
        .find(mediaType)
        .filter(found -> rules.schemes().containsKey(found.scheme()))
        .orElseThrow(() -> new RefusedInstructionException(
            AttestationReasons.NOT_TAKEN, "evidence of " + mediaType));
    SchemeRules scheme = rules.schemes().get(verifier.scheme());
    if (scheme == null) {
      throw new IllegalStateException("a scheme that was there is not");
    }
    SchemeSettings settings = scheme.settings(lists.source(verifier.scheme()));
    try {
      return verifier.appraise(
          evidence.evidence(),
          new AppraisalContext(at, new Freshness.Nonce(evidence.nonce()), settings, prior));
    } catch (AppraisalException e) {
      throw new RefusedInstructionException(
          AttestationReasons.CANNOT_APPRAISE, String.valueOf(e.getMessage()));
    }
  }

  /** What the device's last result left, whatever became of it. */
  private static PriorState prior(RegistryView before, DeviceState device) {
    List<DeviceAttestation> earlier = before.attestations(device.device());
    if (earlier.isEmpty()) {
      return PriorState.NONE;
    }
    RegistryChange.Attested last = earlier.get(earlier.size() - 1).result();
    return new PriorState(Optional.of(last.instance()), last.counters());
  }

  private static RegistryChange.Attested change(
      AttestationResult result, byte[] nonce, DeviceState device)
      throws RefusedInstructionException {
    List<String> codes = result.findings().stream()
        .map(finding -> finding.code().text())
        .distinct()
        .sorted()
        .limit(RegistryChange.Attested.MAX_FINDINGS)
        .toList();
    if (result.tier() != TrustTier.AFFIRMING && result.tier() != TrustTier.WARNING) {
      throw new RefusedInstructionException(
          AttestationReasons.CONTRAINDICATED,
          result.tier().label() + codes.stream().collect(Collectors.joining(", ", " (", ")")));
    }
    if (result
        .key()
        .flatMap(AttestedKey::deviceKey)
        .filter(device.key()::equals)
        .isEmpty()) {
      throw new RefusedInstructionException(
          AttestationReasons.OTHER_KEY, "the evidence is not about " + device.key());
    }
    AttestedKey instance = result.identity().or(result::key).orElseThrow();
    return new RegistryChange.Attested(
        result.scheme(),
        result.tier().label(),
        result.evidenceDigest(),
        Bytes32.sha256(result.settingsId().bytes(), nonce),
        instance.id(),
        result.notAfter(),
        result.counters(),
        codes,
        origin(result.claims()));
  }

  private static Optional<DeviceOrigin> origin(Map<String, String> claims) {
    String manufacturer = claims.get("manufacturer");
    String serial = claims.get("serial");
    String batch = claims.get("batch");
    if (manufacturer == null || serial == null || batch == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new DeviceOrigin(manufacturer, serial, batch));
    } catch (IllegalArgumentException e) {
      // a name of the certificate is longer than a registry keeps
      return Optional.empty();
    }
  }
}
