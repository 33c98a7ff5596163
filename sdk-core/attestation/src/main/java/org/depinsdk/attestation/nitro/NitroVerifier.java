package org.depinsdk.attestation.nitro;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.ChainValidator;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.token.CoseToken;
import org.depinsdk.attestation.token.SignedToken;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * Attestation documents of AWS Nitro Enclaves, as the enclave's driver gives them. The anchor is the key of AWS's root G1.
 * Reference values are {@code pcr0} to {@code pcr31} in hexadecimal: what is named must be in the document and match. An enclave
 * in debug mode, whose PCR0 is zero, is refused.
 */
public final class NitroVerifier implements EvidenceVerifier {
  /** The scheme's name. */
  public static final String SCHEME = "nitro";

  /** The evidence's media type. */
  public static final String MEDIA_TYPE = "application/vnd.depinsdk.nitro+cose";

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(MEDIA_TYPE);
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(SCHEME, evidence, context);
    try {
      SignedToken token = CoseToken.parse(evidence.bytes());
      check(token, NitroDocument.parse(token.payload()), appraisal);
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    return appraisal.result();
  }

  private static void check(SignedToken token, NitroDocument document, Appraisal appraisal)
      throws AppraisalException {
    Optional<CertificateChain> chain = ChainValidator.validate(
        document.chain(), ChainRules.DEFAULT.withLength(2, ChainRules.MOST), appraisal);
    if (chain.isPresent()
        && (token.algorithm() != SignatureAlgorithm.ES384
            || !token.verify(chain.get().leaf().key()))) {
      appraisal.find("bad-signature", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    Freshness freshness = appraisal.context().freshness();
    if (document.nonce().filter(freshness::acceptsNonce).isEmpty()
        && !freshness.acceptsTime(document.timestamp())) {
      appraisal.find("nonce-mismatch", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    appraisal.claim("module-id", document.moduleId());
    document.publicKey().map(AttestedKey::new).ifPresent(appraisal::key);
    appraisal.protection(KeyProtection.ISOLATED);
    checkPcrs(document.pcrs(), appraisal);
    Optional<Reference> basis = chain.flatMap(CertificateChain::basis);
    basis.ifPresent(anchor -> {
      appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, anchor);
      appraisal.affirm(TrustClaim.HARDWARE, TrustValues.AFFIRMED, anchor);
    });
  }

  private static void checkPcrs(SortedMap<Integer, byte[]> pcrs, Appraisal appraisal) {
    byte[] first = pcrs.get(0);
    if (first == null || Arrays.equals(first, new byte[first.length])) {
      appraisal.findUnless(
          Relaxation.ALLOW_DEBUG_MODE,
          "debug-enclave",
          TrustClaim.CONFIGURATION,
          TrustValues.UNTRUSTWORTHY);
    }
    pcrs.forEach((index, value) -> {
      if (!Arrays.equals(value, new byte[value.length])
          || appraisal.references().has("pcr" + index)) {
        appraisal.compare(
            "pcr" + index,
            Hex.encode(value),
            "pcr-unknown",
            TrustClaim.EXECUTABLES,
            TrustValues.AFFIRMED,
            TrustValues.UNTRUSTWORTHY);
      }
    });
    for (String name : appraisal.references().values().keySet()) {
      boolean there = pcrs.keySet().stream().anyMatch(index -> name.equals("pcr" + index));
      if (!there) {
        appraisal.find(
            "pcr-missing", TrustClaim.EXECUTABLES, TrustValues.UNTRUSTWORTHY, "pcr", name);
      }
    }
  }
}
