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
 * the nonce and what the app asserts; the app's clientData is the nonce and then that. The key is the one of the device's last
 * result, and the counter must rise.
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

  /**
   * Packs an assertion as evidence.
   *
   * @param assertion as the system gives it
   * @param nonce the first part of the clientData
   * @param asserted the rest of it
   * @return the evidence
   */
  public static Evidence evidence(byte[] assertion, byte[] nonce, byte[] asserted) {
    return new Evidence(
        MEDIA_TYPE,
        CborWriter.write(CborValue.Array.of(
            new CborValue.Bytes(assertion),
            new CborValue.Bytes(nonce),
            new CborValue.Bytes(asserted))));
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(AppAttest.SCHEME, evidence, context);
    try {
      List<CborValue> parts =
          CborFields.array(CborReader.readTolerant(evidence.bytes()), 3, "the evidence");
      CborValue.Dict assertion = AppAttest.map(
          CborFields.bytes(parts.get(0), "the assertion"),
          Set.of("signature", "authenticatorData"));
      byte[] nonce = CborFields.bytes(parts.get(1), "the nonce");
      appraisal.nonce(nonce);
      Bytes32 clientDataHash =
          Bytes32.sha256(nonce, CborFields.bytes(parts.get(2), "what is asserted"));
      check(assertion, clientDataHash, appraisal);
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    return appraisal.result();
  }

  private static void check(CborValue.Dict assertion, Bytes32 clientDataHash, Appraisal appraisal)
      throws EncodingException, AppraisalException {
    byte[] authData = AppAttest.bytes(assertion, "authenticatorData");
    AuthenticatorData data = AuthenticatorData.parse(authData, false);
    Optional<Reference> app = AppAttest.checkApp(data, appraisal);
    AppAttest.checkExtensions(data, appraisal);
    appraisal.risingCounter(AppAttest.COUNTER, data.counter(), TrustClaim.INSTANCE_IDENTITY);
    Optional<AttestedKey> key = appraisal.context().prior().key();
    byte[] signed = Bytes32.sha256(authData, clientDataHash.bytes()).bytes();
    if (key.isEmpty()) {
      appraisal.find("key-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
      return;
    }
    appraisal.identity(key.get());
    appraisal.key(key.get());
    if (!SignatureAlgorithm.ES256.verify(
        key.get(), signed, AppAttest.bytes(assertion, "signature"))) {
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
