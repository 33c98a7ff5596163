package org.depinsdk.attestation.eat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.CertificateChain;
import org.depinsdk.attestation.ChainRules;
import org.depinsdk.attestation.ChainValidator;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.token.CoseToken;
import org.depinsdk.attestation.token.JwsToken;
import org.depinsdk.attestation.token.SignedToken;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * Entity Attestation Tokens (RFC 9711), as CWT and JWT. The token is signed by an anchor's key, or by the key of a certificate
 * that it brings and whose chain ends in an anchor. A token does not show what protects its key, the anchor's owner vouches for
 * it: an anchor's label that is a {@link org.depinsdk.attestation.KeyProtection} says so.
 *
 * <p>Reference values have the names of the claims: {@code ueid}, {@code oemid}, {@code hwmodel}, {@code hwversion}, {@code
 * swname}, {@code swversion}, {@code eat_profile}, {@code dbgstat}. What a token says of its submodules is not appraised.
 */
public final class EatVerifier implements EvidenceVerifier {
  /** The scheme's name. */
  public static final String SCHEME = "eat";

  /** A CWT (RFC 9782). */
  public static final String CWT = "application/eat+cwt";

  /** A JWT (RFC 9782). */
  public static final String JWT = "application/eat+jwt";

  private static final Map<String, TrustClaim> DESCRIBED = Map.of(
      "oemid", TrustClaim.HARDWARE,
      "hwmodel", TrustClaim.HARDWARE,
      "hwversion", TrustClaim.HARDWARE,
      "eat_profile", TrustClaim.CONFIGURATION,
      "swname", TrustClaim.EXECUTABLES,
      "swversion", TrustClaim.EXECUTABLES);

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(CWT, JWT);
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(SCHEME, evidence, context);
    boolean cbor = evidence.mediaType().equals(CWT);
    SignedToken token;
    EatClaims claims;
    try {
      token = cbor ? CoseToken.parse(evidence.bytes()) : JwsToken.parse(evidence.bytes());
    } catch (EncodingException e) {
      appraisal.find("token-malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return appraisal.result();
    }
    checkSignature(token, appraisal);
    try {
      claims = cbor ? CborEat.parse(token.payload()) : JsonEat.parse(token.payload());
    } catch (EncodingException e) {
      appraisal.find("claims-malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
      return appraisal.result();
    }
    checkFreshness(claims, appraisal);
    checkClaims(claims, appraisal);
    return appraisal.result();
  }

  private static void checkSignature(SignedToken token, Appraisal appraisal)
      throws AppraisalException {
    if (!token.certificates().isEmpty()) {
      Optional<CertificateChain> chain =
          ChainValidator.validate(token.certificates(), ChainRules.DEFAULT, appraisal);
      if (chain.isPresent()) {
        appraisal.identity(chain.get().leaf().key());
        appraisal.key(chain.get().leaf().key());
        if (!token.verify(chain.get().leaf().key())) {
          appraisal.find("bad-signature", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
        } else if (chain.get().basis().isPresent()) {
          affirm(chain.get().anchor().orElseThrow(), appraisal);
        }
      }
      return;
    }
    List<TrustAnchor> anchors = appraisal.context().settings().anchors();
    if (anchors.isEmpty()) {
      throw new AppraisalException("the settings have no trust anchors");
    }
    Optional<TrustAnchor> signer = anchors.stream()
        .filter(
            anchor -> token.keyId().isEmpty() || isNamed(anchor, token.keyId().get()))
        .filter(anchor -> token.verify(anchor.key()))
        .findFirst();
    if (signer.isEmpty()) {
      appraisal.find("bad-signature", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    } else {
      appraisal.identity(signer.get().key());
      appraisal.key(signer.get().key());
      affirm(signer.get(), appraisal);
    }
  }

  /** A key id is the anchor's name, or in hexadecimal the bytes of its name or the key's digest. */
  private static boolean isNamed(TrustAnchor anchor, String keyId) {
    return keyId.equals(anchor.name())
        || keyId.equals(Hex.encode(anchor.name().getBytes(StandardCharsets.UTF_8)))
        || keyId.equals(Hex.encode(anchor.key().id().bytes()));
  }

  private static void affirm(TrustAnchor anchor, Appraisal appraisal) {
    appraisal.affirm(TrustClaim.INSTANCE_IDENTITY, TrustValues.AFFIRMED, anchor.reference());
    anchor.protection().ifPresent(protection -> {
      appraisal.affirm(TrustClaim.HARDWARE, TrustValues.AFFIRMED, anchor.reference());
      appraisal.protection(protection);
    });
  }

  private static void checkFreshness(EatClaims claims, Appraisal appraisal) {
    Freshness freshness = appraisal.context().freshness();
    boolean fresh = claims.nonces().stream().anyMatch(freshness::acceptsNonce)
        || claims.issuedAt().filter(freshness::acceptsTime).isPresent();
    if (!fresh) {
      appraisal.find("nonce-mismatch", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    Instant at = appraisal.context().at();
    if (claims.expires().filter(end -> !at.isBefore(end)).isPresent()) {
      appraisal.find("expired", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    if (claims.notBefore().filter(at::isBefore).isPresent()) {
      appraisal.find("not-yet-valid", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    claims.expires().ifPresent(appraisal::expires);
  }

  private static void checkClaims(EatClaims claims, Appraisal appraisal) {
    claims
        .ueid()
        .ifPresent(ueid -> appraisal.compare(
            "ueid",
            Hex.encode(ueid),
            "ueid-unknown",
            TrustClaim.INSTANCE_IDENTITY,
            TrustValues.AFFIRMED,
            TrustValues.UNRECOGNIZED));
    new TreeMap<>(DESCRIBED).forEach((name, claim) -> {
      String actual = claims.described().get(name);
      if (actual != null) {
        appraisal.compare(
            name,
            actual,
            code(name) + "-unknown",
            claim,
            TrustValues.AFFIRMED,
            TrustValues.UNTRUSTWORTHY);
      } else if (appraisal.references().has(name)) {
        appraisal.find(code(name) + "-missing", claim, TrustValues.UNTRUSTWORTHY);
      }
    });
    if (claims.oemBoot().equals(Optional.of(false))) {
      appraisal.findUnless(
          Relaxation.ALLOW_UNLOCKED_BOOT,
          "boot-not-of-manufacturer",
          TrustClaim.EXECUTABLES,
          TrustValues.UNTRUSTWORTHY);
    }
    claims.debug().ifPresent(status -> checkDebug(status, appraisal));
    claims
        .bootCount()
        .ifPresent(count -> appraisal.counter("bootcount", count, TrustClaim.INSTANCE_IDENTITY));
    claims
        .submodules()
        .forEach((name, kind) -> appraisal.find(
            "submodule-not-appraised", TrustClaim.CONFIGURATION, TrustValues.NONE, "kind", kind));
  }

  private static String code(String name) {
    return name.replace('_', '-');
  }

  private static void checkDebug(DebugStatus status, Appraisal appraisal) {
    if (status == DebugStatus.ENABLED) {
      appraisal.claim("dbgstat", status.label());
      appraisal.findUnless(
          Relaxation.ALLOW_DEBUG_MODE,
          "debug-enabled",
          TrustClaim.CONFIGURATION,
          TrustValues.UNTRUSTWORTHY);
    } else {
      appraisal.compare(
          "dbgstat",
          status.label(),
          "debug-status-unknown",
          TrustClaim.CONFIGURATION,
          TrustValues.AFFIRMED,
          TrustValues.UNTRUSTWORTHY);
    }
  }
}
