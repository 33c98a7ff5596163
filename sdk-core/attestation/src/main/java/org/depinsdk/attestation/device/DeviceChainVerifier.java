package org.depinsdk.attestation.device;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.ChainValidator;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;

/**
 * Appraises a manufacturer's certificate chain and that the device holds the certified key.
 *
 * <p>A trust anchor is named after the manufacturer. Its labels say what shape its certificates have, see {@link DeviceProfile}, and
 * what protects the keys that it certifies, by the name of a {@link KeyProtection}: a certificate does not say that, so that who
 * pins the anchor has to know. The claim {@code model} is compared with the reference values of that name.
 */
public final class DeviceChainVerifier implements EvidenceVerifier {
  /** The scheme. */
  public static final String SCHEME = "device";

  // 802.1AR allows a hierarchy of any depth; four levels below the root are more than any known
  // manufacturer has
  private static final ChainRules RULES = ChainRules.DEFAULT.withLength(1, 5);

  /** A verifier. */
  public DeviceChainVerifier() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(DeviceEvidence.MEDIA_TYPE);
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(SCHEME, evidence, context);
    DeviceEvidence parsed;
    try {
      parsed = DeviceEvidence.parse(evidence.bytes());
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return appraisal.result();
    }
    Optional<CertificateChain> chain =
        ChainValidator.validate(parsed.certificates(), RULES, appraisal);
    appraisal.nonce(parsed.nonce());
    if (chain.isPresent()) {
      appraise(parsed, chain.get(), appraisal);
    }
    return appraisal.result();
  }

  private static void appraise(
      DeviceEvidence evidence, CertificateChain chain, Appraisal appraisal) {
    appraisal.identity(chain.leaf().key());
    appraisal.key(evidence.key());
    possession(evidence, chain, appraisal);
    Optional<Integer> usages = DeviceProfile.usages(chain.leaf());
    if (usages.isPresent() && (usages.get() & KeyUsage.digitalSignature) == 0) {
      appraisal.find("key-usage", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
    if (chain.anchor().isEmpty()) {
      return;
    }
    TrustAnchor anchor = chain.anchor().get();
    DeviceProfile profile = DeviceProfile.of(anchor.labels());
    DeviceProfile.Shape shape = profile.check(chain, appraisal);
    appraisal.claim("manufacturer", anchor.name());
    appraisal.claim("profile", profile.label());
    shape.serial().ifPresent(serial -> appraisal.claim("serial", serial));
    shape.batch().ifPresent(batch -> appraisal.claim("batch", batch));
    KeyProtection protection = protection(anchor);
    appraisal.protection(protection);
    chain.basis().ifPresent(basis -> {
      appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, basis);
      if (protection != KeyProtection.UNKNOWN) {
        appraisal.affirm(TrustClaim.HARDWARE, TrustValues.AFFIRMED, basis);
      }
    });
    shape
        .model()
        .ifPresent(model -> appraisal.compare(
            "model",
            model.toLowerCase(Locale.ROOT),
            "unknown-model",
            TrustClaim.HARDWARE,
            TrustValues.AFFIRMED,
            TrustValues.UNRECOGNIZED));
  }

  /** The device holds the certified key, and that key speaks for the one that the device enrols with. */
  private static void possession(
      DeviceEvidence evidence, CertificateChain chain, Appraisal appraisal) {
    Optional<DeviceKey> certified = chain.leaf().key().deviceKey();
    if (certified.isEmpty()) {
      appraisal.find(
          "possession.unsupported-key", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    } else if (!certified
        .get()
        .verify(DeviceEvidence.payload(evidence.nonce(), evidence.key()), evidence.signature())) {
      appraisal.find(
          "possession.bad-signature", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
  }

  private static KeyProtection protection(TrustAnchor anchor) {
    for (String label : anchor.labels()) {
      for (KeyProtection protection : KeyProtection.values()) {
        if (label.equals(protection.label())) {
          return protection;
        }
      }
    }
    return KeyProtection.UNKNOWN;
  }
}
