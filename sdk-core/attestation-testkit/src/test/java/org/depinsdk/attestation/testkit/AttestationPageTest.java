package org.depinsdk.attestation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.TrustAnchor;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.device.Atecc608Compressed;
import org.depinsdk.attestation.device.Atecc608Template;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.testing.PageSnippets;
import org.junit.jupiter.api.Test;

/** What docs/attestation.md shows. */
class AttestationPageTest {
  @Test
  void everySnippetStandsInAFileOfTheTests() throws Exception {
    assertThat(PageSnippets.check("docs/attestation.md")).isEqualTo(3);
  }

  @Test
  void aFormatOfOnesOwn() throws Exception {
    InMemorySigner chip = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
    AttestedKey key = new AttestedKey(SpkiKey.encode(chip.publicKey()));
    byte[] signature = chip.sign(DssePayload.of(SealVerifier.DOMAIN, Judge.NONCE));
    SealVerifier verifier = new SealVerifier();
    Judge judge = Judge.of(verifier, new TrustAnchor("chip 7", key, new TreeSet<>()));
    AttestationResult result = judge.judge(seal(key, Judge.NONCE, signature));
    assertThat(result.tier()).isEqualTo(TrustTier.AFFIRMING);
    assertThat(result.key()).contains(key);
    assertThat(EvidenceVerifiers.of(List.of(verifier)).find(SealVerifier.MEDIA_TYPE))
        .contains(verifier);

    assertThat(judge.codes(new Evidence(SealVerifier.MEDIA_TYPE, new byte[] {1})))
        .containsExactly("seal.malformed");
    assertThat(judge.codes(seal(key, Judge.NONCE, new byte[64])))
        .containsExactly("seal.bad-signature");
    assertThat(judge.codes(seal(key, new byte[9], signature)))
        .containsExactly("seal.nonce-mismatch", "seal.bad-signature");
    assertThat(Judge.of(verifier, PretendCa.root("CN=Root").anchor())
            .codes(seal(key, Judge.NONCE, signature)))
        .containsExactly("seal.unknown-chip");
  }

  private static Evidence seal(AttestedKey key, byte[] nonce, byte[] signature) {
    return new Evidence(
        SealVerifier.MEDIA_TYPE,
        CborWriter.write(CborValue.Array.of(
            new CborValue.Bytes(key.spki()),
            new CborValue.Bytes(nonce),
            new CborValue.Bytes(signature))));
  }

  @Test
  void aManufacturerCertifiesADevice() throws Exception {
    byte[] rootSecret = secret(1);
    byte[] batchSecret = secret(2);
    AttestedKey deviceKey = new AttestedKey(
        SpkiKey.encode(InMemorySigner.ofSecret(KeyAlgorithm.P256, secret(3)).publicKey()));

    // docs: manufacture
    Instant from = Instant.parse("2026-03-01T00:00:00Z");
    DeviceCa root = DeviceCa.root("acme", rootSecret, from);
    DeviceCa batch = root.batch("B7", batchSecret, from);
    byte[] certificate = batch.issue(deviceKey, "ap-100", "SN-1", from);
    List<byte[]> intoTheDevice = batch.chain(certificate);
    // docs: end

    assertThat(intoTheDevice).hasSize(2);
  }

  private static byte[] secret(int number) {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    return secret;
  }

  @Test
  void aSecureElementsCertificateIsRebuilt() throws Exception {
    ConformanceRow row = Conformance.table("attestation/atecc608").rows().get(0);
    byte[] ofAnotherChip = row.bytes("example");
    byte[] slot10 = row.bytes("compressed");
    byte[] serialNumber = row.bytes("chip");
    AttestedKey key = new AttestedKey(row.bytes("key"));
    AttestedKey signer = new AttestedKey(row.bytes("issuer"));

    // docs: rebuild
    Atecc608Template template =
        Atecc608Template.of(ofAnotherChip, 2, 0, Atecc608Compressed.Serial.KEY_HASH);
    byte[] certificate =
        template.rebuild(Atecc608Compressed.parse(slot10), key, serialNumber, signer);
    // docs: end

    assertThat(certificate).isEqualTo(row.bytes("certificate"));
  }
}
