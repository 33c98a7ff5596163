package org.depinsdk.attestation.android;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
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
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * Android Key Attestation. The evidence is a CBOR array of certificates, the attested key's first, as the keystore gives them.
 * What the operating system alone says of the key counts for nothing but the application's name.
 *
 * <p>Anchors are the keys of Google's roots. Under an anchor with the label {@value #LIFELONG} certificates that a factory put
 * into a phone do not expire, as Android's guide says of the old RSA root; those that are provisioned over the air always do.
 * Reference values: {@code package} and {@code package-signature} (SHA-256 in hexadecimal) of the application, {@code
 * verified-boot-key}, and the minimum {@code os-patch-level} (for example 202607).
 */
public final class AndroidKeyVerifier implements EvidenceVerifier {
  /** The scheme's name. */
  public static final String SCHEME = "android-key";

  /** The evidence's media type. */
  public static final String MEDIA_TYPE = "application/vnd.depinsdk.android-key+cbor";

  /** The label of an anchor whose factory certificates do not expire. */
  public static final String LIFELONG = "factory-certificates-do-not-expire";

  /** The extension with what the keystore says of the key. */
  public static final String KEY_DESCRIPTION = "1.3.6.1.4.1.11129.2.1.17";

  /** The extension of certificates that are provisioned over the air. */
  private static final String PROVISIONING = "1.3.6.1.4.1.11129.2.1.30";

