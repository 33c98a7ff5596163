package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.attestation.webauthn.AuthenticatorData;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;
import org.junit.jupiter.api.Test;

/** What webauthn4j says of every attestation in the tables, and why the SDK says something else of some. */
class SecondOpinionTest {
  private static final String ACCEPTED = "accepted";
  private static final String REFUSED = "refused";

  /** The verdict of webauthn4j where it is not the SDK's. */
  private static final SortedMap<String, String> DIFFERENT = new TreeMap<>(Map.ofEntries(
      // the SDK's nonces have 64 bytes at most, as RFC 9711 has them
      Map.entry("surface_pro_4", ACCEPTED),
      Map.entry("dell_xps_13", ACCEPTED),
      Map.entry("lenovo_carbon_x1", ACCEPTED),
      // signatures over SHA-1, which the SDK takes only if the policy says so
      Map.entry("tpm_with_ecc_public_area_type", ACCEPTED),
      Map.entry("webauthn4j-TPMAttestation", ACCEPTED),
      // the signature in the certificate has bits that are no byte, which the SDK's reader does not
      // mend
      Map.entry("yubico-SecurityKey", ACCEPTED),
      // not attested at all, or by the credential's own key, or for a page within another
      Map.entry("w3c-none-es256", ACCEPTED),
      Map.entry("w3c-none-es256-crossOrigin", ACCEPTED),
      Map.entry("w3c-none-es256-topOrigin", ACCEPTED),
      Map.entry("w3c-none-es256-long-credential-id", ACCEPTED),
      Map.entry("w3c-packed-self-es256", ACCEPTED),
      // keys that the authenticator copies
      Map.entry("w3c-packed-es256", ACCEPTED),
      Map.entry("w3c-packed-es384", ACCEPTED),
      Map.entry("w3c-packed-es512", ACCEPTED),
      Map.entry("w3c-packed-rs256", ACCEPTED),
      Map.entry("w3c-apple-es256", ACCEPTED),
      // the kind of a U2F authenticator is not zero; the SDK takes it for zero, since nothing signs
      // it
      Map.entry("w3c-fido-u2f-es256", REFUSED),
      // iPhones in the development environment, which the test tells webauthn4j of
      Map.entry("ios-14.2.attestation", ACCEPTED),
      Map.entry("ios-14.3-beta-2.attestation", ACCEPTED),
      Map.entry("ios-14.3-beta-3.attestation", ACCEPTED),
      Map.entry("ios-14.3.attestation", ACCEPTED),
      Map.entry("ios-14.4-beta-1.attestation", ACCEPTED),
      Map.entry("ios-14.4-beta-2.attestation", ACCEPTED),
      Map.entry("ios-14.4.attestation", ACCEPTED),
      Map.entry("webauthn4j.15", ACCEPTED)));

  @Test
  void agreesOrTheDifferenceIsNamed() throws EncodingException {
    SortedMap<String, String> different = new TreeMap<>();
    for (ConformanceRow row : Conformance.table("attestation/webauthn").rows()) {
      compare(row, webAuthn(row), different);
    }
    for (ConformanceRow row : Conformance.table("attestation/app-attest").rows()) {
      if (row.text("kind").equals("attestation")) {
        compare(row, app(row), different);
      }
    }
    assertThat(different).isEqualTo(DIFFERENT);
  }

  private static void compare(
      ConformanceRow row, String theirs, SortedMap<String, String> different) {
    String ours = row.text("tier").equals("affirming") ? ACCEPTED : REFUSED;
    if (!theirs.equals(ours)) {
      different.put(row.text("name"), theirs);
    }
  }

  private static String webAuthn(ConformanceRow row) {
    return verdict(() -> second(row, row.text("anchor"))
        .verify(
            bytes(row, "object"),
            bytes(row, "clientData"),
            row.text("rpId"),
            row.text("webOrigin"),
            row.bytes("challenge")));
  }

  private static String app(ConformanceRow row) throws EncodingException {
    CborValue.Dict object = (CborValue.Dict) CborReader.readTolerant(bytes(row, "object"));
    byte[] data = CborFields.bytes(object.get("authData").orElseThrow(), "authData");
    byte[] keyId =
        AuthenticatorData.parse(data, true).credential().orElseThrow().id();
    boolean production = !row.list("findings").contains("app-attest.development-environment");
    return verdict(() -> second(row, "app-attest")
        .verifyApp(bytes(row, "object"), keyId, row.text("app"), row.bytes("nonce"), production));
  }

  private static WebAuthn4j second(ConformanceRow row, String scheme) {
    List<byte[]> roots = Conformance.table("attestation/roots").rows().stream()
        .filter(root -> root.text("scheme").equals(scheme))
        .map(root -> root.bytes("certificate"))
        .toList();
    return new WebAuthn4j(roots, Instant.parse(row.text("at")));
  }

  private static String verdict(Runnable verification) {
    try {
      verification.run();
      return ACCEPTED;
    } catch (RuntimeException e) {
      // it has many kinds, and some are of the JDK
      return REFUSED;
    }
  }

  private static byte[] bytes(ConformanceRow row, String column) {
    return Base64.getDecoder().decode(row.text(column));
  }
}
