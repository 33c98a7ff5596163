package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.CrlSnapshot;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;
import org.depinsdk.core.tpm.TpmEvidence.CertifiedKey;
import org.depinsdk.core.tpm.TpmEvidence.PcrValue;
import org.depinsdk.core.tpm.TpmEvidence.Signed;
import org.junit.jupiter.api.Test;

class TpmEvidenceVerifierTest {
  private static final Instant AT = Instant.parse("2026-11-27T08:00:00Z");
  private static final byte[] NONCE = new byte[32];
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SHA256 = 0x000b;
  private static final Revocation NO_LIST = Revocation.none("pretend certificates");

  private final TpmEvidenceVerifier verifier = new TpmEvidenceVerifier();
  private final PretendCa root = PretendCa.root("CN=TPM Root");
  private final PretendCa manufacturer = root.intermediate("CN=TPM Issuing");
  private final PretendBoot boot = PretendBoot.of("1.0", true);
  private final PretendTpm tpm = PretendTpm.of(manufacturer).boot(boot);
  private final ReferenceValues references = new ReferenceValues(
      Map.of("pcr.sha256.0", Set.of(hex(tpm.pcr(0))), "secure-boot", Set.of("true")), Map.of());

  private static String hex(Bytes32 value) {
    return value.toString().substring(2);
  }

  private byte[] challenge(PretendTpm asked) throws EncodingException {
    return verifier.challenge(asked.announcement().toBytes(), NONCE, RANDOM);
  }

  private TpmEvidence honest() throws EncodingException {
    return tpm.evidence(challenge(tpm));
  }

  private AttestationResult appraise(TpmEvidence evidence) {
    return appraise(evidence, references, NO_LIST, PriorState.NONE);
  }

  private AttestationResult appraise(
      TpmEvidence evidence,
      ReferenceValues values,
      Revocation revocation,
      PriorState prior,
      Relaxation... relaxations) {
    return appraise(
        new Evidence(TpmAnnouncement.MEDIA_TYPE, evidence.toBytes()),
        root.anchor("discrete"),
        values,
        revocation,
        prior,
        relaxations);
  }

