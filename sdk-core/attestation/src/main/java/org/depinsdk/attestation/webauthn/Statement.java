package org.depinsdk.attestation.webauthn;

import static org.bouncycastle.util.Arrays.concatenate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.ChainValidator;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.tpm.TpmCertification;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;

/** The attestation statement of one credential (WebAuthn Level 3, section 8). */
final class Statement {
  /** id-fido-gen-ce-aaguid, the kind of authenticator that a certificate is for. */
  private static final String AAGUID = "1.3.6.1.4.1.45724.1.1.4";

  private static final String TPM_AIK = "2.23.133.8.3";
  private static final String ALTERNATIVE_NAME = "2.5.29.17";
  /** Windows makes it critical; every policy is taken. */
  private static final String CERTIFICATE_POLICIES = "2.5.29.32";

  private static final String COMMON_NAME = "2.5.4.3";
  private static final String COUNTRY = "2.5.4.6";
  private static final String ORGANIZATION = "2.5.4.10";
  private static final String ORGANIZATIONAL_UNIT = "2.5.4.11";

  private final CborValue.Dict statement;
  private final AuthenticatorData data;
  private final AuthenticatorData.Credential credential;
  private final AttestedKey key;
  private final byte[] clientDataHash;
  private final byte[] signed;
  private final Appraisal appraisal;

  Statement(
      CborValue.Dict statement,
      AuthenticatorData data,
      AttestedKey key,
      byte[] authData,
      byte[] clientDataHash,
      Appraisal appraisal) {
    this.statement = statement;
    this.data = data;
    this.credential = data.credential().orElseThrow();
    this.key = key;
    this.clientDataHash = clientDataHash.clone();
    this.signed = concatenate(authData, clientDataHash);
    this.appraisal = appraisal;
  }

  /** Checks the statement; the basis is what the credential was made for. */
  void check(String format, Optional<Reference> origin)
      throws EncodingException, AppraisalException {
    switch (format) {
      case "packed" -> packed(origin);
      case "tpm" -> tpm(origin);
      case "android-key" -> androidKey();
      case "apple" -> apple(origin);
      case "fido-u2f" -> fidoU2f(origin);
      case "none" -> {
        if (!statement.entries().isEmpty()) {
          throw new EncodingException("attStmt of the format none is empty");
        }
        find("not-attested", TrustValues.UNRECOGNIZED);
      }
      default -> find("format-unknown", TrustValues.UNRECOGNIZED);
    }
    appraisal.identity(key);
    appraisal.key(key);
  }

  private void packed(Optional<Reference> origin) throws EncodingException, AppraisalException {
    if (statement.get("x5c").isEmpty()) {
      checkSignature(key, signed);
      appraisal.protection(KeyProtection.SOFTWARE);
      return;
    }
    Optional<CertificateChain> chain = chain(ChainRules.DEFAULT);
    if (chain.isPresent()) {
      Certificate leaf = chain.get().leaf();
      checkVersion(leaf);
      boolean named = Stream.of(COUNTRY, ORGANIZATION, COMMON_NAME)
          .allMatch(oid -> leaf.subjectAttributes(oid).stream().anyMatch(name -> !name.isBlank()));
      if (!named
          || !leaf.subjectAttributes(ORGANIZATIONAL_UNIT)
              .equals(List.of("Authenticator Attestation"))) {
        find("certificate-subject", TrustValues.UNRECOGNIZED);
      }
      checkKind(leaf);
      checkSignature(leaf.key(), signed);
      affirm(chain.get(), origin);
    }
  }

