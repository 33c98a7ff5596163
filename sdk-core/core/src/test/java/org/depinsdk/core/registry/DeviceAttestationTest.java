package org.depinsdk.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.AttestationReasons;
import org.depinsdk.core.lifecycle.EvidenceAppraiser;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.LifecycleReasons;
import org.depinsdk.core.lifecycle.RegistryAudit;
import org.depinsdk.core.lifecycle.SignedAttestation;
import org.junit.jupiter.api.Test;

/** How long the result of an attestation counts, and whose hardware it is. */
class DeviceAttestationTest {
  private static final String NETWORK = "net";
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final String MEDIA_TYPE = "application/vnd.depinsdk.device-chain+cbor";
  private static final DeviceSigner SIGNER = signer(1);
  private static final DeviceId DEVICE = DeviceId.derive(NETWORK, SIGNER.publicKey());
  private static final DeviceId OTHER = DeviceId.derive(NETWORK, signer(2).publicKey());

  private final InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();

  DeviceAttestationTest() throws Exception {
    enrol(DEVICE, SIGNER);
    enrol(OTHER, signer(2));
  }

  private void enrol(DeviceId device, DeviceSigner signer) throws Exception {
    registry.append(
        NOON,
        device,
        new RegistryChange.Enrolled(
            signer.publicKey(), new OperatorId("0x" + "1".repeat(40)), "ap", Optional.empty()));
  }

