package org.depinsdk.attestation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Validates certificate chains by RFC 5280 section 6.1, up to a pinned key. It is written by hand because the JDK's PKIX
 * validation stops at the first problem, takes its own clock's idea of expired roots, refuses CAs of genuine phones that lack
 * a key usage, and looks at no extended key usage. Policies and name constraints are not supported: a certificate that has
 * them as critical extensions is refused.
 *
 * <p>Findings are {@code SCHEME.chain.…}; those of one certificate have the fact {@code certificate}, its index from 0.
 */
public final class ChainValidator {
  /** RFC 5280, 4.1.2.2: 20 octets; zero and negative numbers are borne with, as it asks. */
  private static final int MAX_SERIAL_BITS = 160;

  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final Set<String> UNDERSTOOD =
      Set.of(BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE);

  private final ChainRules rules;
  private final Appraisal appraisal;
  private boolean valid = true;

  private ChainValidator(ChainRules rules, Appraisal appraisal) {
    this.rules = rules;
    this.appraisal = appraisal;
  }

  /**
   * Validates a chain against the anchors, the instant and the revocation of an appraisal.
   *
   * @param leafFirst DER, the device's certificate first; the certificate of a pinned key may be sent or not
   * @param rules of the scheme
   * @param appraisal gets the findings, all on instance identity
   * @return the chain; empty if a certificate could not be read
   * @throws AppraisalException if the settings have no anchor
   */
  public static Optional<CertificateChain> validate(
      List<byte[]> leafFirst, ChainRules rules, Appraisal appraisal) throws AppraisalException {
    if (appraisal.context().settings().anchors().isEmpty()) {
      throw new AppraisalException("the settings have no trust anchors");
    }
    return new ChainValidator(rules, appraisal).validate(leafFirst);
  }

  private Optional<CertificateChain> validate(List<byte[]> leafFirst) {
    if (leafFirst.isEmpty() || leafFirst.size() > rules.maxCertificates()) {
      problem("length", TrustValues.UNRECOGNIZED, "certificates", leafFirst.size());
      return Optional.empty();
    }
    List<Certificate> certificates = new ArrayList<>();
    for (byte[] der : leafFirst) {
      try {
        certificates.add(Certificate.parse(der));
      } catch (EncodingException e) {
        problem("malformed", TrustValues.CRYPTO_FAILED, "certificate", certificates.size());
        return Optional.empty();
      }
    }
    Optional<TrustAnchor> anchor = cutAtAnchor(certificates);
    if (anchor.isEmpty()) {
      problem("unknown-anchor", TrustValues.UNRECOGNIZED);
    }
    if (certificates.size() < rules.minCertificates()) {
      problem("length", TrustValues.UNRECOGNIZED, "certificates", certificates.size());
    }
    for (int i = 0; i < certificates.size(); i++) {
      check(certificates, i, anchor);
    }
    return Optional.of(new CertificateChain(certificates, anchor, valid));
  }

  /** Drops the certificate of the first pinned key and what is above it; finds the anchor that signed the last if none is. */
  private Optional<TrustAnchor> cutAtAnchor(List<Certificate> certificates) {
    List<TrustAnchor> anchors = appraisal.context().settings().anchors();
    for (int i = 1; i < certificates.size(); i++) {
      AttestedKey key = certificates.get(i).key();
      Optional<TrustAnchor> anchor =
          anchors.stream().filter(a -> a.key().equals(key)).findFirst();
      if (anchor.isPresent()) {
        certificates.subList(i, certificates.size()).clear();
        return anchor;
      }
    }
    Certificate last = certificates.get(certificates.size() - 1);
    return anchors.stream().filter(a -> isSignedBy(last, a.key())).findFirst();
  }

  private static boolean isSignedBy(Certificate certificate, AttestedKey issuer) {
    return CertificateSignature.verify(
        certificate.signatureAlgorithm(),
        certificate.signedBytes(),
        certificate.signature(),
        issuer);
  }

  private void check(List<Certificate> certificates, int i, Optional<TrustAnchor> anchor) {
    Certificate certificate = certificates.get(i);
    boolean last = i == certificates.size() - 1;
    Optional<AttestedKey> issuer = last
        ? anchor.map(TrustAnchor::key)
        : Optional.of(certificates.get(i + 1).key());
    checkEncoding(certificate, i);
    if (issuer.isPresent()) {
      checkSignature(certificate, i, issuer.get());
    }
    if (!last && !certificate.isIssuedBy(certificates.get(i + 1))) {
      problem("issuer-mismatch", TrustValues.UNRECOGNIZED, "certificate", i);
    }
    checkValidity(certificate, i, anchor);
    for (String oid : certificate.criticalExtensions()) {
      if (!UNDERSTOOD.contains(oid) && !rules.understoodExtensions().contains(oid)) {
        problem(
            "unknown-critical-extension", TrustValues.UNRECOGNIZED, "certificate", i, "oid", oid);
      }
    }
    if (i == 0) {
      checkLeaf(certificate);
    } else {
      checkCa(certificates, i);
    }
  }

