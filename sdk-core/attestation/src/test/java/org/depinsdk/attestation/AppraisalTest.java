package org.depinsdk.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.junit.jupiter.api.Test;

class AppraisalTest {
  private static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");
  private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final ReferenceValues REFERENCES =
      new ReferenceValues(Map.of("model", List.of("a", "b")), Map.of("version", 7L));
  private static final TrustAnchor ANCHOR =
      new TrustAnchor("root", new AttestedKey(new byte[] {1}), new TreeSet<>(Set.of("old")));

  private static SchemeSettings settings(AppraisalPolicy policy) {
    return new SchemeSettings(List.of(ANCHOR), REFERENCES, Revocation.none("a test"), policy);
  }

  private static Appraisal appraisal(AppraisalPolicy policy, PriorState prior) {
    return Appraisal.of(
        "test",
        new Evidence("application/eat+cwt", new byte[] {9}),
        new AppraisalContext(AT, new Freshness.Nonce(NONCE), settings(policy), prior));
  }

  private static Appraisal appraisal() {
    return appraisal(AppraisalPolicy.STRICT, PriorState.NONE);
  }

  private static List<String> codes(AttestationResult result) {
    return result.findings().stream().map(f -> f.code().text()).toList();
  }

  @Test
  void valuesFallIntoTiers() {
    Map<Integer, TrustTier> tiers = new TreeMap<>(Map.of(
        -128,
        TrustTier.CONTRAINDICATED,
        -97,
        TrustTier.CONTRAINDICATED,
        -96,
        TrustTier.WARNING,
        -33,
        TrustTier.WARNING,
        -32,
        TrustTier.AFFIRMING,
        -2,
        TrustTier.AFFIRMING,
        -1,
        TrustTier.NONE,
        1,
        TrustTier.NONE));
    tiers.putAll(Map.of(
        2,
        TrustTier.AFFIRMING,
        31,
        TrustTier.AFFIRMING,
        32,
        TrustTier.WARNING,
        95,
        TrustTier.WARNING,
        96,
        TrustTier.CONTRAINDICATED,
        127,
        TrustTier.CONTRAINDICATED));
    tiers.forEach((value, tier) ->
        assertThat(TrustTier.of(value)).describedAs("%s", value).isEqualTo(tier));
  }

  @Test
  void theWholeIsNeverBetterThanItsWorstClaim() {
    for (int worst : new int[] {2, 32, 96}) {
      TrustVector vector = new TrustVector(Map.of(
          TrustClaim.INSTANCE_IDENTITY, 2, TrustClaim.HARDWARE, 3, TrustClaim.EXECUTABLES, worst));
      assertThat(vector.overall(Set.of(TrustClaim.HARDWARE))).isEqualTo(TrustTier.of(worst));
    }
    assertThat(new TrustVector(Map.of()).overall(Set.of())).isEqualTo(TrustTier.NONE);
  }

  @Test
  void whatIsRequiredAndNotSaidLeavesNothing() {
    Set<TrustClaim> required = Set.of(TrustClaim.EXECUTABLES);
    assertThat(new TrustVector(Map.of(TrustClaim.HARDWARE, 2)).overall(required))
        .isEqualTo(TrustTier.NONE);
    assertThat(new TrustVector(Map.of(TrustClaim.HARDWARE, 99)).overall(required))
        .isEqualTo(TrustTier.CONTRAINDICATED);
  }

