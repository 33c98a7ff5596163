package org.depinsdk.wifi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;

/**
 * What the network knows of the access point with a TPM.
 *
 * @param device the key in the TPM that the access point signs with
 * @param maker the key that certified the TPM
 * @param firmware SHA-256 register 0 of a machine with the firmware that the network knows, in hexadecimal
 */
record TpmTerms(AttestedKey device, AttestedKey maker, String firmware) {
  /** The TPM is of the pretend manufacturer, and the machine booted what the network knows. */
  SchemeRules rules() {
    // the emulator passes for a chip of its own; a network that knows better labels its anchor
    // "virtual"
    TrustAnchor anchor =
        new TrustAnchor("pretend TPM maker", maker, new TreeSet<>(Set.of("discrete")));
    return new SchemeRules(
        List.of(anchor),
        new ReferenceValues(
            Map.of("pcr.sha256.0", Set.of(firmware), "secure-boot", Set.of("true")), Map.of()),
        RevocationRule.none("the pretend manufacturer withdraws nothing"),
        AppraisalPolicy.STRICT.withValidity(Manufacturer.VALIDITY));
  }
}
