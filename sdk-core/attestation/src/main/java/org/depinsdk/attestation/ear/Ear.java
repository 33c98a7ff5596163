package org.depinsdk.attestation.ear;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestationResultJson;
import org.depinsdk.attestation.SignatureAlgorithm;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.token.CoseToken;
import org.depinsdk.attestation.token.JwsToken;
import org.depinsdk.attestation.token.TokenSigner;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;

/**
 * Attestation results in the form of EAR (draft-ietf-rats-ear-01), so that another verifier or a contract can rely on them. The
 * result is the one submodule, named after its scheme. Beside EAR's own claims the appraisal has the whole result as JSON under
 * {@code ear.depin-sdk.result}, in CBOR as a string under -80200, from which {@link EarReader} takes it.
 */
public final class Ear {
  /** The profile of the draft. */
  public static final String PROFILE = "tag:github.com,2023:veraison/ear";

  /** The media type of the signed JWT (RFC 9782). */
  public static final String JWT = "application/eat+jwt";

  /** The media type of the signed CWT (RFC 9782). */
  public static final String CWT = "application/eat+cwt";

  static final String RESULT_NAME = "ear.depin-sdk.result";
  private static final long RESULT = -80200;

  // claim keys of CWT (RFC 8392), EAT (RFC 9711) and the draft
  private static final long EXP = 4;
  private static final long IAT = 6;
  private static final long EAT_PROFILE = 265;
  private static final long SUBMODS = 266;
  private static final long STATUS = 1000;
  private static final long TRUST_VECTOR = 1001;
  private static final long POLICY_ID = 1003;
  private static final long VERIFIER_ID = 1004;
  private static final long BUILD = 0;
  private static final long DEVELOPER = 1;

  private Ear() {}

  /**
   * The claims in JSON.
   *
   * @param result what an appraisal came to
   * @param developer who runs the verifier
   * @param build of the verifier
   * @return the claims set, to be signed
   */
  public static JsonObject json(AttestationResult result, String developer, String build) {
    JsonObject.Builder vector = JsonObject.builder();
    result.vector().values().forEach((claim, value) -> vector.put(claim.label(), value));
    JsonObject appraisal = JsonObject.builder()
        .put("ear.status", result.tier().label())
        .put("ear.trustworthiness-vector", vector.build())
        .put("ear.appraisal-policy-id", policyId(result))
        .put(RESULT_NAME, AttestationResultJson.write(result))
        .build();
    return JsonObject.builder()
        .put("eat_profile", PROFILE)
        .put("iat", new JsonNumber(result.evaluatedAt().getEpochSecond()))
        .put("exp", new JsonNumber(result.notAfter().getEpochSecond()))
        .put(
            "ear.verifier-id",
            JsonObject.builder().put("build", build).put("developer", developer).build())
        .put("submods", JsonObject.builder().put(result.scheme(), appraisal).build())
        .build();
  }

  /**
   * The claims in CBOR.
   *
   * @param result what an appraisal came to
   * @param developer who runs the verifier
   * @param build of the verifier
   * @return the claims set, to be signed
   */
  public static byte[] cbor(AttestationResult result, String developer, String build) {
    Map<CborValue, CborValue> vector = new LinkedHashMap<>();
    for (TrustClaim claim : result.vector().values().keySet()) {
      vector.put(
          new CborValue.Int(claim.ordinal()), new CborValue.Int(result.vector().value(claim)));
    }
    CborValue appraisal = map(
        STATUS, new CborValue.Int(result.tier().value()),
        TRUST_VECTOR, new CborValue.Dict(vector),
        POLICY_ID, new CborValue.Text(policyId(result)),
        RESULT, new CborValue.Text(Json.line(AttestationResultJson.write(result))));
    return CborWriter.write(map(
        EAT_PROFILE, new CborValue.Text(PROFILE),
        IAT, new CborValue.Int(result.evaluatedAt().getEpochSecond()),
        EXP, new CborValue.Int(result.notAfter().getEpochSecond()),
        VERIFIER_ID,
            map(BUILD, new CborValue.Text(build), DEVELOPER, new CborValue.Text(developer)),
        SUBMODS, new CborValue.Dict(Map.of(new CborValue.Text(result.scheme()), appraisal))));
  }

  private static String policyId(AttestationResult result) {
    return "urn:sha256:" + result.policyId().toString().substring(2);
  }

  /** The result's JSON within the claims in CBOR. */
  static String result(CborValue claims) throws EncodingException {
    if (claims instanceof CborValue.Dict all
        && all.get(SUBMODS).orElse(claims) instanceof CborValue.Dict submods
        && submods.entries().size() == 1
        && submods.entries().values().iterator().next() instanceof CborValue.Dict appraisal) {
      return CborFields.string(appraisal.get(RESULT).orElse(CborValue.Simple.NULL), "the result");
    }
    throw new EncodingException("an EAR of this SDK has one submodule");
  }

  private static CborValue.Dict map(Object... keysAndValues) {
    Map<CborValue, CborValue> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(new CborValue.Int((long) keysAndValues[i]), (CborValue) keysAndValues[i + 1]);
    }
    return new CborValue.Dict(map);
  }

  /**
   * Signs a result as JWT.
   *
   * @param result what an appraisal came to
   * @param developer who runs the verifier
   * @param build of the verifier
   * @param algorithm of the verifier's key
   * @param signer holds that key
   * @return a compact JWS
   */
  public static String jwt(
      AttestationResult result,
      String developer,
      String build,
      SignatureAlgorithm algorithm,
      TokenSigner signer) {
    byte[] claims = Json.line(json(result, developer, build)).getBytes(StandardCharsets.UTF_8);
    return JwsToken.sign(algorithm, claims, signer);
  }

  /**
   * Signs a result as CWT.
   *
   * @param result what an appraisal came to
   * @param developer who runs the verifier
   * @param build of the verifier
   * @param algorithm of the verifier's key
   * @param signer holds that key
   * @return a COSE_Sign1
   */
  public static byte[] cwt(
      AttestationResult result,
      String developer,
      String build,
      SignatureAlgorithm algorithm,
      TokenSigner signer) {
    return CoseToken.sign(algorithm, cbor(result, developer, build), signer);
  }
}
