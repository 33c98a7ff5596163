package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.metering.wire.v1.MeterAssignmentBody;
import org.depinsdk.metering.wire.v1.MeteringSessionEvidence;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.junit.jupiter.api.Test;

/** What a registration says, what signs it, and how it and its sessions are read. */
class MeterRegistrationTest extends MeterScene {
  private final MeterAssignment assignment = registration.assignment();

  private MeterAssignment assignment(String serial, int plateWatts) {
    return new MeterAssignment(station, meter.publicKey(), serial, plateWatts);
  }

  @Test
  void serialAndPlateHaveEdges() {
    assertThat(assignment("x", 1).serial()).isEqualTo("x");
    assertThat(assignment("x".repeat(128), 10_000_000).plateWatts()).isEqualTo(10_000_000);
    assertThatThrownBy(() -> assignment("", 1)).isInstanceOf(InvalidFieldException.class);
    assertThatThrownBy(() -> assignment("x".repeat(129), 1)).hasMessageContaining("serial");
    assertThatThrownBy(() -> assignment("x", 0)).hasMessageContaining("plateWatts");
    assertThatThrownBy(() -> assignment("x", 10_000_001)).hasMessageContaining("plateWatts");
    assertThatThrownBy(() -> assignment("x", -1)).hasMessageContaining("4294967295");
  }

  @Test
  void anAssignmentIsReadInItsOneEncoding() throws Exception {
    MeterAssignment largest = new MeterAssignment(
        station,
        OcmfSigner.ofSecret(MeterCurve.SECP521R1, new byte[] {1}, "S").publicKey(),
        "\u20ac".repeat(128),
        10_000_000);
    for (MeterAssignment one : List.of(assignment, largest)) {
      assertThat(MeterAssignment.parse(one.toBytes())).isEqualTo(one);
    }
    byte[] bytes = assignment.toBytes();
    MeterAssignmentBody body = MeterAssignmentBody.parseFrom(bytes);
    refused(Arrays.copyOf(bytes, bytes.length - 1), "MeterAssignmentBody");
    // the serial twice, and a curve in capitals
    refused(
        ByteString.copyFrom(bytes)
            .concat(MeterAssignmentBody.newBuilder()
                .setSerial(assignment.serial())
                .build()
                .toByteString())
            .toByteArray(),
        "its one encoding");
    refused(body.toBuilder().setCurve("SECP192R1").build().toByteArray(), "its one encoding");
    refused(body.toBuilder().setCurve("secp224r1").build().toByteArray(), "a known curve");
    refused(body.toBuilder().setStation("?").build().toByteArray(), "station");
    refused(body.toBuilder().setPoint(ByteString.EMPTY).build().toByteArray(), "a point of");
    refused(body.toBuilder().setPlateWatts(0).build().toByteArray(), "plateWatts");
    refused(new byte[513], "at most 512 bytes");
    refused(new byte[512], "MeterAssignmentBody");
  }

