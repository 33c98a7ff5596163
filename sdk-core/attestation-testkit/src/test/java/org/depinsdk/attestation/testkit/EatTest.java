package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.KeyProtection;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.ear.Ear;
import org.depinsdk.attestation.ear.EarReader;
import org.depinsdk.attestation.eat.EatVerifier;
import org.depinsdk.attestation.token.JwsToken;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class EatTest {
  private static final CborValue ES256 = new CborValue.Int(-7);

  private final PretendEntity entity = new PretendEntity();

  private Judge judge(String... labels) {
    return Judge.of(new EatVerifier(), entity.anchor(labels));
  }

  private static CborValue.Dict map(Object... keysAndValues) {
    Map<CborValue, CborValue> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(new CborValue.Int((int) keysAndValues[i]), (CborValue) keysAndValues[i + 1]);
    }
    return new CborValue.Dict(map);
  }

  private List<String> message(CborValue.Dict header, CborValue.Dict unprotected, long... tags) {
    entity.claim(10, new CborValue.Bytes(Judge.NONCE));
    CborValue message = entity.message(CborWriter.write(header), unprotected);
    for (long tag : tags) {
      message = new CborValue.Tagged(tag, message);
    }
    return judge().codes(new Evidence(EatVerifier.CWT, CborWriter.write(message)));
  }

  @Test
  void affirmsWhatTheAnchorsOwnerVouchesFor() {
    AttestationResult plain = judge().judge(entity.cwt(Judge.NONCE));
    assertThat(plain.findings()).isEmpty();
    assertThat(plain.tier()).isEqualTo(TrustTier.NONE);
    AttestationResult vouched = judge("isolated").judge(entity.cwt(Judge.NONCE));
    assertThat(vouched.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(vouched.protection()).isEqualTo(KeyProtection.ISOLATED);
    assertThat(judge("software").codes(entity.cwt(Judge.NONCE)))
        .containsExactly("eat.software-key");
  }

  @Test
  void jwtAndCwtAreJudgedAlike() {
    JsonObject json = JsonObject.builder()
        .put("eat_nonce", JwsToken.encode(Judge.NONCE))
        .put("swname", "Acme OS")
        .put("dbgstat", "enabled")
        .put("oemboot", false)
        .put("bootcount", 7)
        .build();
    entity
        .claim(270, new CborValue.Text("Acme OS"))
        .claim(263, new CborValue.Int(0))
        .claim(262, CborValue.Simple.FALSE)
        .claim(267, new CborValue.Int(7));
    Judge judge = judge("isolated").with(Map.of("swname", List.of("Acme OS")), Map.of());
    AttestationResult jwt = judge.judge(entity.jwt(json));
    AttestationResult cwt = judge.judge(entity.cwt(Judge.NONCE));
    assertThat(Judge.codes(jwt))
        .containsExactly("eat.boot-not-of-manufacturer", "eat.debug-enabled");
    assertThat(cwt.findings()).isEqualTo(jwt.findings());
    assertThat(cwt.vector()).isEqualTo(jwt.vector());
    assertThat(cwt.claims()).isEqualTo(jwt.claims());
    assertThat(cwt.counters()).isEqualTo(jwt.counters()).containsEntry("bootcount", 7L);
    assertThat(judge
            .allowing(Relaxation.ALLOW_DEBUG_MODE, Relaxation.ALLOW_UNLOCKED_BOOT)
            .judge(entity.jwt(json))
            .tier())
        .isEqualTo(TrustTier.WARNING);
  }

  @Test
  void referenceValuesDecide() {
    Judge judge = judge("isolated").with(Map.of("swname", List.of("Acme OS")), Map.of());
    assertThat(judge.codes(entity.cwt(Judge.NONCE))).containsExactly("eat.swname-missing");
    entity.claim(270, new CborValue.Text("Other OS"));
    assertThat(judge.codes(entity.cwt(Judge.NONCE))).containsExactly("eat.swname-unknown");
    entity.claim(270, new CborValue.Text("Acme OS"));
    assertThat(judge.judge(entity.cwt(Judge.NONCE)).vector().tier(TrustClaim.EXECUTABLES))
        .isEqualTo(TrustTier.AFFIRMING);
  }

  @Test
  void tokensAreFreshAndInTheirTime() {
    assertThat(judge().codes(entity.cwt(new byte[9]))).containsExactly("eat.nonce-mismatch");
    entity.claim(4, new CborValue.Int(Judge.AT.getEpochSecond()));
    assertThat(judge().codes(entity.cwt(Judge.NONCE))).containsExactly("eat.expired");
    entity.claim(4, new CborValue.Int(Judge.AT.getEpochSecond() + 60));
    assertThat(judge().judge(entity.cwt(Judge.NONCE)).notAfter())
        .isEqualTo(Judge.AT.plusSeconds(60));
    entity.claim(5, new CborValue.Int(Judge.AT.getEpochSecond() + 1));
    assertThat(judge().codes(entity.cwt(Judge.NONCE))).containsExactly("eat.not-yet-valid");
  }

  @Test
  void anotherKeySignsNothing() {
    Judge stranger = Judge.of(new EatVerifier(), new PretendEntity().anchor());
    assertThat(stranger.codes(entity.cwt(Judge.NONCE))).containsExactly("eat.bad-signature");
  }

  @Test
  void whatIsSaidOfPartsIsNotAppraised() {
    entity.claim(
        266,
        new CborValue.Dict(Map.of(new CborValue.Text("modem"), new CborValue.Bytes(new byte[3]))));
    AttestationResult result = judge("isolated").judge(entity.cwt(Judge.NONCE));
    assertThat(Judge.codes(result)).containsExactly("eat.submodule-not-appraised");
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
  }

  @Test
  void headersOfCoseAreStrict() {
    CborValue.Dict alg = map(1, ES256);
    assertThat(message(alg, map())).isEmpty();
    for (CborValue.Dict header : List.of(
        map(1, ES256, 2, CborValue.Array.of(new CborValue.Int(99)), 99, new CborValue.Int(0)),
        map(1, ES256, 2, CborValue.Array.of()),
        map(1, ES256, 2, CborValue.Array.of(new CborValue.Int(99), new CborValue.Int(99))),
        map(1, ES256, 2, CborValue.Array.of(new CborValue.Int(99))),
        map(1, new CborValue.Int(5)),
        map(1, new CborValue.Text("ES256")),
        map())) {
      assertThat(message(header, map())).containsExactly("eat.token-malformed");
    }
    assertThat(message(alg, map(2, CborValue.Array.of(new CborValue.Int(99)))))
        .containsExactly("eat.token-malformed");
    assertThat(message(map(), alg)).containsExactly("eat.token-malformed");
    assertThat(message(alg, alg)).containsExactly("eat.token-malformed");
    assertThat(message(map(1, new CborValue.Int(-35)), map())).containsExactly("eat.bad-signature");
  }

  @Test
  void tagsStandOnceInTheirOrder() {
    CborValue.Dict alg = map(1, ES256);
    for (long[] good : new long[][] {{}, {18}, {18, 61}, {18, 61, 55799}, {18, 55799}}) {
      assertThat(message(alg, map(), good)).isEmpty();
    }
    for (long[] bad : new long[][] {{18, 18}, {61, 18}, {61, 61}, {17}, {18, 55799, 61}, {98}}) {
      assertThat(message(alg, map(), bad)).containsExactly("eat.token-malformed");
    }
  }

  @Test
  void headersOfJoseAreStrict() {
    String payload = JwsToken.encode(Json.line(
            JsonObject.builder().put("eat_nonce", JwsToken.encode(Judge.NONCE)).build())
        .getBytes(StandardCharsets.UTF_8));
    Map<String, List<String>> headers = Map.of(
        "{\"alg\":\"ES256\"}", List.of(),
        "{\"alg\":\"ES256\",\"crit\":[\"x\"],\"x\":1}", List.of("eat.token-malformed"),
        "{\"alg\":\"none\"}", List.of("eat.token-malformed"),
        "{\"alg\":\"HS256\"}", List.of("eat.token-malformed"),
        "{\"alg\":\"ES256\",\"alg\":\"ES256\"}", List.of("eat.token-malformed"),
        "{\"alg\":\"ES384\"}", List.of("eat.bad-signature"));
    headers.forEach((header, codes) -> {
      String signed = JwsToken.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + payload;
      String token =
          signed + "." + JwsToken.encode(entity.sign(signed.getBytes(StandardCharsets.US_ASCII)));
      assertThat(judge()
              .codes(new Evidence(EatVerifier.JWT, token.getBytes(StandardCharsets.US_ASCII))))
          .describedAs(header)
          .isEqualTo(codes);
    });
  }

  @Test
  void resultsGoOutAndComeBackAsEar() throws Exception {
    AttestationResult result = judge("isolated").judge(entity.cwt(Judge.NONCE));
    PretendEntity verifier = new PretendEntity();
    AttestedKey key = verifier.anchor().key();
    String jwt = Ear.jwt(result, "Example", "1.0", SignatureAlgorithm.ES256, verifier::sign);
    byte[] cwt = Ear.cwt(result, "Example", "1.0", SignatureAlgorithm.ES256, verifier::sign);
    assertThat(EarReader.jwt(jwt, key, "Example", "1.0")).isEqualTo(result);
    assertThat(EarReader.cwt(cwt, key, "Example", "1.0")).isEqualTo(result);
    JsonObject claims = Json.parseObject(
        JwsToken.parse(jwt.getBytes(StandardCharsets.US_ASCII)).payload(), JsonLimits.DEFAULT);
    JsonObject appraisal = claims.object("submods").object("eat");
    assertThat(appraisal.string("ear.status")).isEqualTo("affirming");
    assertThat(appraisal.object("ear.trustworthiness-vector").wholeNumber("hardware"))
        .isEqualTo(2);
    assertThat(CborReader.read(Ear.cbor(result, "Example", "1.0")))
        .isInstanceOf(CborValue.Dict.class);
    assertThatThrownBy(() -> EarReader.jwt(jwt, entity.anchor().key(), "Example", "1.0"))
        .isInstanceOf(EncodingException.class);
    JsonObject better = claims.with(
        "submods",
        JsonObject.builder()
            .put("eat", appraisal.with("ear.status", claims.get("eat_profile")))
            .build());
    String forged = JwsToken.sign(
        SignatureAlgorithm.ES256,
        Json.line(better).getBytes(StandardCharsets.UTF_8),
        verifier::sign);
    assertThatThrownBy(() -> EarReader.jwt(forged, key, "Example", "1.0"))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("differ");
  }
}