  private void tpm(Optional<Reference> origin) throws EncodingException, AppraisalException {
    byte[] attestation = bytes("certInfo");
    byte[] publicArea = bytes("pubArea");
    byte[] signature = bytes("sig");
    long number = number("alg");
    if (!CborFields.string(WebAuthnVerifier.field(statement, "ver"), "ver").equals("2.0")) {
      find("tpm.version", TrustValues.UNRECOGNIZED);
    }
    Optional<CertificateChain> chain = chain(ChainRules.DEFAULT
        .withLeafUsages(TPM_AIK)
        .understanding(ALTERNATIVE_NAME, CERTIFICATE_POLICIES));
    if (chain.isEmpty()) {
      return;
    }
    Certificate leaf = chain.get().leaf();
    checkVersion(leaf);
    if (!leaf.subject().isEmpty()) {
      find("certificate-subject", TrustValues.UNRECOGNIZED);
    }
    checkKind(leaf);
    TpmCertification.checkNames(leaf, appraisal);
    Optional<SignatureAlgorithm> algorithm = Stream.of(SignatureAlgorithm.values())
        .filter(a -> a.cose() == number && a.fits(leaf.key()))
        .findFirst();
    if (algorithm.isEmpty()) {
      find("algorithm-mismatch", TrustValues.CRYPTO_FAILED);
      return;
    }
    if (algorithm.get() == SignatureAlgorithm.RS1) {
      appraisal.findUnless(
          Relaxation.ALLOW_SHA1, "sha1", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    if (!TpmCertification.isSignedBy(leaf, algorithm.get(), attestation, signature)) {
      find("bad-signature", TrustValues.CRYPTO_FAILED);
    }
    Optional<AttestedKey> certified =
        TpmCertification.check(publicArea, attestation, algorithm.get(), signed, appraisal);
    if (certified.isPresent() && !certified.get().equals(key)) {
      find("key-mismatch", TrustValues.CRYPTO_FAILED);
    }
    affirm(chain.get(), origin);
  }

  private void androidKey() throws EncodingException, AppraisalException {
    List<byte[]> certificates = certificates();
    Optional<CertificateChain> chain = AndroidKeyVerifier.appraise(
        certificates, challenge -> Arrays.equals(challenge, clientDataHash), appraisal);
    if (chain.isPresent() && !chain.get().leaf().key().equals(key)) {
      find("key-mismatch", TrustValues.CRYPTO_FAILED);
    }
    checkSignature(key, signed);
  }

  private void apple(Optional<Reference> origin) throws EncodingException, AppraisalException {
    Optional<CertificateChain> chain = chain(ChainRules.DEFAULT);
    if (chain.isPresent()) {
      Certificate leaf = chain.get().leaf();
      if (!Arrays.equals(AppleNonce.of(leaf), Bytes32.sha256(signed).bytes())) {
        find("certificate-nonce-mismatch", TrustValues.CRYPTO_FAILED);
      }
      if (!leaf.key().equals(key)) {
        find("key-mismatch", TrustValues.CRYPTO_FAILED);
      }
      affirm(chain.get(), origin);
    }
  }

  private void fidoU2f(Optional<Reference> origin) throws EncodingException, AppraisalException {
    List<byte[]> certificates = certificates();
    if (certificates.size() != 1) {
      throw new EncodingException(
          "x5c of the format fido-u2f has 1 certificate, not " + certificates.size());
    }
    if (!SignatureAlgorithm.ES256.fits(key)) {
      throw new EncodingException("the key of the format fido-u2f is on P-256");
    }
    byte[] point =
        SubjectPublicKeyInfo.getInstance(key.spki()).getPublicKeyData().getOctets();
    byte[] message =
        concatenate(new byte[][] {{0}, data.rpIdHash(), clientDataHash, credential.id(), point});
    Optional<CertificateChain> chain = chain(ChainRules.DEFAULT);
    if (chain.isPresent()) {
      Certificate leaf = chain.get().leaf();
      if (!SignatureAlgorithm.ES256.verify(leaf.key(), message, bytes("sig"))) {
        find("bad-signature", TrustValues.CRYPTO_FAILED);
      }
      affirm(chain.get(), origin);
    }
  }

  private void affirm(CertificateChain chain, Optional<Reference> origin) {
    Optional<KeyProtection> protection = chain.anchor().flatMap(TrustAnchor::protection);
    appraisal.protection(protection.orElse(KeyProtection.UNKNOWN));
    if (chain.basis().isPresent() && origin.isPresent()) {
      appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, origin.get());
      if (protection.isPresent()) {
        appraisal.affirm(
            TrustClaim.HARDWARE, TrustValues.AFFIRMED, chain.basis().get());
      }
    }
  }

  private Optional<CertificateChain> chain(ChainRules rules)
      throws EncodingException, AppraisalException {
    return ChainValidator.validate(certificates(), rules, appraisal);
  }

  private List<byte[]> certificates() throws EncodingException {
    if (!(WebAuthnVerifier.field(statement, "x5c") instanceof CborValue.Array chain)) {
      throw new EncodingException("x5c is an array");
    }
    List<byte[]> certificates = new ArrayList<>();
    for (CborValue certificate : chain.items()) {
      certificates.add(CborFields.bytes(certificate, "x5c"));
    }
    return certificates;
  }

  private void checkVersion(Certificate leaf) {
    if (leaf.version() != 3) {
      find("certificate-version", TrustValues.UNRECOGNIZED);
    }
  }

  private void checkKind(Certificate leaf) {
    Optional<byte[]> kind = leaf.extension(AAGUID);
    if (kind.isPresent() && !Arrays.equals(octets(kind.get()), credential.aaguid())) {
      find("aaguid-mismatch", TrustValues.CRYPTO_FAILED);
    }
  }

  /** The algorithm is the signing key's; the statement has to name the same. */
  private void checkSignature(AttestedKey signer, byte[] message) throws EncodingException {
    byte[] signature = bytes("sig");
    long number = number("alg");
    Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.of(signer);
    if (algorithm.isEmpty() || algorithm.get().cose() != number) {
      find("algorithm-mismatch", TrustValues.CRYPTO_FAILED);
    } else if (!algorithm.get().verify(signer, message, signature)) {
      find("bad-signature", TrustValues.CRYPTO_FAILED);
    }
  }

  private byte[] bytes(String name) throws EncodingException {
    return CborFields.bytes(WebAuthnVerifier.field(statement, name), name);
  }

  private long number(String name) throws EncodingException {
    return CborFields.number(WebAuthnVerifier.field(statement, name), name);
  }

  /** The content of an OCTET STRING; empty if it is anything else. */
  private static byte[] octets(byte[] der) {
    try {
      return ASN1OctetString.getInstance(ASN1Primitive.fromByteArray(der)).getOctets();
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle reports malformed ASN.1 by several unchecked exceptions
      return new byte[0];
    }
  }

  private void find(String code, int value) {
    appraisal.find(code, TrustClaim.INSTANCE_IDENTITY, value);
  }
}