  private static final String ORGANIZATION = "2.5.4.10";
  private static final int SIGN = 2;
  private static final Set<Integer> SIGN_AND_VERIFY = Set.of(SIGN, 3);
  private static final int GENERATED = 0;
  private static final int VERIFIED = 0;
  private static final int SELF_SIGNED = 1;
  private static final int TEE = 1;
  private static final int STRONG_BOX = 2;

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(MEDIA_TYPE);
  }

  /**
   * Packs a chain as evidence.
   *
   * @param leafFirst the certificates that the keystore gives
   * @return the evidence
   */
  public static Evidence evidence(List<byte[]> leafFirst) {
    return new Evidence(
        MEDIA_TYPE,
        CborWriter.write(new CborValue.Array(
            leafFirst.stream().<CborValue>map(CborValue.Bytes::new).toList())));
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(SCHEME, evidence, context);
    List<byte[]> certificates = new ArrayList<>();
    try {
      CborValue value = CborReader.readTolerant(evidence.bytes());
      for (CborValue item :
          value instanceof CborValue.Array array ? array.items() : List.of(value)) {
        certificates.add(CborFields.bytes(item, "a certificate"));
      }
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return appraisal.result();
    }
    appraise(certificates, context.freshness()::acceptsNonce, appraisal);
    return appraisal.result();
  }

  /**
   * Appraises a chain that came within another format.
   *
   * @param leafFirst the certificates
   * @param challenge whether the challenge in the chain is fresh
   * @param appraisal gets the findings
   * @return the chain; empty if a certificate could not be read
   * @throws AppraisalException if there are no anchors
   */
  public static Optional<CertificateChain> appraise(
      List<byte[]> leafFirst, Predicate<byte[]> challenge, Appraisal appraisal)
      throws AppraisalException {
    // the keystore of some genuine phones is certified without the flag of a CA; that no attested
    // key certifies another is
    // checked below
    ChainRules rules = ChainRules.DEFAULT.withLength(2, ChainRules.MOST).withLenientCas();
    boolean remote = isProvisionedRemotely(leafFirst);
    Optional<CertificateChain> chain = ChainValidator.validate(
        leafFirst, remote ? rules : rules.lifelongUnder(LIFELONG), appraisal);
    if (chain.isEmpty()) {
      return chain;
    }
    appraisal.claim("provisioning", remote ? "remote" : "factory");
    Certificate leaf = chain.get().leaf();
    appraisal.key(leaf.key());
    for (Certificate ca :
        chain.get().certificates().subList(1, chain.get().certificates().size())) {
      if (ca.extension(KEY_DESCRIPTION).isPresent()) {
        appraisal.find("extended-chain", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
      }
    }
    Optional<byte[]> extension = leaf.extension(KEY_DESCRIPTION);
    if (extension.isEmpty()) {
      appraisal.find("description-missing", TrustClaim.HARDWARE, TrustValues.UNRECOGNIZED);
      return chain;
    }
    try {
      KeyDescription description = KeyDescription.parse(extension.get());
      if (!challenge.test(description.challenge())) {
        appraisal.find("nonce-mismatch", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      }
      check(description, chain.get().basis(), appraisal);
    } catch (EncodingException | IOException e) {
      appraisal.find("description-malformed", TrustClaim.HARDWARE, TrustValues.CRYPTO_FAILED);
    }
    return chain;
  }

  private static boolean isProvisionedRemotely(List<byte[]> leafFirst) {
    for (byte[] der : leafFirst.subList(Math.min(1, leafFirst.size()), leafFirst.size())) {
      try {
        Certificate certificate = Certificate.parse(der);
        if (certificate.extension(PROVISIONING).isPresent()
            || certificate.subjectAttributes(ORGANIZATION).contains("Google LLC")) {
          return true;
        }
      } catch (EncodingException e) {
        // the validation reports it
        return false;
      }
    }
    return false;
  }

  private static void check(
      KeyDescription description, Optional<Reference> basis, Appraisal appraisal)
      throws IOException {
    if (!description.ordered()) {
      appraisal.find("description-unordered", TrustClaim.HARDWARE, TrustValues.CRYPTO_FAILED);
    }
    appraisal.protection(
        switch (Math.min(description.attestationLevel(), description.keyLevel())) {
          case TEE -> KeyProtection.ISOLATED;
          case STRONG_BOX -> KeyProtection.DEDICATED_CHIP;
          default -> KeyProtection.SOFTWARE;
        });
    KeyDescription.Authorizations hardware = description.hardwareEnforced();
    if (hardware.origin().orElse(-1) != GENERATED) {
      appraisal.find("key-not-generated", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    if (!hardware.purposes().contains(SIGN) || !SIGN_AND_VERIFY.containsAll(hardware.purposes())) {
      appraisal.find("key-purpose", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    if (hardware.allApplications() || description.softwareEnforced().allApplications()) {
      appraisal.find(
          "key-of-all-applications", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    checkBoot(hardware, appraisal);
    hardware.osPatchLevel().ifPresent(level -> checkPatchLevel(level, appraisal));
    for (String name : description.softwareEnforced().packages()) {
      appraisal.compare(
          "package",
          name,
          "package-unknown",
          TrustClaim.INSTANCE_IDENTITY,
          TrustValues.AFFIRMED,
          TrustValues.UNTRUSTWORTHY);
    }
    checkSignatures(description.softwareEnforced().signatures(), appraisal);
    basis.ifPresent(anchor -> {
      appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, anchor);
      appraisal.affirm(TrustClaim.HARDWARE, TrustValues.AFFIRMED, anchor);
    });
  }

  private static void checkSignatures(List<String> signatures, Appraisal appraisal) {
    boolean known = signatures.stream()
        .anyMatch(
            digest -> appraisal.references().match("package-signature", digest).isPresent());
    if (appraisal.references().has("package-signature") && !known) {
      appraisal.find(
          "package-signature-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
  }

  private static void checkBoot(KeyDescription.Authorizations hardware, Appraisal appraisal)
      throws IOException {
    Optional<KeyDescription.RootOfTrust> root = hardware.rootOfTrust();
    if (root.isEmpty()) {
      appraisal.find("root-of-trust-missing", TrustClaim.EXECUTABLES, TrustValues.UNTRUSTWORTHY);
      return;
    }
    String key = Hex.encode(root.get().bootKey());
    Optional<Reference> known = appraisal.references().match("verified-boot-key", key);
    boolean verified =
        root.get().state() == VERIFIED || root.get().state() == SELF_SIGNED && known.isPresent();
    appraisal.claim("verified-boot-key", key);
    appraisal.claim("verified-boot-state", Integer.toString(root.get().state()));
    if (!root.get().locked() || !verified) {
      appraisal.findUnless(
          Relaxation.ALLOW_UNLOCKED_BOOT,
          "boot-unlocked",
          TrustClaim.EXECUTABLES,
          TrustValues.UNTRUSTWORTHY,
          "locked",
          root.get().locked(),
          "state",
          root.get().state());
    } else {
      appraisal.compare(
          "verified-boot-key",
          key,
          "boot-key-unknown",
          TrustClaim.EXECUTABLES,
          TrustValues.APPROVED_BOOT,
          TrustValues.UNTRUSTWORTHY);
    }
  }

  private static void checkPatchLevel(int level, Appraisal appraisal) {
    appraisal.claim("os-patch-level", Integer.toString(level));
    appraisal.counter("os-patch-level", level, TrustClaim.EXECUTABLES);
    if (appraisal.references().has("os-patch-level")
        && appraisal.references().atLeast("os-patch-level", level).isEmpty()) {
      appraisal.find(
          "patch-level-too-old", TrustClaim.EXECUTABLES, TrustValues.WEAK, "level", level);
    }
  }
}
