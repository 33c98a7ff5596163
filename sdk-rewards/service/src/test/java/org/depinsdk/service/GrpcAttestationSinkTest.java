package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.device.DeviceCa;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.client.GrpcAttestationSink;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.lifecycle.AttestationAnswer;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.HardwareAttester;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.registry.DeviceAttestation;
import org.depinsdk.core.registry.RegistryView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device agent uses to show a network again and again what its device is. */
class GrpcAttestationSinkTest {
  private static final Instant MADE = Instant.parse("2025-06-01T00:00:00Z");

  private AttestingNetwork network;
  private DeviceCa batch;
  private InMemorySigner device;
  private DeviceId id;

  /** A chip with a manufacturer's certificate. */
  private record Chip(DeviceSigner key, List<byte[]> chain) implements HardwareAttester {
    @Override
    public String mediaType() {
      return DeviceEvidence.MEDIA_TYPE;
    }

    @Override
    public byte[] evidence(byte[] challenge) throws SigningException {
      return DeviceEvidence.sign(chain, challenge, key.publicKey(), key)
          .toEvidence()
          .bytes();
    }
  }

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    DeviceCa root = DeviceCa.root("acme", TestNetwork.sha256("root"), MADE);
    batch = root.batch("B7", TestNetwork.sha256("batch"), MADE);
    network = new AttestingNetwork(
        data,
        "device",
        new SchemeRules(
            List.of(root.anchor("dedicated-chip")),
            ReferenceValues.NONE,
            RevocationRule.none("a test"),
            AppraisalPolicy.STRICT.withValidity(Duration.ofMinutes(30))),
        RevocationLists.NONE);
    device = AttestingNetwork.signer(1);
    id = TestNetwork.device(device);
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private GrpcAttestationSink sink(NetworkClient client) {
    return new GrpcAttestationSink(client.lifecycle(TestNetwork.NAME), device);
  }

  private Chip chip(DeviceCa by) {
    return new Chip(
        device, by.chain(by.issue(AttestingNetwork.key(device), "ap-100", "SN-1", MADE)));
  }

  @Test
  void aResultThatIsRenewedInTimeLeavesNoGap() throws Exception {
    GrpcAttestationSink sink = sink(network.client);
    assertThatThrownBy(() -> sink.attest(id, chip(batch)))
        .as("before it is enrolled, to be tried again")
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not enrolled");
    network.enrol(device);
    for (int i = 0; i < 3; i++) {
      AttestationAnswer answer = sink.attest(id, chip(batch));
      assertThat(answer.tier()).isEqualTo("affirming");
      assertThat(answer.lasts()).isEqualTo(Duration.ofMinutes(30));
      network.after(Duration.ofMinutes(20));
    }
    List<DeviceAttestation> results = RegistryView.of(network.records(device)).attestations(id);
    assertThat(results)
        .extracting(DeviceAttestation::end)
        .containsExactly(
            DeviceAttestation.SUPERSEDED, DeviceAttestation.SUPERSEDED, DeviceAttestation.EXPIRED);
    assertThat(results.get(1).from()).isEqualTo(results.get(0).until());
    assertThat(results.get(2).from()).isEqualTo(results.get(1).until());
    assertThat(network.settled(1).registry().attestations(id)).hasSize(3);
  }

  @Test
  void aRefusalHasItsReasonAndAnOutageIsNone() throws Exception {
    network.enrol(device);
    DeviceCa counterfeit = DeviceCa.root("acme", TestNetwork.sha256("another"), MADE);
    assertThatThrownBy(() -> sink(network.client).attest(id, chip(counterfeit)))
        .isInstanceOfSatisfying(RefusedInstructionException.class, e -> {
          assertThat(e.refusal().reason()).isEqualTo(AttestationReasons.CONTRAINDICATED);
          assertThat(e.refusal().detail()).contains("device.chain.unknown-anchor");
        });
    // other hardware than at the first attestation, which the service denies
    assertThat(sink(network.client).attest(id, chip(batch)).tier()).isEqualTo("affirming");
    InMemorySigner other = AttestingNetwork.signer(2);
    List<byte[]> chain =
        batch.chain(batch.issue(AttestingNetwork.key(other), "ap-100", "SN-2", MADE));
    assertThatThrownBy(() -> sink(network.client).attest(id, new HardwareAttester() {
          @Override
          public String mediaType() {
            return DeviceEvidence.MEDIA_TYPE;
          }

          @Override
          public byte[] evidence(byte[] challenge) throws SigningException {
            return DeviceEvidence.sign(chain, challenge, device.publicKey(), other)
                .toEvidence()
                .bytes();
          }
        }))
        .isInstanceOfSatisfying(
            RefusedInstructionException.class,
            e -> assertThat(e.refusal().reason()).isEqualTo(AttestationReasons.OTHER_INSTANCE));
    try (NetworkClient nobody = NetworkClient.plaintext("127.0.0.1", 1, Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> sink(nobody).attest(id, chip(batch)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("UNAVAILABLE");
    }
  }
}
