package org.depinsdk.attestation.ear;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestationResultJson;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.token.CoseToken;
import org.depinsdk.attestation.token.JwsToken;
import org.depinsdk.attestation.token.SignedToken;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/** Takes results that this SDK made out of EARs, if a verifier that is trusted signed them. */
public final class EarReader {
  private EarReader() {}

  /**
   * Reads a JWT.
   *
   * @param jwt a compact JWS
   * @param verifier the key of the verifier that is trusted
   * @param developer who must have made it
   * @param build of the verifier that must have made it
   * @return the result
   * @throws EncodingException if it is no such JWT, another key signed it, or its own claims differ from its result
   */
  public static AttestationResult jwt(
      String jwt, AttestedKey verifier, String developer, String build) throws EncodingException {
    SignedToken token =
        verified(JwsToken.parse(jwt.getBytes(StandardCharsets.ISO_8859_1)), verifier);
    JsonObject claims = Json.parseObject(token.payload(), JsonLimits.DEFAULT);
    JsonObject submods = claims.object("submods");
    String scheme = one(submods);
    AttestationResult result =
        AttestationResultJson.parse(submods.object(scheme).object(Ear.RESULT_NAME));
    if (!Ear.json(result, developer, build).equals(claims)) {
      throw new EncodingException("the EAR's own claims differ from its result");
    }
    return result;
  }

  /**
   * Reads a CWT.
   *
   * @param cwt a COSE_Sign1
   * @param verifier the key of the verifier that is trusted
   * @param developer who must have made it
   * @param build of the verifier that must have made it
   * @return the result
   * @throws EncodingException if it is no such CWT, another key signed it, or its own claims differ from its result
   */
  public static AttestationResult cwt(
      byte[] cwt, AttestedKey verifier, String developer, String build) throws EncodingException {
    SignedToken token = verified(CoseToken.parse(cwt), verifier);
    AttestationResult result = AttestationResultJson.parse(
        Json.parseObject(Ear.result(CborReader.read(token.payload())), JsonLimits.DEFAULT));
    if (!Arrays.equals(Ear.cbor(result, developer, build), token.payload())) {
      throw new EncodingException("the EAR's own claims differ from its result");
    }
    return result;
  }

  private static SignedToken verified(SignedToken token, AttestedKey verifier)
      throws EncodingException {
    if (!token.verify(verifier)) {
      throw new EncodingException("the EAR is not signed by the verifier");
    }
    return token;
  }

  private static String one(JsonObject submods) throws EncodingException {
    if (submods.members().size() != 1) {
      throw new EncodingException("an EAR of this SDK has one submodule");
    }
    return submods.members().keySet().iterator().next();
  }
}
