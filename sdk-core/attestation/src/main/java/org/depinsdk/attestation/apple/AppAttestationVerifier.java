package org.depinsdk.attestation.apple;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.ChainValidator;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.webauthn.AppleNonce;
import org.depinsdk.attestation.webauthn.AuthenticatorData;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Attestations of Apple's App Attest ("Validating apps that connect to your server"). The evidence is a CBOR array of the
 * attestation object, the nonce and the key that the device enrols with. The app's clientData is the nonce and then that key:
 * an attested key signs nothing but assertions, so that the app vouches for the key that signs reports.
 *
 * <p>The anchor is the key of Apple's App Attestation root. Reference values: {@code app-id} (team identifier, dot, bundle
 * identifier; must be there), {@code validation-category} and {@code bundle-version}, which iOS has since version 27: if there
 * are values for them, older versions are refused.
 */
public final class AppAttestationVerifier implements EvidenceVerifier {
  /** The evidence's media type. */
  public static final String MEDIA_TYPE = "application/vnd.depinsdk.app-attestation+cbor";

  private static final byte[] PRODUCTION =
      Arrays.copyOf("appattest".getBytes(StandardCharsets.US_ASCII), 16);
  private static final byte[] DEVELOPMENT = "appattestdevelop".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String scheme() {
    return AppAttest.SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(MEDIA_TYPE);
  }

  /**
   * Packs an attestation as evidence.
   *
   * @param attestation the attestation object
   * @param nonce the first part of the clientData
   * @param enrolled the rest of it; empty if the device has no other key than the attested one
   * @return the evidence
   */
  public static Evidence evidence(
      byte[] attestation, byte[] nonce, Optional<AttestedKey> enrolled) {
    return new Evidence(
        MEDIA_TYPE,
        CborWriter.write(CborValue.Array.of(
            new CborValue.Bytes(attestation),
            new CborValue.Bytes(nonce),
            AppAttest.item(enrolled))));
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(AppAttest.SCHEME, evidence, context);
    try {
      List<CborValue> parts =
          CborFields.array(CborReader.readTolerant(evidence.bytes()), 3, "the evidence");
      CborValue.Dict object = AppAttest.map(
          CborFields.bytes(parts.get(0), "the attestation object"),
          Set.of("fmt", "attStmt", "authData"));
      byte[] nonce = CborFields.bytes(parts.get(1), "the nonce");
      appraisal.nonce(nonce);
      check(object, nonce, CborFields.bytes(parts.get(2), "the enrolled key"), appraisal);
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    return appraisal.result();
  }

  private static void check(
      CborValue.Dict object, byte[] nonce, byte[] enrolled, Appraisal appraisal)
      throws EncodingException, AppraisalException {
    if (!object.get("fmt").equals(Optional.of(new CborValue.Text("apple-appattest")))
        || !(object.get("attStmt").orElseThrow() instanceof CborValue.Dict statement)) {
      throw new EncodingException("fmt is apple-appattest and attStmt a map");
    }
    byte[] authData = AppAttest.bytes(object, "authData");
    AuthenticatorData data = AuthenticatorData.parse(authData, true);
    List<byte[]> certificates = new ArrayList<>();
    if (statement.get("x5c").orElse(CborValue.Simple.NULL) instanceof CborValue.Array chain) {
      for (CborValue certificate : chain.items()) {
        certificates.add(CborFields.bytes(certificate, "x5c"));
      }
    }
    Optional<CertificateChain> chain =
        ChainValidator.validate(certificates, ChainRules.DEFAULT.withLength(2, 3), appraisal);
    Optional<Reference> app = AppAttest.checkApp(data, appraisal);
    AppAttest.checkExtensions(data, appraisal);
    AuthenticatorData.Credential credential = data.credential().orElseThrow();
    checkEnvironment(credential.aaguid(), appraisal);
    if (data.counter() != 0) {
      appraisal.find("counter-not-zero", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    if (chain.isEmpty()) {
      return;
    }
    Certificate leaf = chain.get().leaf();
    Bytes32 clientDataHash = Bytes32.sha256(nonce, enrolled);
    byte[] expected = Bytes32.sha256(authData, clientDataHash.bytes()).bytes();
    if (!Arrays.equals(AppleNonce.of(leaf), expected)) {
      appraisal.find(
          "certificate-nonce-mismatch", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    if (!Arrays.equals(keyId(leaf.key()), credential.id())) {
      appraisal.find("key-id-mismatch", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    appraisal.identity(leaf.key());
    appraisal.key(AppAttest.enrolled(enrolled, leaf.key()));
    appraisal.counter(AppAttest.COUNTER, data.counter(), TrustClaim.INSTANCE_IDENTITY);
    appraisal.protection(KeyProtection.DEDICATED_CHIP);
    if (app.isPresent() && chain.get().basis().isPresent()) {
      appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, app.get());
      appraisal.affirm(
          TrustClaim.HARDWARE, TrustValues.AFFIRMED, chain.get().basis().get());
    }
  }

  private static void checkEnvironment(byte[] aaguid, Appraisal appraisal) {
    if (Arrays.equals(aaguid, DEVELOPMENT)) {
      appraisal.findUnless(
          Relaxation.ALLOW_DEVELOPMENT_ENVIRONMENT,
          "development-environment",
          TrustClaim.INSTANCE_IDENTITY,
          TrustValues.UNTRUSTWORTHY);
    } else if (!Arrays.equals(aaguid, PRODUCTION)) {
      appraisal.find(
          "environment-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
  }

  /** SHA-256 of the uncompressed point. */
  private static byte[] keyId(AttestedKey key) {
    return Bytes32.sha256(
            SubjectPublicKeyInfo.getInstance(key.spki()).getPublicKeyData().getOctets())
        .bytes();
  }
}
