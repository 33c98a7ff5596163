package org.depinsdk.attestation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.report.ReasonCode;

/**
 * Collects what a verifier finds, for one evidence. A claim is affirmed only with a {@link Reference}, and the worst that was
 * said of a claim holds, in whatever order it was said.
 */
public final class Appraisal {
  private static final int MAX_FINDINGS = 100;

  private final String scheme;
  private final Evidence evidence;
  private final AppraisalContext context;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<TrustClaim, Integer> values = new EnumMap<>(TrustClaim.class);
  private final SortedMap<String, String> claims = new TreeMap<>();
  private final SortedMap<String, Long> counters;
  private KeyProtection protection = KeyProtection.UNKNOWN;
  private Optional<AttestedKey> identity = Optional.empty();
  private Optional<AttestedKey> key = Optional.empty();
  private Instant notAfter;

  private Appraisal(String scheme, Evidence evidence, AppraisalContext context) {
    this.scheme = scheme;
    this.evidence = evidence;
    this.context = context;
    this.counters = new TreeMap<>(context.prior().counters());
    this.notAfter = context.at().plus(context.settings().policy().validity());
  }

  /**
   * Begins an appraisal.
   *
   * @param scheme the verifier's
   * @param evidence what is appraised
   * @param context of the appraisal
   * @return nothing found so far
   */
  public static Appraisal of(String scheme, Evidence evidence, AppraisalContext context) {
    return new Appraisal(scheme, evidence, context);
  }

  /**
   * Everything that the appraisal depends on beside the evidence.
   *
   * @return the context
   */
  public AppraisalContext context() {
    return context;
  }

  /**
   * What good devices say.
   *
   * @return of the settings
   */
  public ReferenceValues references() {
    return context.settings().references();
  }