  @Test
  void aResultBetterThanItsVectorCannotBe() {
    AttestationResult good = appraisal().result();
    assertThatThrownBy(() -> new AttestationResult(
            "test",
            TrustTier.AFFIRMING,
            new TrustVector(Map.of(TrustClaim.HARDWARE, 32)),
            KeyProtection.UNKNOWN,
            List.of(),
            good.claims(),
            Optional.empty(),
            Optional.empty(),
            good.counters(),
            good.policyId(),
            good.settingsId(),
            good.evidenceDigest(),
            AT,
            AT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWorstOfAClaimHoldsInAnyOrder() {
    Appraisal first = appraisal();
    first.affirm(TrustClaim.HARDWARE, 2, ANCHOR.reference());
    first.find("fake", TrustClaim.HARDWARE, 96);
    first.find("old", TrustClaim.HARDWARE, 32);
    first.affirm(TrustClaim.HARDWARE, 2, ANCHOR.reference());
    first.find("seen", TrustClaim.HARDWARE, TrustValues.NONE);
    assertThat(first.result().vector().value(TrustClaim.HARDWARE)).isEqualTo(96);
    assertThatThrownBy(() -> first.affirm(TrustClaim.HARDWARE, 96, ANCHOR.reference()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutAReferenceValueNothingIsAffirmed() {
    Appraisal appraisal = appraisal();
    appraisal.compare("model", "b", "model-unknown", TrustClaim.HARDWARE, 2, 97);
    appraisal.compare("colour", "red", "colour-unknown", TrustClaim.CONFIGURATION, 2, 96);
    AttestationResult result = appraisal.result();
    assertThat(result.vector().values()).isEqualTo(Map.of(TrustClaim.HARDWARE, 2));
    assertThat(result.claims()).containsEntry("colour", "red");
    Appraisal other = appraisal();
    other.compare("model", "c", "model-unknown", TrustClaim.HARDWARE, 2, 97);
    assertThat(codes(other.result())).containsExactly("test.model-unknown");
    assertThat(REFERENCES.atLeast("version", 7)).isPresent();
    assertThat(REFERENCES.atLeast("version", 6)).isEmpty();
  }

  @Test
  void noncesAreExact() {
    Appraisal good = appraisal();
    good.nonce(NONCE);
    assertThat(codes(good.result())).isEmpty();
    for (byte[] nonce : new byte[][] {{}, {1, 2, 3, 4, 5, 6, 7, 9}, {1, 2, 3, 4, 5, 6, 7, 8, 0}}) {
      Appraisal bad = appraisal();
      bad.nonce(nonce);
      assertThat(codes(bad.result())).containsExactly("test.nonce-mismatch");
      assertThat(bad.result().tier()).isEqualTo(TrustTier.CONTRAINDICATED);
    }
    assertThatThrownBy(() -> new Freshness.Nonce(new byte[7]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void epochIdsAndTimesHaveAWindow() {
    byte[] older = NONCE.clone();
    older[0] = 9;
    Freshness epochs = Freshness.EpochId.of(NONCE, older);
    assertThat(epochs.acceptsNonce(older)).isTrue();
    assertThat(epochs.acceptsNonce(new byte[8])).isFalse();
    assertThat(epochs.acceptsTime(AT)).isFalse();
    Freshness times = new Freshness.Timestamp(AT.minusSeconds(10), AT);
    assertThat(times.acceptsTime(AT)).isTrue();
    assertThat(times.acceptsTime(AT.plusMillis(1))).isFalse();
    assertThat(times.acceptsTime(AT.minusSeconds(11))).isFalse();
    assertThat(times.acceptsNonce(NONCE)).isFalse();
  }

  @Test
  void countersAndIdentityAreComparedWithTheLastResult() {
    AttestedKey key = new AttestedKey(new byte[] {7});
    Appraisal first = appraisal();
    first.identity(key);
    first.counter("version", 5, TrustClaim.EXECUTABLES);
    first.risingCounter("uses", 0, TrustClaim.INSTANCE_IDENTITY);
    PriorState prior = first.result().state();
    Appraisal same = appraisal(AppraisalPolicy.STRICT, prior);
    same.identity(key);
    same.counter("version", 5, TrustClaim.EXECUTABLES);
    same.risingCounter("uses", 1, TrustClaim.INSTANCE_IDENTITY);
    assertThat(codes(same.result())).isEmpty();
    assertThat(same.result().counters()).containsEntry("uses", 1L);
    Appraisal worse = appraisal(AppraisalPolicy.STRICT, prior);
    worse.identity(new AttestedKey(new byte[] {8}));
    worse.counter("version", 4, TrustClaim.EXECUTABLES);
    worse.risingCounter("uses", 0, TrustClaim.INSTANCE_IDENTITY);
    assertThat(codes(worse.result()))
        .containsExactly("test.identity-changed", "test.counter-fell", "test.counter-not-risen");
    assertThat(worse.result().counters()).containsEntry("version", 5L);
  }

  @Test
  void weakProtectionIsRefusedUnlessThePolicyNamesIt() {
    for (KeyProtection protection : List.of(KeyProtection.SOFTWARE, KeyProtection.VIRTUAL)) {
      Appraisal strict = appraisal();
      strict.protection(protection);
      assertThat(strict.result().tier()).isEqualTo(TrustTier.CONTRAINDICATED);
      Appraisal relaxed = appraisal(
          AppraisalPolicy.STRICT.with(
              Relaxation.ALLOW_SOFTWARE_KEYS, Relaxation.ALLOW_VIRTUAL_TPMS),
          PriorState.NONE);
      relaxed.affirm(TrustClaim.HARDWARE, 2, ANCHOR.reference());
      relaxed.protection(protection);
      assertThat(relaxed.result().vector().tier(TrustClaim.HARDWARE)).isEqualTo(TrustTier.WARNING);
    }
    Appraisal weak = appraisal(
        AppraisalPolicy.STRICT.withMinimumProtection(KeyProtection.DEDICATED_CHIP),
        PriorState.NONE);
    weak.protection(KeyProtection.ISOLATED);
    assertThat(codes(weak.result())).containsExactly("test.protection-too-weak");
  }

  @Test
  void aResultStandsUntilTheFirstOfItsEnds() {
    Appraisal appraisal =
        appraisal(AppraisalPolicy.STRICT.withValidity(Duration.ofHours(2)), PriorState.NONE);
    assertThat(appraisal.result().notAfter()).isEqualTo(AT.plusSeconds(7200));
    appraisal.expires(AT.plusSeconds(60));
    appraisal.expires(AT.plusSeconds(90));
    AttestationResult result = appraisal.result();
    assertThat(result.stands(AT)).isTrue();
    assertThat(result.stands(AT.plusSeconds(59))).isTrue();
    assertThat(result.stands(AT.plusSeconds(60))).isFalse();
    assertThat(result.stands(AT.minusMillis(1))).isFalse();
  }

  @Test
  void resultsAndSettingsComeBackFromJson() throws Exception {
    Appraisal appraisal = appraisal();
    appraisal.affirm(TrustClaim.HARDWARE, 2, ANCHOR.reference());
    appraisal.find("odd", TrustClaim.CONFIGURATION, -40, "certificate", 1, "oid", "1.2");
    appraisal.identity(new AttestedKey(new byte[] {7}));
    appraisal.key(new AttestedKey(new byte[] {8}));
    appraisal.counter("version", 5, TrustClaim.EXECUTABLES);
    appraisal.claim("model", "x");
    AttestationResult result = appraisal.result();
    byte[] document = Json.document(AttestationResultJson.write(result));
    assertThat(AttestationResultJson.parse(Json.parseObject(document, JsonLimits.DEFAULT)))
        .isEqualTo(result);
    String better = new String(document, java.nio.charset.StandardCharsets.UTF_8)
        .replace("\"tier\": \"none\"", "\"tier\": \"affirming\"");
    assertThatThrownBy(
            () -> AttestationResultJson.parse(Json.parseObject(better, JsonLimits.DEFAULT)))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("better");
    SchemeSettings settings = settings(AppraisalPolicy.STRICT.with(Relaxation.ALLOW_SHA1));
    SchemeSettings read = SchemeSettings.parse(
        Json.parseObject(Json.document(settings.json()), JsonLimits.DEFAULT), Map.of());
    assertThat(read).isEqualTo(settings);
    assertThat(read.id())
        .isEqualTo(settings.id())
        .isNotEqualTo(settings(AppraisalPolicy.STRICT).id());
  }

  @Test
  void evidenceIsLimited() throws Exception {
    assertThatThrownBy(() -> Evidence.of("text", new byte[1]))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> Evidence.of("a/b", new byte[Evidence.MAX_BYTES + 1]))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("at most " + Evidence.MAX_BYTES);
    assertThat(Hex.encode(Evidence.of("a/b", new byte[] {1}).digest().bytes()))
        .isNotEqualTo(Hex.encode(Evidence.of("a/c", new byte[] {1}).digest().bytes()));
  }
}
