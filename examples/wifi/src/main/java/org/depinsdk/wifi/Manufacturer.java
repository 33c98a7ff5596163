package org.depinsdk.wifi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.keys.SpkiKey;

/**
 * The pretend manufacturer of the access points. Each of them has a key that the manufacturer certified, and shows the certificate
 * when it enrols. The key is in a chip, or in older ones in software, which another root certifies. Whoever forges a certificate
 * makes a root of the same name, with another key.
 */
final class Manufacturer {
  /** How long a result counts: longer than a run. */
  static final Duration VALIDITY = Duration.ofDays(365);

  private static final String MODEL = "ap-100";
  /** When certificates begin to be valid. */
  static final Instant MADE = Instant.parse("2025-06-01T00:00:00Z");

  private final Seed seed;
  private final DeviceCa chips;
  private final DeviceCa software;
  private final DeviceCa forged;

  Manufacturer(Seed seed) {
    this.seed = seed;
    this.chips = root("acme-radio", "chips");
    this.software = root("acme-radio-software", "software");
    this.forged = root("acme-radio", "forger");
  }

  /** What the network trusts: the manufacturer's roots. It knows what each certifies; a key in software is a warning. */
  SchemeRules rules() {
    return new SchemeRules(
        List.of(chips.anchor("idevid", "dedicated-chip"), software.anchor("idevid", "software")),
        new ReferenceValues(Map.of("model", List.of(MODEL)), Map.of()),
        RevocationRule.none("the pretend manufacturer withdraws nothing"),
        AppraisalPolicy.STRICT.with(Relaxation.ALLOW_SOFTWARE_KEYS).withValidity(VALIDITY));
  }

  /** The evidence of an access point: the chain of the certified key, which speaks for the key that signs reports. */
  byte[] evidence(Fleet.AccessPoint one, byte[] challenge) throws SigningException {
    DeviceCa root = switch (one.hardware()) {
      case CHIP -> chips;
      case SOFTWARE -> software;
      case FORGED -> forged;
      case TPM -> throw new IllegalArgumentException(one.name() + " has a TPM");
    };
    try {
      InMemorySigner certified = InMemorySigner.ofSecret(KeyAlgorithm.P256, secret(one.name()));
      DeviceCa batch = root.batch("2025-06", secret("batch"), MADE);
      AttestedKey key = new AttestedKey(SpkiKey.encode(certified.publicKey()));
      List<byte[]> chain = batch.chain(batch.issue(key, MODEL, one.name(), MADE));
      return DeviceEvidence.sign(chain, challenge, one.self().signer().publicKey(), certified)
          .toEvidence()
          .bytes();
    } catch (InvalidKeyException e) {
      throw noKey(e);
    }
  }

  private DeviceCa root(String name, String owner) {
    try {
      return DeviceCa.root(name, secret(owner), MADE);
    } catch (InvalidKeyException e) {
      throw noKey(e);
    }
  }

  private byte[] secret(String owner) {
    return seed.bytes(owner + "/certificate");
  }

  private IllegalStateException noKey(InvalidKeyException e) {
    return new IllegalStateException(
        "seed " + seed.value() + " gives a certificate no key; take another", e);
  }
}