  /**
   * Records a finding.
   *
   * @param code without the scheme, for example {@code quote.nonce-mismatch}
   * @param claim which claim it bears on
   * @param value that the claim gets, see {@link TrustValues}
   * @param facts names and values in turn, no prose
   */
  public void find(String code, TrustClaim claim, int value, Object... facts) {
    values.merge(claim, value, Appraisal::worse);
    SortedMap<String, String> named = new TreeMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      named.put((String) facts[i], String.valueOf(facts[i + 1]));
    }
    if (findings.size() < MAX_FINDINGS) {
      findings.add(new Finding(new ReasonCode(scheme + "." + code), claim, value, named));
    }
  }

  /**
   * Records a finding that a policy can let pass: with the relaxation it is a warning.
   *
   * @param relaxation what the policy must name
   * @param code without the scheme
   * @param claim which claim it bears on
   * @param value that the claim gets without the relaxation
   * @param facts names and values in turn
   */
  public void findUnless(
      Relaxation relaxation, String code, TrustClaim claim, int value, Object... facts) {
    boolean relaxed = context.settings().policy().relaxations().contains(relaxation);
    find(code, claim, relaxed ? TrustValues.WEAK : value, facts);
  }

  /**
   * Affirms a claim, unless something worse is found of it.
   *
   * @param claim the claim
   * @param value an affirming one
   * @param basis what it was compared with
   * @throws IllegalArgumentException if the value does not affirm
   */
  public void affirm(TrustClaim claim, int value, Reference basis) {
    if (TrustTier.of(value) != TrustTier.AFFIRMING) {
      throw new IllegalArgumentException(
          claim.label() + " is not affirmed by " + value + " on " + basis.name());
    }
    values.merge(claim, value, Appraisal::worse);
  }

  private static int worse(int a, int b) {
    int byTier = TrustTier.of(a).compareTo(TrustTier.of(b));
    return byTier == 0 ? Math.max(a, b) : byTier > 0 ? a : b;
  }

  /**
   * Compares a value of the evidence with the reference values of that name: affirms the claim if it is one, finds {@code
   * CODE} if there are some and it is none, and says nothing if there are none.
   *
   * @param name of the reference values; also recorded as a claim of the result
   * @param actual what the evidence says
   * @param code without the scheme
   * @param claim which claim it bears on
   * @param affirmed the value if it matches
   * @param otherwise the value if it does not
   */
  public void compare(
      String name, String actual, String code, TrustClaim claim, int affirmed, int otherwise) {
    claim(name, actual);
    Optional<Reference> match = references().match(name, actual);
    if (match.isPresent()) {
      affirm(claim, affirmed, match.get());
    } else if (references().has(name)) {
      find(code, claim, otherwise, "actual", actual);
    }
  }

  /**
   * Whether nothing contraindicates a claim so far.
   *
   * @param claim the claim
   * @return whether its value is not contraindicated
   */
  public boolean holds(TrustClaim claim) {
    return TrustTier.of(values.getOrDefault(claim, 0)) != TrustTier.CONTRAINDICATED;
  }

  /**
   * Records what the evidence says of the device.
   *
   * @param name of the claim
   * @param value its value
   */
  public void claim(String name, String value) {
    claims.put(name, value);
  }

  /**
   * Checks the nonce: {@code SCHEME.nonce-mismatch} if it is not the context's, or if freshness is by time.
   *
   * @param presented from the evidence, whose signature covers it
   */
  public void nonce(byte[] presented) {
    if (!context.freshness().acceptsNonce(presented)) {
      find("nonce-mismatch", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
  }

  /**
   * Records a counter that must not fall: {@code SCHEME.counter-fell} if it is below the device's last.
   *
   * @param name of the counter
   * @param value from the evidence, whose signature covers it
   * @param claim which claim a fall bears on
   */
  public void counter(String name, long value, TrustClaim claim) {
    compareCounter(name, value, value, "counter-fell", claim);
  }

  /**
   * Records a counter that must rise: {@code SCHEME.counter-not-risen} if it is not above the device's last.
   *
   * @param name of the counter
   * @param value from the evidence, whose signature covers it
   * @param claim which claim it bears on
   */
  public void risingCounter(String name, long value, TrustClaim claim) {
    compareCounter(name, value, value - 1, "counter-not-risen", claim);
  }

  private void compareCounter(
      String name, long value, long mostBefore, String code, TrustClaim claim) {
    Long before = context.prior().counters().get(name);
    if (before != null && mostBefore < before) {
      find(code, claim, TrustValues.UNTRUSTWORTHY, "counter", name, "before", before, "now", value);
    } else {
      counters.put(name, value);
    }
  }

  /**
   * Records what keeps the key from being copied: {@code SCHEME.software-key}, {@code SCHEME.virtual-hardware} or {@code
   * SCHEME.protection-too-weak} if the policy does not let it pass.
   *
   * @param found what the evidence shows
   */
  public void protection(KeyProtection found) {
    protection = found;
    KeyProtection minimum = context.settings().policy().minimumProtection();
    if (found == KeyProtection.SOFTWARE) {
      findUnless(
          Relaxation.ALLOW_SOFTWARE_KEYS,
          "software-key",
          TrustClaim.HARDWARE,
          TrustValues.UNTRUSTWORTHY);
    }
    if (found == KeyProtection.VIRTUAL) {
      findUnless(
          Relaxation.ALLOW_VIRTUAL_TPMS,
          "virtual-hardware",
          TrustClaim.HARDWARE,
          TrustValues.UNTRUSTWORTHY);
    }
    if (found.compareTo(minimum) < 0) {
      find(
          "protection-too-weak",
          TrustClaim.HARDWARE,
          TrustValues.UNTRUSTWORTHY,
          "found",
          found.label(),
          "minimum",
          minimum.label());
    }
  }

  /**
   * Records the key that stays with the device: {@code SCHEME.identity-changed} if the device had another at its last
   * appraisal.
   *
   * @param found the key
   */
  public void identity(AttestedKey found) {
    identity = Optional.of(found);
    Optional<Bytes32> before = context.prior().identity();
    if (before.isPresent() && !before.get().equals(found.id())) {
      find("identity-changed", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
  }

  /**
   * Records the key that the evidence attests.
   *
   * @param found the key
   */
  public void key(AttestedKey found) {
    key = Optional.of(found);
  }

  /**
   * Ends the result's life earlier than the policy does.
   *
   * @param at when what the result rests on ends
   */
  public void expires(Instant at) {
    notAfter = at.isBefore(notAfter) ? at : notAfter;
  }

  /**
   * The result.
   *
   * @return with everything found so far
   */
  public AttestationResult result() {
    SchemeSettings settings = context.settings();
    TrustVector vector = new TrustVector(values);
    return new AttestationResult(
        scheme,
        vector.overall(settings.policy().required()),
        vector,
        protection,
        findings,
        claims,
        identity,
        key,
        counters,
        settings.policy().id(),
        settings.id(),
        evidence.digest(),
        context.at(),
        notAfter);
  }
}
