package org.depinsdk.attestation.tpm;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.ChainValidator;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;

/**
 * Appraises {@link TpmEvidence}: the certificate of the endorsement key up to a pinned manufacturer's key, the activation that
 * shows that the attestation key is in the same TPM, the quote of the registers, the event log behind them, and the device's key.
 *
 * <p>An anchor's label says what kind of TPM its certificates are for: {@code discrete}, {@code firmware} or {@code virtual}.
 * Names of reference values are those of the boot ({@code pcr.sha256.7}, {@code pcr-events.sha256.4}, {@code secure-boot}) and
 * of the TPM ({@code manufacturer}, {@code model}, {@code version}, {@code tpm-firmware}).
 *
 * <p>The challenge hides the nonce, see {@link #challenge}. Freshness other than by a nonce is not supported, because
 * activation needs one.
 */
public final class TpmEvidenceVerifier implements EvidenceVerifier {
  private static final String SCHEME = "tpm";
  private static final Map<String, KeyProtection> LABELS = Map.of(
      "discrete",
      KeyProtection.DEDICATED_CHIP,
      "firmware",
      KeyProtection.FIRMWARE,
      "virtual",
      KeyProtection.VIRTUAL);

  /** Makes a verifier. */
  public TpmEvidenceVerifier() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(TpmAnnouncement.MEDIA_TYPE);
  }

  /**
   * Encrypts what follows from the nonce and the announced keys, so that only that TPM can read it. The nonce must not be known
   * outside the verifier until the evidence has come: whoever knows it needs no TPM.
   */
  @Override
  public byte[] challenge(byte[] announcement, byte[] nonce, SecureRandom random)
      throws EncodingException {
    return TpmChallenge.make(announcement, nonce, random);
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    if (!(context.freshness() instanceof Freshness.Nonce nonce)) {
      throw new AppraisalException("a TPM is appraised with a nonce, not with "
          + context.freshness().getClass().getSimpleName());
    }
    Appraisal appraisal = Appraisal.of(SCHEME, evidence, context);
    TpmEvidence parsed;
    try {
      parsed = TpmEvidence.parse(evidence.bytes());
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return appraisal.result();
    }
    appraise(parsed, nonce.value(), appraisal);
    return appraisal.result();
  }

  private static void appraise(TpmEvidence evidence, byte[] nonce, Appraisal appraisal)
      throws AppraisalException {
    Optional<CertificateChain> chain = checkEk(evidence.announcement(), appraisal);
    byte[] secret = evidence.secret();
    Optional<TpmKeyCheck> keys =
        TpmKeyCheck.of(appraisal, evidence.announcement().akPublic(), secret);
    if (keys.isEmpty()) {
      return;
    }
    if (chain.isPresent()) {
      byte[] expected =
          TpmChallenge.secret(nonce, chain.get().leaf().key(), keys.get().ak().name());
      if (!MessageDigest.isEqual(expected, secret)) {
        appraisal.find(
            "credential-mismatch", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      }
    }
    checkQuote(evidence, keys.get(), appraisal)
        .ifPresent(pcrs -> PlatformCheck.check(appraisal, pcrs, evidence.eventLog()));
    keys.get().checkKey(evidence.key());
    Optional<Reference> basis = chain.flatMap(CertificateChain::basis);
    if (basis.isPresent() && appraisal.holds(TrustClaim.INSTANCE_IDENTITY)) {
      appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, basis.get());
      appraisal.affirm(TrustClaim.HARDWARE, TrustValues.AFFIRMED, basis.get());
    }
  }

  private static Optional<CertificateChain> checkEk(
      TpmAnnouncement announcement, Appraisal appraisal) throws AppraisalException {
    List<byte[]> certificates = new ArrayList<>(announcement.ekCertificates());
    try {
      certificates.set(0, EkCertificate.withoutPadding(certificates.get(0)));
    } catch (EncodingException e) {
      appraisal.find("ek.malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return Optional.empty();
    }
    Optional<CertificateChain> chain =
        ChainValidator.validate(certificates, EkCertificate.RULES, appraisal);
    if (chain.isEmpty()) {
      return chain;
    }
    try {
      EkKey.of(EkCertificate.publicKey(chain.get().leaf()));
    } catch (EncodingException e) {
      appraisal.find("ek.unsupported-key", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
    appraisal.identity(chain.get().leaf().key());
    Map<String, String> names = EkCertificate.tpm(chain.get().leaf());
    if (!EkCertificate.isNamed(names)) {
      appraisal.find("ek.missing-name", TrustClaim.HARDWARE, TrustValues.UNRECOGNIZED);
    }
    EkCertificate.compareNames(names, "ek", appraisal);
    appraisal.protection(
        chain.get().anchor().map(TpmEvidenceVerifier::protection).orElse(KeyProtection.UNKNOWN));
    Instant end = chain.get().leaf().notAfter();
    if (end.isAfter(appraisal.context().at())) {
      appraisal.expires(end);
    }
    return chain;
  }

  /** The weakest that the labels say. */
  private static KeyProtection protection(TrustAnchor anchor) {
    SortedSet<String> labels = anchor.labels();
    return LABELS.entrySet().stream()
        .filter(label -> labels.contains(label.getKey()))
        .map(Map.Entry::getValue)
        .min(KeyProtection::compareTo)
        .orElse(KeyProtection.UNKNOWN);
  }

  private static Optional<QuotedPcrs> checkQuote(
      TpmEvidence evidence, TpmKeyCheck keys, Appraisal appraisal) {
    Optional<TpmAttestation> attestation = keys.verified("quote", evidence.quote());
    if (attestation.isEmpty()) {
      return Optional.empty();
    }
    if (!(attestation.get().statement() instanceof TpmAttestation.Statement.Quote quote)) {
      appraisal.find("quote.not-a-quote", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return Optional.empty();
    }
    appraisal.counter("reset-count", attestation.get().resetCount(), TrustClaim.HARDWARE);
    appraisal.compare(
        "tpm-firmware",
        Long.toHexString(attestation.get().firmwareVersion()),
        "firmware-mismatch",
        TrustClaim.HARDWARE,
        TrustValues.AFFIRMED,
        TrustValues.UNTRUSTWORTHY);
    TpmHash hash = keys.ak().schemeHash();
    Optional<QuotedPcrs> pcrs =
        hash == null ? Optional.empty() : QuotedPcrs.of(quote, hash, evidence.pcrs());
    if (pcrs.isEmpty()) {
      appraisal.find(
          "quote.pcr-digest-mismatch", TrustClaim.EXECUTABLES, TrustValues.CRYPTO_FAILED);
    }
    return pcrs;
  }
}
