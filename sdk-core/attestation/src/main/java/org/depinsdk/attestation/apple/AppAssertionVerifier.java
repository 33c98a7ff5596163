package org.depinsdk.attestation.apple;

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
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.webauthn.AuthenticatorData;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Assertions of Apple's App Attest: a key that was attested before signs again. The evidence is a CBOR array of the assertion,
 * the nonce, the key that the device enrols with and the attested key; the app's clientData is the nonce and then the enrolled
 * key. The attested key must be the one of the device's last result, and the counter must rise.
 */
public final class AppAssertionVerifier implements EvidenceVerifier {
  /** The evidence's media type. */
  public static final String MEDIA_TYPE = "application/vnd.depinsdk.app-assertion+cbor";

  @Override
  public String scheme() {
    return AppAttest.SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(MEDIA_TYPE);
  }

  @Override
  public boolean restsOnEarlier() {
    return true;
  }

  /**
   * Packs an assertion as evidence.
   *
   * @param assertion as the system gives it
   * @param nonce the first part of the clientData
   * @param enrolled the rest of it; empty if the device has no other key than the attested one
   * @param attested the key that signed
   * @return the evidence
   */
  public static Evidence evidence(
      byte[] assertion, byte[] nonce, Optional<AttestedKey> enrolled, AttestedKey attested) {
    return new Evidence(
        MEDIA_TYPE,
        CborWriter.write(CborValue.Array.of(
            new CborValue.Bytes(assertion),
            new CborValue.Bytes(nonce),
            AppAttest.item(enrolled),
            new CborValue.Bytes(attested.spki()))));
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(AppAttest.SCHEME, evidence, context);
    try {
      List<CborValue> parts =
          CborFields.array(CborReader.readTolerant(evidence.bytes()), 4, "the evidence");
      CborValue.Dict assertion = AppAttest.map(
          CborFields.bytes(parts.get(0), "the assertion"),
          Set.of("signature", "authenticatorData"));
      byte[] nonce = CborFields.bytes(parts.get(1), "the nonce");
      appraisal.nonce(nonce);
      byte[] enrolled = CborFields.bytes(parts.get(2), "the enrolled key");
      AttestedKey attested = new AttestedKey(CborFields.bytes(parts.get(3), "the attested key"));
      appraisal.key(AppAttest.enrolled(enrolled, attested));
      check(assertion, Bytes32.sha256(nonce, enrolled), attested, appraisal);
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    return appraisal.result();
  }

  private static void check(
      CborValue.Dict assertion, Bytes32 clientDataHash, AttestedKey attested, Appraisal appraisal)
      throws EncodingException, AppraisalException {
    byte[] authData = AppAttest.bytes(assertion, "authenticatorData");
    AuthenticatorData data = AuthenticatorData.parse(authData, false);
    Optional<Reference> app = AppAttest.checkApp(data, appraisal);
    AppAttest.checkExtensions(data, appraisal);
    appraisal.risingCounter(AppAttest.COUNTER, data.counter(), TrustClaim.INSTANCE_IDENTITY);
    appraisal.identity(attested);
    byte[] signed = Bytes32.sha256(authData, clientDataHash.bytes()).bytes();
    if (appraisal.context().prior().identity().isEmpty()) {
      appraisal.find("key-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
    if (!SignatureAlgorithm.ES256.verify(
        attested, signed, AppAttest.bytes(assertion, "signature"))) {
      appraisal.find("bad-signature", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return;
    }
    appraisal.protection(KeyProtection.DEDICATED_CHIP);
    app.ifPresent(reference -> {
      appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, reference);
      appraisal.affirm(TrustClaim.HARDWARE, TrustValues.AFFIRMED, reference);
    });
  }
}