  private static DeviceSigner signer(int secret) {
    try {
      byte[] bytes = new byte[32];
      bytes[0] = (byte) secret;
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, bytes);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static RegistryChange.Attested attested(int instance, Duration valid) {
    return new RegistryChange.Attested(
        "device",
        "affirming",
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.sha256(new byte[] {(byte) instance}),
        NOON.plus(valid),
        new TreeMap<>(Map.of("version", 3L)),
        List.of("device.chain.verified"),
        Optional.of(new DeviceOrigin("acme", "S" + instance, "B7")));
  }

  private String endOf(int index) {
    DeviceAttestation attestation = registry.view().attestations(DEVICE).get(index);
    return attestation.end() + " " + Duration.between(NOON, attestation.until());
  }

  @Test
  void aResultCountsUntilItsEndAndEachEndHasItsReason() throws Exception {
    registry.append(NOON, DEVICE, attested(1, Duration.ofHours(2)));
    assertThat(endOf(0)).isEqualTo("attestation.expired PT2H");
    assertThat(registry.view().attestation(DEVICE, NOON.plusSeconds(7199))).isPresent();
    assertThat(registry.view().attestation(DEVICE, NOON.plusSeconds(7200))).isEmpty();

    registry.append(NOON.plusSeconds(3600), DEVICE, attested(1, Duration.ofHours(9)));
    assertThat(endOf(0)).isEqualTo("attestation.superseded PT1H");

    registry.append(
        NOON.plusSeconds(7200),
        DEVICE,
        new RegistryChange.AttestationWithdrawn("device.chain.revoked"));
    assertThat(endOf(1)).isEqualTo("device.chain.revoked PT2H");
    assertThatThrownBy(() -> registry.append(
            NOON.plusSeconds(7200), DEVICE, new RegistryChange.AttestationWithdrawn("a.b")))
        .isInstanceOf(RegistryConflictException.class);

    registry.append(NOON.plusSeconds(7300), DEVICE, attested(1, Duration.ofHours(9)));
    registry.append(
        NOON.plusSeconds(7400), DEVICE, new RegistryChange.KeyRotated(signer(3).publicKey()));
    assertThat(endOf(2)).startsWith("attestation.key-rotated");
    registry.append(NOON.plusSeconds(7500), DEVICE, attested(1, Duration.ofHours(9)));
    registry.append(NOON.plusSeconds(7600), DEVICE, new RegistryChange.Revoked("lost"));
    assertThat(endOf(3)).startsWith("attestation.device-revoked");
  }

  @Test
  void theFirstHardwareOfADeviceStaysAndNoHardwareIsTwoDevices() throws Exception {
    registry.append(NOON, DEVICE, attested(1, Duration.ofHours(2)));
    assertThatThrownBy(() -> registry.append(NOON, DEVICE, attested(2, Duration.ofHours(2))))
        .hasMessageContaining("other hardware");
    assertThatThrownBy(() -> registry.append(NOON, OTHER, attested(1, Duration.ofHours(2))))
        .hasMessageContaining("is " + DEVICE);
    assertThat(registry.view().records()).hasSize(3);
    assertThat(registry.attestedAs(attested(1, Duration.ofHours(1)).instance())).contains(DEVICE);
    assertThat(registry.view().origin(DEVICE)).contains(new DeviceOrigin("acme", "S1", "B7"));
  }

  @Test
  void recordsAreWrittenAndReadAlike() throws Exception {
    RegistryRecord attested = registry.append(NOON, DEVICE, attested(1, Duration.ofHours(2)));
    RegistryRecord withdrawn =
        registry.append(NOON, DEVICE, new RegistryChange.AttestationWithdrawn("a.b"));
    assertThat(RegistryJson.parse(RegistryJson.format(attested))).isEqualTo(attested);
    assertThat(RegistryJson.parse(RegistryJson.format(withdrawn))).isEqualTo(withdrawn);
  }

  private InstructionRules rules(RegistryChange.Attested result) {
    return InstructionRules.of(
        NETWORK, IdentityRules.OWNERS_ALONE, (words, device, before, at) -> result);
  }

  private SignedInstruction words(DeviceSigner signer) throws Exception {
    return new SignedInstruction(
        SignedInstruction.Kind.ATTESTATION,
        SignedAttestation.sign(NETWORK, DEVICE, MEDIA_TYPE, Bytes32.ZERO, new byte[32], signer)
            .toBytes());
  }

  @Test
  void theDevicesKeySignsWhichEvidenceIsItsOwn() throws Exception {
    RegistryChange.Attested result = attested(1, Duration.ofHours(2));
    assertThat(rules(result).check(words(SIGNER), DEVICE, registry.view(), NOON))
        .isEqualTo(result);
    assertThatThrownBy(() -> rules(result).check(words(signer(9)), DEVICE, registry.view(), NOON))
        .hasMessageContaining(LifecycleReasons.BAD_SIGNATURE.text());
    assertThatThrownBy(() -> rules(result).check(words(SIGNER), OTHER, registry.view(), NOON))
        .hasMessageContaining(LifecycleReasons.OTHER_DEVICE.text());
    assertThatThrownBy(
            () -> InstructionRules.of(NETWORK, IdentityRules.OWNERS_ALONE, EvidenceAppraiser.NONE)
                .check(words(SIGNER), DEVICE, registry.view(), NOON))
        .hasMessageContaining(AttestationReasons.NOT_TAKEN.text());
    registry.append(NOON, DEVICE, result);
    assertThatThrownBy(() -> rules(attested(2, Duration.ofHours(2)))
            .check(words(SIGNER), DEVICE, registry.view(), NOON))
        .hasMessageContaining(AttestationReasons.OTHER_INSTANCE.text());
  }

  @Test
  void anAuditAppraisesAgain() throws Exception {
    RegistryChange.Attested result = attested(1, Duration.ofHours(2));
    registry.append(NOON, DEVICE, result, Optional.of(words(SIGNER)));
    assertThat(new RegistryAudit(rules(result), Instant.MIN).check(registry.view()))
        .isEmpty();
    assertThat(new RegistryAudit(rules(attested(1, Duration.ofHours(1))), Instant.MIN)
            .check(registry.view()))
        .isPresent();
  }

  @Test
  void anAuditFindsHardwareThatIsTwoDevices() throws Exception {
    RegistryChange.Attested result = attested(1, Duration.ofHours(2));
    registry.append(NOON, DEVICE, result);
    RegistryView forged = RegistryView.of(java.util.stream.Stream.concat(
            registry.view().records().stream(),
            java.util.stream.Stream.of(new RegistryRecord(3, NOON, OTHER, result)))
        .toList());
    assertThat(new RegistryAudit(rules(result), Instant.MIN)
            .check(forged)
            .get()
            .refusal()
            .reason())
        .isEqualTo(AttestationReasons.OTHER_INSTANCE);
  }
}
