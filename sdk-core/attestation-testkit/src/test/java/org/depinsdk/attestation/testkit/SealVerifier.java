package org.depinsdk.attestation.testkit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;

/** A format of one's own: a chip without a certificate signs the nonce, and the network pins each chip's key. */
public final class SealVerifier implements EvidenceVerifier {
  static final String MEDIA_TYPE = "application/vnd.example.seal+cbor";
  static final Domain DOMAIN = new Domain("every-network", "seal", 1);

  @Override
  public String scheme() {
    return "seal";
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(MEDIA_TYPE);
  }

  // docs: appraise
  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(scheme(), evidence, context);
    try {
      // an array of the chip's public key, the nonce, and the signature over the nonce
      List<CborValue> items = CborFields.array(CborReader.read(evidence.bytes()), 3, "seal");
      AttestedKey key = new AttestedKey(CborFields.bytes(items.get(0), "key"));
      byte[] nonce = CborFields.bytes(items.get(1), "nonce");
      byte[] signature = CborFields.bytes(items.get(2), "signature");

      appraisal.key(key);
      appraisal.identity(key);
      appraisal.nonce(nonce);
      Optional<DeviceKey> signer = key.deviceKey();
      if (signer.isEmpty() || !signer.get().verify(DssePayload.of(DOMAIN, nonce), signature)) {
        appraisal.find("bad-signature", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      }
      Optional<TrustAnchor> pinned = context.settings().anchors().stream()
          .filter(anchor -> anchor.key().equals(key))
          .findFirst();
      if (pinned.isPresent()) {
        appraisal.claim("chip", pinned.get().name());
        appraisal.protection(KeyProtection.DEDICATED_CHIP);
        appraisal.affirm(
            TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, pinned.get().reference());
        appraisal.affirm(TrustClaim.HARDWARE, TrustValues.AFFIRMED, pinned.get().reference());
      } else {
        appraisal.find("unknown-chip", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
      }
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    return appraisal.result();
  }
  // docs: end
}