  private AttestationResult appraise(
      Evidence evidence,
      TrustAnchor anchor,
      ReferenceValues values,
      Revocation revocation,
      PriorState prior,
      Relaxation... relaxations) {
    SchemeSettings settings = new SchemeSettings(
        List.of(anchor), values, revocation, AppraisalPolicy.STRICT.with(relaxations));
    try {
      return verifier.appraise(
          evidence, new AppraisalContext(AT, new Freshness.Nonce(NONCE), settings, prior));
    } catch (AppraisalException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> codes(AttestationResult result) {
    return result.findings().stream().map(f -> f.code().text()).distinct().toList();
  }

  private void assertRefused(TpmEvidence evidence, String... codes) {
    assertRefused(appraise(evidence), codes);
  }

  private static void assertRefused(AttestationResult result, String... codes) {
    assertThat(codes(result)).containsExactly(codes);
    assertThat(result.tier()).isEqualTo(TrustTier.CONTRAINDICATED);
  }

  private TpmEvidence with(TpmEvidence e, Signed quote, List<PcrValue> pcrs, byte[] log) {
    return new TpmEvidence(e.announcement(), e.secret(), quote, pcrs, log, e.key());
  }

  private void assertLogRefused(PretendBoot tampered, String... codes) throws Exception {
    TpmEvidence e = honest();
    assertRefused(with(e, e.quote(), e.pcrs(), tampered.log()), codes);
  }

  private PretendBoot replaced(int event, PretendBoot.Event by) {
    PretendBoot copy = PretendBoot.of("1.0", true);
    copy.events().set(event, by);
    return copy;
  }

  @Test
  void aGenuineTpmIsAffirmed() throws Exception {
    AttestationResult result = appraise(honest());
    assertThat(codes(result)).isEmpty();
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    for (TrustClaim claim : new TrustClaim[] {
      TrustClaim.INSTANCE_IDENTITY,
      TrustClaim.HARDWARE,
      TrustClaim.EXECUTABLES,
      TrustClaim.CONFIGURATION
    }) {
      assertThat(result.vector().tier(claim)).as(claim.label()).isEqualTo(TrustTier.AFFIRMING);
    }
    assertThat(result.protection()).isEqualTo(KeyProtection.DEDICATED_CHIP);
    assertThat(result.key())
        .contains(new AttestedKey(tpm.key().pair().getPublic().getEncoded()));
    assertThat(result.claims())
        .containsEntry("manufacturer", "id:50524554")
        .containsEntry("secure-boot", "true");
    assertThat(appraise(honest(), references, NO_LIST, result.state()).tier())
        .isEqualTo(TrustTier.AFFIRMING);
  }

  @Test
  void anRsaEndorsementKeyAndAPaddedCertificateAreAffirmed() throws Exception {
    KeyPair ek = PretendTpm.rsa();
    byte[] der = PretendTpm.certificate(manufacturer, ek.getPublic()).der();
    for (byte filler : new byte[] {0, -1}) {
      byte[] padded = Arrays.copyOf(der, 1600);
      Arrays.fill(padded, der.length, padded.length, filler);
      PretendTpm rsa = new PretendTpm(ek, List.of(padded, manufacturer.certificate()))
          .boot(PretendBoot.of("1.0", true));
      assertThat(appraise(rsa.evidence(challenge(rsa))).tier()).isEqualTo(TrustTier.AFFIRMING);
    }
    byte[] second = Arrays.copyOf(der, 2 * der.length);
    System.arraycopy(der, 0, second, der.length, der.length);
    byte[] mixed = Arrays.copyOf(der, der.length + 2);
    mixed[der.length] = -1;
    byte[] blanks = Arrays.copyOf(der, der.length + 8);
    Arrays.fill(blanks, der.length, blanks.length, (byte) ' ');
    for (byte[] stored : List.of(second, mixed, blanks, Arrays.copyOf(der, der.length - 1))) {
      TpmAnnouncement announced =
          new TpmAnnouncement(List.of(stored), tpm.announcement().akPublic());
      assertThatThrownBy(() -> verifier.challenge(announced.toBytes(), NONCE, RANDOM))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("EK certificate");
      TpmEvidence e = honest();
      assertRefused(
          new TpmEvidence(announced, e.secret(), e.quote(), e.pcrs(), e.eventLog(), e.key()),
          "tpm.ek.malformed");
    }
  }

  @Test
  void aQuoteOverAnotherNonceIsRefused() throws Exception {
    TpmEvidence e = honest();
    Signed other = tpm.quote(new byte[32], 0, 1, 2, 3, 4, 5, 6, 7);
    assertRefused(with(e, other, e.pcrs(), e.eventLog()), "tpm.quote.nonce-mismatch");
    // and everything over another nonce, as an answer to an older challenge is
    byte[] old = verifier.challenge(tpm.announcement().toBytes(), new byte[8], RANDOM);
    assertRefused(tpm.evidence(old), "tpm.credential-mismatch");
  }

  @Test
  void anotherAttestationKeyIsRefused() throws Exception {
    byte[] secret = tpm.activate(challenge(tpm));
    tpm.replaceAk(PretendTpm.key(PretendTpm.AK_ATTRIBUTES));
    TpmEvidence e = honest();
    // the new key signs what the old one was given
    assertRefused(
        new TpmEvidence(
            e.announcement(),
            secret,
            tpm.quote(secret, 0, 1, 2, 3, 4, 5, 6, 7),
            e.pcrs(),
            e.eventLog(),
            Optional.of(new CertifiedKey(tpm.key().publicArea(), tpm.certify(secret, tpm.key())))),
        "tpm.credential-mismatch");
    // the old one is named and the new one signs
    PretendTpm other = PretendTpm.of(manufacturer).boot(boot);
    Signed signed = other.quote(e.secret(), 0, 1, 2, 3, 4, 5, 6, 7);
    assertRefused(with(e, signed, e.pcrs(), e.eventLog()), "tpm.quote.bad-signature");
  }

  @Test
  void anotherTpmsCertificateIsNoHelp() throws Exception {
    PretendTpm other = PretendTpm.of(manufacturer).boot(boot);
    TpmEvidence e = honest();
    TpmAnnouncement borrowed = new TpmAnnouncement(
        other.announcement().ekCertificates(), e.announcement().akPublic());
    assertRefused(
        new TpmEvidence(borrowed, e.secret(), e.quote(), e.pcrs(), e.eventLog(), e.key()),
        "tpm.credential-mismatch");
    assertThatThrownBy(() -> other.activate(challenge(tpm))).isInstanceOf(EncodingException.class);
  }

  @Test
  void anAttestationKeyMustBeBornRestrictedAndStay() throws Exception {
    int[] wrong = {
      PretendTpm.KEY_ATTRIBUTES,
      PretendTpm.AK_ATTRIBUTES & ~0x02,
      PretendTpm.AK_ATTRIBUTES & ~0x10,
      PretendTpm.AK_ATTRIBUTES & ~0x20,
      PretendTpm.AK_ATTRIBUTES & ~0x40000,
      PretendTpm.AK_ATTRIBUTES | 0x20000
    };
    for (int attributes : wrong) {
      tpm.replaceAk(PretendTpm.key(attributes));
      assertRefused(honest(), "tpm.ak.attributes");
    }
  }

  @Test
  void theDevicesKeyMustBeCertifiedHereAndNow() throws Exception {
    TpmEvidence e = honest();
    assertRefused(withKey(e, Optional.empty()), "tpm.key.not-certified");
    PretendTpm.Key outside = PretendTpm.key(PretendTpm.KEY_ATTRIBUTES);
    Signed genuine = e.key().orElseThrow().certification();
    assertRefused(
        withKey(e, Optional.of(new CertifiedKey(outside.publicArea(), genuine))),
        "tpm.key.other-key");
    assertRefused(
        withKey(e, Optional.of(new CertifiedKey(tpm.key().publicArea(), e.quote()))),
        "tpm.key.other-key");
    Signed old = tpm.certify(new byte[32], tpm.key());
    assertRefused(
        withKey(e, Optional.of(new CertifiedKey(tpm.key().publicArea(), old))),
        "tpm.key.nonce-mismatch");
    PretendTpm.Key movable = PretendTpm.key(PretendTpm.KEY_ATTRIBUTES & ~0x02);
    Signed certified = tpm.certify(e.secret(), movable);
    assertRefused(
        withKey(e, Optional.of(new CertifiedKey(movable.publicArea(), certified))),
        "tpm.key.attributes");
  }

  private static TpmEvidence withKey(TpmEvidence e, Optional<CertifiedKey> key) {
    return new TpmEvidence(e.announcement(), e.secret(), e.quote(), e.pcrs(), e.eventLog(), key);
  }

  @Test
  void onlyQuotedPcrsExist() throws Exception {
    ReferenceValues eight =
        new ReferenceValues(Map.of("pcr.sha256.8", Set.of("11".repeat(32))), Map.of());
    TpmEvidence e = honest();
    List<PcrValue> more = new ArrayList<>(e.pcrs());
    byte[] wanted = new byte[32];
    Arrays.fill(wanted, (byte) 0x11);
    more.add(new PcrValue(SHA256, 8, wanted));
    AttestationResult result =
        appraise(with(e, e.quote(), more, e.eventLog()), eight, NO_LIST, PriorState.NONE);
    assertRefused(result, "tpm.pcr.not-quoted");
    // the same selection in the SHA-1 bank
    assertRefused(
        appraise(
            e,
            new ReferenceValues(Map.of("pcr.sha1.0", Set.of("11".repeat(20))), Map.of()),
            NO_LIST,
            PriorState.NONE),
        "tpm.pcr.not-quoted");
    // nothing selected
    AttestationResult empty = appraise(
        with(e, tpm.quote(e.secret()), e.pcrs(), e.eventLog()),
        references,
        NO_LIST,
        PriorState.NONE);
    assertRefused(empty, "tpm.pcr.not-quoted", "tpm.secure-boot-unknown");
    assertThat(appraise(
                with(e, tpm.quote(e.secret()), e.pcrs(), new byte[0]),
                ReferenceValues.NONE,
                NO_LIST,
                PriorState.NONE)
            .vector()
            .tier(TrustClaim.EXECUTABLES))
        .isEqualTo(TrustTier.NONE);
  }

  @Test
  void valuesAreThoseThatWereQuoted() throws Exception {
    TpmEvidence e = honest();
    List<PcrValue> changed = new ArrayList<>(e.pcrs());
    changed.set(3, new PcrValue(SHA256, 3, new byte[32]));
    List<PcrValue> twice = new ArrayList<>(e.pcrs());
    twice.add(e.pcrs().get(0));
    for (List<PcrValue> pcrs : List.of(changed, twice, e.pcrs().subList(0, 7))) {
      assertRefused(with(e, e.quote(), pcrs, e.eventLog()), "tpm.quote.pcr-digest-mismatch");
    }
    tpm.extend(0, Bytes32.ZERO);
    assertRefused(honest(), "tpm.pcr.mismatch", "tpm.log.replay-mismatch");
  }

  @Test
  void aMachineThatMeasuredNothingIsRefused() throws Exception {
    PretendTpm silent = PretendTpm.of(manufacturer);
    ReferenceValues zeros =
        new ReferenceValues(Map.of("pcr.sha256.0", Set.of("00".repeat(32))), Map.of());
    assertRefused(
        appraise(silent.evidence(challenge(silent)), zeros, NO_LIST, PriorState.NONE),
        "tpm.pcr.nothing-measured");
  }

  @Test
  void onlyQuotesAreQuotes() throws Exception {
    TpmEvidence e = honest();
    byte[] noMagic = e.quote().attestation();
    noMagic[0] = 0;
    assertRefused(with(e, tpm.sign(noMagic), e.pcrs(), e.eventLog()), "tpm.quote.malformed");
    assertRefused(
        with(e, tpm.certify(e.secret(), tpm.key()), e.pcrs(), e.eventLog()),
        "tpm.quote.not-a-quote");
    byte[] certify = e.quote().attestation();
    certify[5] = 0x17;
    assertRefused(with(e, tpm.sign(certify), e.pcrs(), e.eventLog()), "tpm.quote.malformed");
    // the message names another hash than the key's scheme
    byte[] signature = e.quote().signature();
    signature[3] = 0x0c;
    assertRefused(
        with(e, new Signed(e.quote().attestation(), signature), e.pcrs(), e.eventLog()),
        "tpm.quote.bad-signature");
    // and is signed with it
    byte[] raw = Keys.sign(
        "SHA384withECDSAinP1363Format", tpm.ak().pair().getPrivate(), e.quote().attestation());
    System.arraycopy(raw, 0, signature, 6, 32);
    System.arraycopy(raw, 32, signature, 40, 32);
    assertRefused(
        with(e, new Signed(e.quote().attestation(), signature), e.pcrs(), e.eventLog()),
        "tpm.quote.bad-signature");
  }

  @Test
  void aChangedEventIsRefused() throws Exception {
    byte[] off = PretendBoot.secureBootVariable(false);
    byte[] on = PretendBoot.secureBootVariable(true);
    // the variable's data is changed, its digest is left
    assertLogRefused(
        replaced(1, new PretendBoot.Event(7, PretendBoot.EFI_VARIABLE, Bytes32.sha256(on), off)),
        "tpm.log.data-mismatch",
        "tpm.secure-boot-unknown");
    // both are changed
    assertLogRefused(
        replaced(1, new PretendBoot.Event(7, PretendBoot.EFI_VARIABLE, Bytes32.sha256(off), off)),
        "tpm.log.replay-mismatch",
        "tpm.secure-boot-unknown");
    // the separators of PCR 7 and 0 get other labels, their digests stay
    Bytes32 digest = Bytes32.sha256(new byte[4]);
    assertLogRefused(
        replaced(9, new PretendBoot.Event(7, PretendBoot.EFI_APPLICATION, digest, new byte[4])),
        "tpm.log.separator",
        "tpm.secure-boot-unknown");
    assertLogRefused(
        replaced(2, new PretendBoot.Event(0, PretendBoot.CRTM_VERSION, digest, new byte[4])),
        "tpm.log.separator");
    assertLogRefused(
        replaced(2, new PretendBoot.Event(0, 0x7777, digest, new byte[4])),
        "tpm.log.unknown-event-type",
        "tpm.log.separator");
    assertLogRefused(
        replaced(2, new PretendBoot.Event(0, PretendBoot.NO_ACTION, digest, new byte[4])),
        "tpm.log.separator",
        "tpm.log.replay-mismatch");
    TpmEvidence e = honest();
    assertRefused(
        with(e, e.quote(), e.pcrs(), Arrays.copyOf(e.eventLog(), e.eventLog().length - 1)),
        "tpm.log.malformed",
        "tpm.log.missing",
        "tpm.secure-boot-unknown");
  }

  @Test
  void whatFollowsTheSeparatorIsNotTheFirmwares() throws Exception {
    PretendBoot late = PretendBoot.of("1.0", true);
    late.events().remove(1);
    late.measure(7, PretendBoot.EFI_VARIABLE, PretendBoot.secureBootVariable(true));
    PretendTpm other = PretendTpm.of(manufacturer).boot(late);
    assertRefused(appraise(other.evidence(challenge(other))), "tpm.secure-boot-unknown");
  }

  @Test
  void secureBootThatIsOffNeedsItsRelaxation() throws Exception {
    PretendTpm off = PretendTpm.of(manufacturer).boot(PretendBoot.of("1.0", false));
    TpmEvidence e = off.evidence(challenge(off));
    assertRefused(
        appraise(e, ReferenceValues.NONE, NO_LIST, PriorState.NONE), "tpm.secure-boot-off");
    AttestationResult relaxed =
        appraise(e, ReferenceValues.NONE, NO_LIST, PriorState.NONE, Relaxation.ALLOW_UNLOCKED_BOOT);
    assertThat(relaxed.tier()).isEqualTo(TrustTier.WARNING);
  }

  @Test
  void eventsThatNoReferenceKnowsAreRefused() throws Exception {
    String loader = hex(Bytes32.sha256("boot loader".getBytes(StandardCharsets.US_ASCII)));
    String separator = hex(Bytes32.sha256(new byte[4]));
    ReferenceValues known =
        new ReferenceValues(Map.of("pcr-events.sha256.4", Set.of(loader, separator)), Map.of());
    AttestationResult good = appraise(honest(), known, NO_LIST, PriorState.NONE);
    assertThat(codes(good)).isEmpty();
    assertThat(good.vector().tier(TrustClaim.EXECUTABLES)).isEqualTo(TrustTier.AFFIRMING);
    ReferenceValues less =
        new ReferenceValues(Map.of("pcr-events.sha256.4", Set.of(separator)), Map.of());
    assertRefused(appraise(honest(), less, NO_LIST, PriorState.NONE), "tpm.log.unexpected-event");
    TpmEvidence e = honest();
    assertRefused(
        appraise(with(e, e.quote(), e.pcrs(), new byte[0]), known, NO_LIST, PriorState.NONE),
        "tpm.log.missing");
  }

  @Test
  void pcr0MayStartFromLocality3() throws Exception {
    byte[] told = ByteBuffer.allocate(17)
        .put("StartupLocality\0".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 3)
        .array();
    PretendBoot.Event startup = new PretendBoot.Event(0, PretendBoot.NO_ACTION, Bytes32.ZERO, told);
    PretendBoot fromThree = PretendBoot.of("1.0", true);
    fromThree.events().add(0, startup);
    // the log names locality 3, and the register started from 0
    assertLogRefused(fromThree, "tpm.log.replay-mismatch");
    byte[] two = told.clone();
    two[16] = 2;
    PretendBoot.Event[] wrong = {
      new PretendBoot.Event(1, PretendBoot.NO_ACTION, Bytes32.ZERO, told),
      new PretendBoot.Event(0, PretendBoot.NO_ACTION, Bytes32.ZERO, two),
      new PretendBoot.Event(0, PretendBoot.NO_ACTION, Bytes32.ZERO, Arrays.copyOf(told, 16)),
    };
    for (PretendBoot.Event event : wrong) {
      PretendBoot log = PretendBoot.of("1.0", true);
      log.events().add(0, event);
      assertLogRefused(log, "tpm.log.startup-locality");
    }
    PretendBoot late = PretendBoot.of("1.0", true);
    late.events().add(1, startup);
    assertLogRefused(late, "tpm.log.startup-locality");
  }

  @Test
  void manufacturersThatNobodyNamedAreRefused() throws Exception {
    PretendCa foreign = PretendCa.root("CN=TPM Root").intermediate("CN=TPM Issuing");
    PretendTpm counterfeit = PretendTpm.of(foreign).boot(boot);
    assertRefused(
        appraise(counterfeit.evidence(challenge(counterfeit))), "tpm.chain.unknown-anchor");
    KeyPair ek = Keys.p256();
    PretendTpm plain = new PretendTpm(
            ek,
            manufacturer.chain(manufacturer.certify("CN=No TPM", ek.getPublic()).der()))
        .boot(boot);
    assertRefused(
        appraise(plain.evidence(challenge(plain))),
        "tpm.chain.missing-extended-key-usage",
        "tpm.ek.missing-name");
  }

  @Test
  void aRevokedEndorsementKeyIsRefused() throws Exception {
    KeyPair ek = Keys.p256();
    byte[] der = PretendTpm.certificate(manufacturer, ek.getPublic())
        .serial(BigInteger.TEN)
        .der();
    PretendTpm revoked = new PretendTpm(ek, manufacturer.chain(der)).boot(boot);
    Instant made = AT.minusSeconds(60);
    Revocation lists = Revocation.failClosed(
        CrlSnapshot.of(
            root.crl(made, AT.plusSeconds(60), Map.of(), Set.of()),
            manufacturer.crl(made, AT.plusSeconds(60), Map.of(BigInteger.TEN, made), Set.of())),
        Duration.ofDays(1));
    assertRefused(
        appraise(revoked.evidence(challenge(revoked)), references, lists, PriorState.NONE),
        "tpm.chain.revoked");
    assertThat(appraise(honest(), references, lists, PriorState.NONE).tier())
        .isEqualTo(TrustTier.AFFIRMING);
  }

  @Test
  void virtualTpmsNeedTheirRelaxation() throws Exception {
    Evidence evidence = new Evidence(TpmAnnouncement.MEDIA_TYPE, honest().toBytes());
    AttestationResult refused =
        appraise(evidence, root.anchor("virtual"), references, NO_LIST, PriorState.NONE);
    assertRefused(refused, "tpm.virtual-hardware");
    assertThat(appraise(
                evidence,
                root.anchor("virtual"),
                references,
                NO_LIST,
                PriorState.NONE,
                Relaxation.ALLOW_VIRTUAL_TPMS)
            .tier())
        .isEqualTo(TrustTier.WARNING);
  }

  @Test
  void anotherTpmAndAnOlderStateOfItAreSeen() throws Exception {
    AttestationResult first = appraise(honest());
    PretendTpm other = PretendTpm.of(manufacturer).boot(boot);
    PriorState prior = first.state();
    assertRefused(
        appraise(other.evidence(challenge(other)), references, NO_LIST, prior),
        "tpm.identity-changed");
    PriorState later = new PriorState(
        first.state().identity(), new java.util.TreeMap<>(Map.of("reset-count", 2L)));
    assertRefused(appraise(honest(), references, NO_LIST, later), "tpm.counter-fell");
  }

  @Test
  void bytesThatAreNoEvidenceAreAFinding() throws Exception {
    byte[] whole = honest().toBytes();
    for (byte[] bytes : List.of(new byte[0], new byte[] {1}, Arrays.copyOf(whole, 500))) {
      assertRefused(
          appraise(
              new Evidence(TpmAnnouncement.MEDIA_TYPE, bytes),
              root.anchor(),
              references,
              NO_LIST,
              PriorState.NONE),
          "tpm.malformed");
    }
    assertThat(TpmEvidence.parse(whole).toBytes()).isEqualTo(whole);
  }

  @Test
  void otherFreshnessIsAFaultOfTheVerifier() throws Exception {
    SchemeSettings settings =
        new SchemeSettings(List.of(root.anchor()), references, NO_LIST, AppraisalPolicy.STRICT);
    Evidence evidence = new Evidence(TpmAnnouncement.MEDIA_TYPE, honest().toBytes());
    assertThatThrownBy(() -> verifier.appraise(
            evidence,
            new AppraisalContext(AT, new Freshness.Timestamp(AT, AT), settings, PriorState.NONE)))
        .isInstanceOf(AppraisalException.class);
  }
}
