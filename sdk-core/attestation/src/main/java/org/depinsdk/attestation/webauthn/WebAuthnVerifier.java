package org.depinsdk.attestation.webauthn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.EvidenceVerifier;
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.android.AndroidKeyVerifier;
import org.depinsdk.attestation.tpm.TpmCertification;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/**
 * Attestations of WebAuthn credentials (WebAuthn Level 3, section 7.1), in the formats {@code packed}, {@code tpm}, {@code
 * android-key}, {@code apple} and {@code fido-u2f}. The evidence is a CBOR array of the attestation object and the client data,
 * whose challenge is the nonce. {@code none} and every other format show nothing and are refused; an attestation that the
 * credential's own key signed is one of a software key, and so is a credential that its authenticator copies to others.
 *
 * <p>Reference values: {@code rp-id} and {@code origin} (must be there), {@code aaguid}, the kinds of authenticators in
 * hexadecimal, for {@code tpm} the certificate's names as {@link TpmCertification#checkNames} has them, for {@code android-key}
 * those of {@link AndroidKeyVerifier}. What protects the key, the anchor's label says, except for {@code android-key}, whose
 * certificate does.
 */
public final class WebAuthnVerifier implements EvidenceVerifier {
  /** The evidence's media type. */
  public static final String MEDIA_TYPE = "application/vnd.depinsdk.webauthn+cbor";

  private static final String SCHEME = "webauthn";
  private static final int USER_PRESENT = 0x01;
  private static final int BACKUP_ELIGIBLE = 0x08;
  private static final int BACKED_UP = 0x10;
  private static final int AAGUID_BYTES = 16;
  private static final int MAX_FORMAT = 32;
  private static final int MAX_CREDENTIAL_ID = 1023;

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(MEDIA_TYPE);
  }

  /**
   * Packs an attestation as evidence.
   *
   * @param attestation the attestation object
   * @param clientData the client data, JSON
   * @return the evidence
   */
  public static Evidence evidence(byte[] attestation, byte[] clientData) {
    return new Evidence(
        MEDIA_TYPE,
        CborWriter.write(
            CborValue.Array.of(new CborValue.Bytes(attestation), new CborValue.Bytes(clientData))));
  }

  @Override
  public AttestationResult appraise(Evidence evidence, AppraisalContext context)
      throws AppraisalException {
    Appraisal appraisal = Appraisal.of(SCHEME, evidence, context);
    try {
      List<CborValue> parts =
          CborFields.array(CborReader.readTolerant(evidence.bytes()), 2, "the evidence");
      byte[] clientData = CborFields.bytes(parts.get(1), "the client data");
      Optional<Reference> origin = checkClientData(clientData, appraisal);
      byte[] object = CborFields.bytes(parts.get(0), "the attestation object");
      if (!(CborReader.readTolerant(object) instanceof CborValue.Dict map)) {
        throw new EncodingException("the attestation object is a map");
      }
      byte[] authData = CborFields.bytes(field(map, "authData"), "authData");
      AuthenticatorData data = AuthenticatorData.parse(authData, true);
      String format = CborFields.string(field(map, "fmt"), "fmt");
      appraisal.claim("format", format.length() > MAX_FORMAT ? "" : format);
      checkData(data, format, appraisal);
      Optional<AttestedKey> key =
          CredentialKey.parse(data.credential().orElseThrow().key());
      if (!(field(map, "attStmt") instanceof CborValue.Dict statement)) {
        throw new EncodingException("attStmt is a map");
      }
      if (key.isEmpty()) {
        appraisal.find(
            "algorithm-unsupported", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
        return appraisal.result();
      }
      byte[] hash = Bytes32.sha256(clientData).bytes();
      new Statement(statement, data, key.get(), authData, hash, appraisal).check(format, origin);
    } catch (EncodingException e) {
      appraisal.find("malformed", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    return appraisal.result();
  }

  static CborValue field(CborValue.Dict map, String name) throws EncodingException {
    return map.get(name).orElseThrow(() -> new EncodingException(name + " is missing"));
  }

  private static Optional<Reference> checkClientData(byte[] clientData, Appraisal appraisal)
      throws EncodingException, AppraisalException {
    if (!appraisal.references().has("origin")) {
      throw new AppraisalException("the settings have no reference value origin");
    }
    JsonObject json = Json.parseObject(clientData, JsonLimits.DEFAULT);
    if (!json.string("type").equals("webauthn.create")) {
      appraisal.find("type", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
    try {
      appraisal.nonce(Base64.getUrlDecoder().decode(json.string("challenge")));
    } catch (IllegalArgumentException e) {
      throw new EncodingException("challenge is base64url");
    }
    if (json.has("topOrigin") || json.has("crossOrigin") && json.bool("crossOrigin")) {
      appraisal.find("cross-origin", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
    String origin = json.string("origin");
    appraisal.claim("origin", origin);
    Optional<Reference> known = appraisal.references().match("origin", origin);
    if (known.isEmpty()) {
      appraisal.find("origin-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
    return known;
  }

  private static void checkData(AuthenticatorData data, String format, Appraisal appraisal)
      throws EncodingException, AppraisalException {
    AuthenticatorData.Credential credential = data.credential().orElseThrow();
    if (credential.id().length > MAX_CREDENTIAL_ID) {
      throw new EncodingException("a credential's id has at most " + MAX_CREDENTIAL_ID
          + " bytes, not " + credential.id().length);
    }
    Set<String> ids = appraisal.references().values().get("rp-id");
    if (ids == null || ids.isEmpty()) {
      throw new AppraisalException("the settings have no reference value rp-id");
    }
    if (ids.stream()
        .noneMatch(id -> Arrays.equals(
            Bytes32.sha256(id.getBytes(StandardCharsets.UTF_8)).bytes(), data.rpIdHash()))) {
      appraisal.find("rp-id-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    }
    checkFlags(data.flags(), data.extensions().isPresent(), appraisal);
    boolean unsigned = format.equals("fido-u2f"); // whose signature covers neither kind nor counter
    String kind = Hex.encode(unsigned ? new byte[AAGUID_BYTES] : credential.aaguid());
    appraisal.claim("aaguid", kind);
    // the kind affirms nothing, since a statement may be signed by nobody
    if (appraisal.references().has("aaguid")
        && appraisal.references().match("aaguid", kind).isEmpty()) {
      appraisal.find("aaguid-unknown", TrustClaim.HARDWARE, TrustValues.UNRECOGNIZED);
    }
    if (!unsigned) {
      appraisal.counter("signature-counter", data.counter(), TrustClaim.INSTANCE_IDENTITY);
    }
  }

  private static void checkFlags(int flags, boolean extended, Appraisal appraisal) {
    boolean copied = (flags & BACKUP_ELIGIBLE) != 0;
    if ((flags & AuthenticatorData.ATTESTED) == 0
        || (flags & AuthenticatorData.EXTENDED) != 0 != extended
        || (flags & BACKED_UP) != 0 && !copied) {
      appraisal.find("flags", TrustClaim.INSTANCE_IDENTITY, TrustValues.CRYPTO_FAILED);
    }
    if ((flags & USER_PRESENT) == 0) {
      appraisal.find("user-not-present", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
    }
    if (copied) {
      appraisal.findUnless(
          Relaxation.ALLOW_SOFTWARE_KEYS,
          "backup-eligible",
          TrustClaim.HARDWARE,
          TrustValues.UNTRUSTWORTHY);
    }
  }
}