  private void checkEncoding(Certificate certificate, int i) {
    if (!certificate.strictDer()) {
      problemUnless(
          Relaxation.ALLOW_CERTIFICATES_THAT_ARE_NOT_DER,
          "not-der",
          TrustValues.CRYPTO_FAILED,
          "certificate",
          i);
    }
    if (certificate.serial().bitLength() > MAX_SERIAL_BITS) {
      problem("serial", TrustValues.CRYPTO_FAILED, "certificate", i);
    }
    if (!certificate.sameAlgorithmInside()) {
      problem("algorithm-mismatch", TrustValues.CRYPTO_FAILED, "certificate", i);
    }
    switch (CertificateSignature.strength(certificate.signatureAlgorithm())) {
      case SHA1 ->
        problemUnless(Relaxation.ALLOW_SHA1, "sha1", TrustValues.CRYPTO_FAILED, "certificate", i);
      case UNSUPPORTED ->
        problem(
            "unsupported-algorithm",
            TrustValues.CRYPTO_FAILED,
            "certificate",
            i,
            "oid",
            certificate.signatureAlgorithm().getAlgorithm().getId());
      case STRONG -> {}
    }
  }

  private void checkSignature(Certificate certificate, int i, AttestedKey issuer) {
    if (CertificateSignature.weakKey(issuer)) {
      problem("weak-issuer-key", TrustValues.CRYPTO_FAILED, "certificate", i);
    }
    if (!isSignedBy(certificate, issuer)) {
      problem("bad-signature", TrustValues.CRYPTO_FAILED, "certificate", i);
      return;
    }
    Revocation revocation = appraisal.context().settings().revocation();
    switch (revocation.status(certificate, issuer, appraisal.context().at())) {
      case REVOKED -> problem("revoked", TrustValues.UNTRUSTWORTHY, "certificate", i);
      case SUSPENDED -> problem("suspended", TrustValues.UNTRUSTWORTHY, "certificate", i);
      case UNKNOWN -> {
        if (revocation.mode() == Revocation.Mode.FAIL_CLOSED) {
          problem("revocation-unknown", TrustValues.UNTRUSTWORTHY, "certificate", i);
        } else if (revocation.mode() == Revocation.Mode.FAIL_OPEN) {
          note("revocation-unknown", "certificate", i);
        }
      }
      case GOOD -> {}
    }
    revocation
        .source()
        .ifPresent(list -> appraisal.claim("revocation.as-of", list.asOf().toString()));
  }

  private void checkValidity(Certificate certificate, int i, Optional<TrustAnchor> anchor) {
    Instant at = appraisal.context().at();
    if (at.isBefore(certificate.notBefore())) {
      problem("not-yet-valid", TrustValues.UNTRUSTWORTHY, "certificate", i);
    }
    // notAfter names the last second that counts
    if (!at.isBefore(certificate.notAfter().plusSeconds(1))) {
      if (anchor.isPresent() && anchor.get().labels().contains(rules.lifelongLabel())) {
        note("expired-and-lifelong", "certificate", i);
      } else {
        problemUnless(
            Relaxation.ALLOW_EXPIRED_CERTIFICATES,
            "expired",
            TrustValues.UNTRUSTWORTHY,
            "certificate",
            i);
      }
    }
  }

  private void checkLeaf(Certificate leaf) {
    if (leaf.isCa()) {
      problem("leaf-is-ca", TrustValues.UNRECOGNIZED, "certificate", 0);
    }
    if (CertificateSignature.weakKey(leaf.key())) {
      problem("weak-leaf-key", TrustValues.CRYPTO_FAILED, "certificate", 0);
    }
    for (String usage : rules.leafUsages()) {
      if (!leaf.extendedUsages().contains(usage)) {
        problem(
            "missing-extended-key-usage", TrustValues.UNRECOGNIZED, "certificate", 0, "oid", usage);
      }
    }
  }

  private void checkCa(List<Certificate> certificates, int i) {
    Certificate ca = certificates.get(i);
    if (!ca.isCa() && !(rules.lenientCas() && i == 1)) {
      problem("not-a-ca", TrustValues.CRYPTO_FAILED, "certificate", i);
    }
    if (!ca.allows(KeyUsage.keyCertSign) && !rules.lenientCas()) {
      problem("key-usage", TrustValues.CRYPTO_FAILED, "certificate", i);
    }
    long below =
        certificates.subList(1, i).stream().filter(c -> !c.isSelfIssued()).count();
    if (below > ca.pathLength()) {
      problem("path-too-long", TrustValues.CRYPTO_FAILED, "certificate", i);
    }
  }

  private void problem(String code, int value, Object... facts) {
    valid = false;
    appraisal.find("chain." + code, TrustClaim.INSTANCE_IDENTITY, value, facts);
  }

  private void problemUnless(Relaxation relaxation, String code, int value, Object... facts) {
    valid &= appraisal.context().settings().policy().relaxations().contains(relaxation);
    appraisal.findUnless(relaxation, "chain." + code, TrustClaim.INSTANCE_IDENTITY, value, facts);
  }

  private void note(String code, Object... facts) {
    appraisal.find("chain." + code, TrustClaim.INSTANCE_IDENTITY, TrustValues.NONE, facts);
  }
}
