package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.apple.AppAssertionVerifier;
import org.depinsdk.attestation.apple.AppAttestationVerifier;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.api.Test;

class AppAttestTest {
  private static final byte[] MAP = PretendApp.extensions(1, "7.1");

  private final PretendApp app = new PretendApp();

  private Judge judge() {
    return Judge.of(new AppAttestationVerifier(), app.anchor())
        .with(Map.of("app-id", List.of(PretendApp.APP_ID)), Map.of());
  }

  private Judge assertions(AttestationResult last) {
    return judge().after(last).using(new AppAssertionVerifier());
  }

  @Test
  void affirmsAnAppAndWhatItAssertsLater() {
    AttestationResult attested = judge().judge(app.attest(Judge.NONCE));
    assertThat(attested.findings()).isEmpty();
    assertThat(attested.tier()).isEqualTo(TrustTier.AFFIRMING);
    AttestationResult first = assertions(attested).judge(app.assertion(Judge.NONCE));
    assertThat(first.findings()).isEmpty();
    assertThat(first.tier()).isEqualTo(TrustTier.AFFIRMING);
    Evidence second = app.assertion(Judge.NONCE);
    assertThat(assertions(first).codes(second)).isEmpty();
    AttestationResult result = assertions(first).judge(second);
    assertThat(assertions(result).codes(second)).containsExactly("app-attest.counter-not-risen");
  }

  @Test
  void refusesDevelopmentOtherAppsAndOtherNonces() {
    app.development();
    assertThat(judge().codes(app.attest(Judge.NONCE)))
        .containsExactly("app-attest.development-environment");
    assertThat(judge()
            .allowing(Relaxation.ALLOW_DEVELOPMENT_ENVIRONMENT)
            .judge(app.attest(Judge.NONCE))
            .tier())
        .isEqualTo(TrustTier.WARNING);
    PretendApp good = new PretendApp();
    Judge other = Judge.of(new AppAttestationVerifier(), good.anchor())
        .with(Map.of("app-id", List.of("ABCDE12345.org.example.other")), Map.of());
    assertThat(other.codes(good.attest(Judge.NONCE))).containsExactly("app-attest.app-unknown");
    Judge right = other.with(Map.of("app-id", List.of(PretendApp.APP_ID)), Map.of());
    assertThat(right.codes(good.attest(new byte[9]))).containsExactly("app-attest.nonce-mismatch");
    assertThat(right.codes(good.counter(1).attest(Judge.NONCE)))
        .containsExactly("app-attest.counter-not-zero");
  }

  @Test
  void withoutAnAppIdNothingCanBeJudged() {
    Judge judge = Judge.of(new AppAttestationVerifier(), app.anchor());
    assertThatThrownBy(() -> judge
            .verifier()
            .appraise(
                app.attest(Judge.NONCE),
                new AppraisalContext(
                    Judge.AT, new Freshness.Nonce(Judge.NONCE), judge.settings(), judge.prior())))
        .isInstanceOf(AppraisalException.class);
  }

  @Test
  void readsTheMapThatIosAppends() {
    AttestationResult attested = judge().judge(app.after(MAP).attest(Judge.NONCE));
    assertThat(attested.findings()).isEmpty();
    assertThat(attested.claims())
        .containsEntry("validation-category", "1")
        .containsEntry("bundle-version", "7.1");
    for (byte[] after : List.of(MAP, new byte[0])) {
      AttestationResult asserted =
          assertions(attested).judge(app.after(after).assertion(Judge.NONCE));
      assertThat(asserted.findings()).isEmpty();
    }
    for (byte[] after :
        List.of(FuzzInput.concat(MAP, new byte[1]), FuzzInput.concat(MAP, MAP), new byte[] {1})) {
      assertThat(assertions(attested).codes(app.after(after).assertion(Judge.NONCE)))
          .containsExactly("app-attest.malformed");
      assertThat(judge().codes(app.counter(0).attest(Judge.NONCE)))
          .containsExactly("app-attest.malformed");
    }
    byte[] unknown =
        CborWriter.write(new CborValue.Dict(Map.of(new CborValue.Text("x"), new CborValue.Int(1))));
    assertThat(judge().codes(app.after(unknown).attest(Judge.NONCE)))
        .containsExactly("app-attest.extension-unknown");
  }

  @Test
  void policySaysWhetherOlderSystemsPass() {
    Judge judge = judge()
        .with(
            Map.of("app-id", List.of(PretendApp.APP_ID), "validation-category", List.of("1")),
            Map.of());
    assertThat(judge.codes(app.attest(Judge.NONCE)))
        .containsExactly("app-attest.validation-category-missing");
    assertThat(judge.codes(app.after(PretendApp.extensions(2, "7")).attest(Judge.NONCE)))
        .containsExactly("app-attest.validation-category-unknown");
    assertThat(judge.codes(app.after(MAP).attest(Judge.NONCE))).isEmpty();
  }

  @Test
  void anAssertionNeedsTheKeyThatWasAttested() throws Exception {
    AttestationResult attested = judge().judge(app.attest(Judge.NONCE));
    assertThat(assertions(attested).codes(new PretendApp().assertion(Judge.NONCE)))
        .containsExactly("app-attest.identity-changed");
    Evidence other = new PretendApp().assertion(Judge.NONCE);
    assertThat(assertions(attested).codes(withItem(other, 3, app.attested().spki())))
        .containsExactly("app-attest.bad-signature");
    assertThat(judge().using(new AppAssertionVerifier()).codes(app.assertion(Judge.NONCE)))
        .containsExactly("app-attest.key-unknown");
  }

  @Test
  void anAppVouchesForTheKeyThatTheDeviceEnrolsWith() throws Exception {
    AttestedKey key = new AttestedKey(Keys.p256().getPublic().getEncoded());
    AttestedKey stolen = new AttestedKey(Keys.p256().getPublic().getEncoded());
    Evidence attestation = app.enrolled(key).attest(Judge.NONCE);
    AttestationResult attested = judge().judge(attestation);
    assertThat(attested.findings()).isEmpty();
    assertThat(attested.key()).hasValue(key);
    assertThat(attested.identity()).hasValue(app.attested());
    assertThat(judge().codes(withItem(attestation, 2, stolen.spki())))
        .containsExactly("app-attest.certificate-nonce-mismatch");
    Evidence assertion = app.assertion(Judge.NONCE);
    assertThat(assertions(attested).judge(assertion).key()).hasValue(key);
    assertThat(assertions(attested).codes(withItem(assertion, 2, stolen.spki())))
        .containsExactly("app-attest.bad-signature");
  }

  private static Evidence withItem(Evidence evidence, int index, byte[] other)
      throws EncodingException {
    List<CborValue> items =
        new ArrayList<>(((CborValue.Array) CborReader.read(evidence.bytes())).items());
    items.set(index, new CborValue.Bytes(other));
    return new Evidence(evidence.mediaType(), CborWriter.write(new CborValue.Array(items)));
  }
}
