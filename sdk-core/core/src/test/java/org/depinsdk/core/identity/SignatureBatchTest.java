package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class SignatureBatchTest {
  private static DssePayload payload(String text) {
    return DssePayload.of(new Domain("net", "test", 1), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void mixedAlgorithmsGetTheVerdictsOfTheirKeys() {
    InMemorySigner[] signers = new InMemorySigner[6];
    for (int i = 0; i < signers.length; i++) {
      KeyAlgorithm algorithm = KeyAlgorithm.values()[i % KeyAlgorithm.values().length];
      signers[i] = InMemorySigner.generate(algorithm, new SecureRandom());
    }
    Property.check(10, random -> {
      SignatureBatch batch = new SignatureBatch();
      BitSet expected = new BitSet();
      for (int i = 0; i < 60; i++) {
        InMemorySigner signer = signers[random.nextInt(signers.length)];
        DeviceKey key = signer.publicKey();
        DssePayload payload = payload("message " + i);
        byte[] signature = signer.sign(payload);
        switch (random.nextInt(8)) {
          case 0 -> signature[random.nextInt(64)] ^= 1;
          case 1 -> signature = Arrays.copyOf(signature, random.nextInt(100));
          case 2 -> key = signers[random.nextInt(signers.length)].publicKey();
          case 3 -> payload = payload("another");
          default -> {}
        }
        assertThat(batch.add(key, payload, signature)).isEqualTo(i);
        expected.set(i, key.verify(payload, signature));
      }
      assertThat(batch.size()).isEqualTo(60);
      assertThat(expected.cardinality()).isBetween(20, 45);
      assertThat(batch.verify()).isEqualTo(expected);
      assertThat(batch.verify()).isEqualTo(expected);
    });
  }

  @Test
  void laterChangesOfTheArraysDoNotReachTheBatch() {
    InMemorySigner signer = InMemorySigner.generate(KeyAlgorithm.ED25519, new SecureRandom());
    byte[] message = payload("message").signedBytes();
    byte[] signature = signer.sign(payload("message"));
    SignatureBatch batch = new SignatureBatch();
    batch.add(signer.publicKey(), message, signature);
    Arrays.fill(message, (byte) 0);
    Arrays.fill(signature, (byte) 0);
    assertThat(batch.verify().get(0)).isTrue();
  }

  @Test
  void emptyBatch() {
    assertThat(new SignatureBatch().verify().isEmpty()).isTrue();
  }

  @Test
  void reportsAreVerifiedInTheirNetworkOnly() throws Exception {
    SignatureBatch batch = new SignatureBatch();
    BitSet expected = new BitSet();
    for (int i = 0; i < 40; i++) {
      KeyAlgorithm algorithm = KeyAlgorithm.values()[i % KeyAlgorithm.values().length];
      InMemorySigner signer = InMemorySigner.generate(algorithm, new SecureRandom());
      Report report = new Report(
          DeviceId.derive("net", signer.publicKey()),
          new ProofKind("uptime/1"),
          i + 1,
          Instant.EPOCH,
          Provenance.SIMULATED,
          new byte[i]);
      SignedReport signed = SignedReport.sign("net", report, signer);
      String network = i % 7 == 3 ? "other" : "net";
      assertThat(signed.addTo(batch, network, signer.publicKey())).isEqualTo(i);
      expected.set(i, i % 7 != 3);
    }
    assertThat(batch.verify()).isEqualTo(expected);
  }
}