  private static void refused(byte[] bytes, String expected) {
    assertThatThrownBy(() -> MeterAssignment.parse(bytes))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void bothSignaturesCountAndTheNetworkIsSignedToo() {
    assertThat(registration.verify(TestNetwork.NAME)).isTrue();
    assertThat(registration.verify(TestNetwork.NAME + "2")).isFalse();
    byte[] wrong = new byte[64];
    assertThat(with(wrong, registration.ownerSignature()).verify(TestNetwork.NAME))
        .isFalse();
    assertThat(with(registration.manufacturerSignature(), wrong).verify(TestNetwork.NAME))
        .isFalse();
  }

  private MeterRegistration with(byte[] manufacturerSignature, byte[] ownerSignature) {
    return new MeterRegistration(
        assignment,
        registration.manufacturer(),
        manufacturerSignature,
        registration.owner(),
        ownerSignature);
  }

  @Test
  void registrationsAreEqualByAllThatTheySay() throws Exception {
    byte[] first = registration.manufacturerSignature();
    byte[] second = registration.ownerSignature();
    assertThat(with(first, second)).isEqualTo(registration).hasSameHashCodeAs(registration);
    assertThat(registration)
        .isNotEqualTo(with(second, second))
        .isNotEqualTo(with(first, first))
        .isNotEqualTo(MeterRegistration.sign(
            TestNetwork.NAME, assignment, owner, signer(KeyAlgorithm.SECP256K1, 901)))
        .isNotEqualTo(MeterRegistration.sign(
            TestNetwork.NAME, assignment, manufacturer, signer(KeyAlgorithm.SECP256K1, 2)))
        .isNotEqualTo(registration(meter, station, 11_001))
        .isNotEqualTo(assignment);
    assertThat(new MeterRegistration(
            assignment, owner.publicKey(), first, registration.owner(), second))
        .isNotEqualTo(registration);
    assertThat(registration(meter, station, 11_001)).doesNotHaveSameHashCodeAs(registration);
    assertThat(registration.toString()).contains(assignment.serial(), "11000");
    Arrays.fill(registration.manufacturerSignature(), (byte) 0);
    Arrays.fill(registration.ownerSignature(), (byte) 0);
    assertThat(registration.verify(TestNetwork.NAME)).isTrue();
  }

  @Test
  void namesOfSessionsAndNumbersOfRecordsHaveEdges() {
    assertThat(new MeteringSession(registration, "A-z.0_9:" + "x".repeat(56), List.of("r")))
        .isNotNull();
    for (String name : new String[] {"", "x".repeat(65), "a b", "\u00e4", "a\n"}) {
      assertThatThrownBy(() -> new MeteringSession(registration, name, List.of("r")))
          .hasMessageContaining("session");
    }
    assertThat(new MeteringSession(registration, "s", List.of("r".repeat(16).split(""))).records())
        .hasSize(16);
    assertThatThrownBy(() -> new MeteringSession(registration, "s", List.of()))
        .hasMessageContaining("records");
    assertThatThrownBy(
            () -> new MeteringSession(registration, "s", List.of("r".repeat(17).split(""))))
        .hasMessageContaining("records");
  }

  @Test
  void whatAReportSaysIsReadAsItWasWritten() throws Exception {
    MeteringSession session =
        new MeteringSession(registration, "s", List.of("r", "x".repeat(MeterFormat.MAX_RECORD)));
    byte[] bytes = verifier.codec().encode(session);
    assertThat(verifier.codec().decode(bytes)).isEqualTo(session);
    MeteringSessionEvidence wire = MeteringSessionEvidence.parseFrom(bytes);
    refused(wire, "records", w -> w.addRecords(""));
    refused(wire, "records", w -> w.addRecords("x".repeat(MeterFormat.MAX_RECORD + 1)));
    refused(wire, "session", MeteringSessionEvidence.Builder::clearSession);
    ByteString short63 = ByteString.copyFrom(new byte[63]);
    refused(
        wire,
        "manufacturer_signature",
        w -> w.getRegistrationBuilder().setManufacturerSignature(short63));
    refused(
        wire,
        "owner_signature",
        w -> w.getRegistrationBuilder()
            .setOwnerSignature(short63.concat(ByteString.copyFrom(new byte[2]))));
    refused(wire, "manufacturer", w -> w.getRegistrationBuilder().setManufacturer("did:key:z"));
    refused(wire, "owner_key", w -> w.getRegistrationBuilder().setOwnerKey(short63));
  }

  private void refused(
      MeteringSessionEvidence wire,
      String field,
      Consumer<MeteringSessionEvidence.Builder> change) {
    MeteringSessionEvidence.Builder builder = wire.toBuilder();
    change.accept(builder);
    byte[] bytes = builder.build().toByteArray();
    assertThatThrownBy(() -> verifier.codec().decode(bytes))
        .isInstanceOfSatisfying(
            MalformedEvidenceException.class,
            e -> assertThat(e.facts()).containsEntry("field", field));
  }
}
