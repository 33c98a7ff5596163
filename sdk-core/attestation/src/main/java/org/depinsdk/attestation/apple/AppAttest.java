package org.depinsdk.attestation.apple;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.attestation.webauthn.AuthenticatorData;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/** What attestations and assertions have in common. */
final class AppAttest {
  static final String SCHEME = "app-attest";
  static final String COUNTER = "assertion-counter";

  /** What iOS 27 adds to authenticator data, with the claim that it becomes (Apple, "Validating apps that connect to your server"). */
  private static final Map<String, String> EXTENSIONS = Map.of(
      "apple_validation_category_01", "validation-category",
      "apple_bundle_version_01", "bundle-version");

  private AppAttest() {}

  static CborValue.Dict map(byte[] cbor, Set<String> names) throws EncodingException {
    if (!(CborReader.readTolerant(cbor) instanceof CborValue.Dict map)) {
      throw new EncodingException("a map is expected");
    }
    for (String name : names) {
      if (map.get(name).isEmpty()) {
        throw new EncodingException(name + " is missing");
      }
    }
    if (map.entries().size() != names.size()) {
      throw new EncodingException("a map with " + names + " alone is expected");
    }
    return map;
  }

  /** The evidence's item with the key that the device enrols with. */
  static CborValue item(Optional<AttestedKey> enrolled) {
    return new CborValue.Bytes(enrolled.map(AttestedKey::spki).orElse(new byte[0]));
  }

  /** The key that the device enrols with: what the app says it is, else the attested key itself. */
  static AttestedKey enrolled(byte[] item, AttestedKey attested) {
    return item.length == 0 ? attested : new AttestedKey(item);
  }

  static byte[] bytes(CborValue.Dict map, String name) throws EncodingException {
    return CborFields.bytes(map.get(name).orElse(CborValue.Simple.NULL), name);
  }

  /** The reference of the app, whose identifier is hashed in the authenticator data. */
  static Optional<Reference> checkApp(AuthenticatorData data, Appraisal appraisal)
      throws AppraisalException {
    var apps = appraisal.references().values().get("app-id");
    if (apps == null || apps.isEmpty()) {
      throw new AppraisalException("the settings have no reference value app-id");
    }
    for (String app : apps) {
      byte[] hash = Bytes32.sha256(app.getBytes(StandardCharsets.UTF_8)).bytes();
      if (Arrays.equals(hash, data.rpIdHash())) {
        appraisal.claim("app-id", app);
        return appraisal.references().match("app-id", app);
      }
    }
    appraisal.find("app-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNRECOGNIZED);
    return Optional.empty();
  }

  static void checkExtensions(AuthenticatorData data, Appraisal appraisal)
      throws EncodingException {
    Map<CborValue, CborValue> entries =
        data.extensions().map(CborValue.Dict::entries).orElse(Map.of());
    for (CborValue key : entries.keySet()) {
      if (!(key instanceof CborValue.Text name) || !EXTENSIONS.containsKey(name.value())) {
        appraisal.find(
            "extension-unknown", TrustClaim.INSTANCE_IDENTITY, TrustValues.UNTRUSTWORTHY);
      }
    }
    for (Map.Entry<String, String> extension : new TreeMap<>(EXTENSIONS).entrySet()) {
      checkExtension(
          extension.getValue(), entries.get(new CborValue.Text(extension.getKey())), appraisal);
    }
  }

  private static void checkExtension(String claim, @Nullable CborValue value, Appraisal appraisal)
      throws EncodingException {
    if (value != null) {
      String actual = value instanceof CborValue.Int number
          ? number.toString()
          : CborFields.string(value, claim);
      appraisal.compare(
          claim,
          actual,
          claim + "-unknown",
          TrustClaim.EXECUTABLES,
          TrustValues.AFFIRMED,
          TrustValues.UNTRUSTWORTHY);
    } else if (appraisal.references().has(claim)) {
      appraisal.find(claim + "-missing", TrustClaim.EXECUTABLES, TrustValues.UNTRUSTWORTHY);
    }
  }
}
