package org.depinsdk.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.core.Samples.NOON;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.junit.jupiter.api.Test;

/** A device's own words about who is paid for it. */
class SignedEnrollmentTest {
  private static final String NETWORK = "wifi-demo";
  private static final InMemorySigner SIGNER = Samples.signer(1);
  private static final DeviceId DEVICE = DeviceId.derive(NETWORK, SIGNER.publicKey());
  private static final OperatorId THIEF = new OperatorId("0x" + "66".repeat(20));

  private static RegistryChange.Enrolled device(String operator) {
    return new RegistryChange.Enrolled(
        SIGNER.publicKey(),
        new OperatorId("0x" + operator.repeat(20)),
        "access-point",
        Optional.empty());
  }

  private static SignedEnrollment words() throws Exception {
    return SignedEnrollment.sign(NETWORK, device("01"), NOON, SIGNER);
  }

  private static Optional<RegistryAudit.Fault> audit(
      DeviceId id, RegistryChange change, SignedEnrollment words) throws Exception {
    RegistryRecord record =
        new RegistryRecord(0, NOON, id, change, Optional.of(words.toInstruction()));
    return new RegistryAudit(NETWORK, IdentityRules.OWNERS_ALONE, Instant.MIN)
        .check(RegistryView.of(List.of(record)));
  }

  @Test
  void wordsSurviveTheRegistry() throws Exception {
    SignedEnrollment read = SignedEnrollment.parse(words().toInstruction().bytes());
    assertThat(read).isEqualTo(words()).hasSameHashCodeAs(words());
    assertThat(read.device()).isEqualTo(device("01"));
    assertThat(read.deviceTime()).isEqualTo(NOON);
    assertThat(audit(DEVICE, device("01"), read)).isEmpty();
  }

  @Test
  void anotherPayeeIsFound() throws Exception {
    RegistryChange.Enrolled stolen =
        new RegistryChange.Enrolled(SIGNER.publicKey(), THIEF, "access-point", Optional.empty());
    assertThat(audit(DEVICE, stolen, words()))
        .hasValueSatisfying(fault ->
            assertThat(fault.refusal().reason()).isEqualTo(LifecycleReasons.NOT_APPLICABLE));
    // nor can the network sign for the device
    SignedEnrollment forged = SignedEnrollment.of(
        SignedEnrollment.sign(NETWORK, stolen, NOON, SIGNER).body(), words().signature());
    assertThat(audit(DEVICE, stolen, forged))
        .hasValueSatisfying(fault ->
            assertThat(fault.refusal().reason()).isEqualTo(LifecycleReasons.BAD_SIGNATURE));
  }

  @Test
  void wordsCountForTheirOwnDeviceAndNetwork() throws Exception {
    DeviceId other = DeviceId.derive(NETWORK, Samples.signer(2).publicKey());
    assertThat(audit(other, device("01"), words()))
        .hasValueSatisfying(
            fault -> assertThat(fault.refusal().reason()).isEqualTo(LifecycleReasons.OTHER_DEVICE));
    assertThat(words().verify("other-net")).isFalse();
    // a device that is enrolled does not enrol again
    RegistryRecord first =
        new RegistryRecord(0, NOON, DEVICE, device("01"), Optional.of(words().toInstruction()));
    assertThatThrownBy(() -> InstructionRules.of(NETWORK, IdentityRules.OWNERS_ALONE)
            .check(words().toInstruction(), DEVICE, RegistryView.of(List.of(first)), NOON))
        .isInstanceOf(RefusedInstructionException.class)
        .hasMessageContaining("enrolled already");
  }

  @Test
  void brokenWordsNameTheField() throws Exception {
    assertThatThrownBy(() -> SignedEnrollment.of(new byte[] {1}, new byte[64]))
        .isInstanceOf(EncodingException.class)
        .hasMessageStartingWith("body is");
    assertThatThrownBy(() -> SignedEnrollment.of(new byte[0], new byte[64]))
        .isInstanceOf(EncodingException.class)
        .hasMessageStartingWith("body.key is");
    assertThatThrownBy(() -> SignedEnrollment.parse(new byte[] {0}))
        .isInstanceOf(EncodingException.class);
  }
}
