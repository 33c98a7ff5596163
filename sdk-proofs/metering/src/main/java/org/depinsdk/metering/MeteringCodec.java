package org.depinsdk.metering;

import com.google.protobuf.ByteString;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.metering.wire.v1.MeterRegistrationMessage;
import org.depinsdk.metering.wire.v1.MeteringSessionEvidence;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProtobufCodec;

final class MeteringCodec extends ProtobufCodec<MeteringSession, MeteringSessionEvidence> {
  private static final int SIGNATURE_BYTES = 64;

  MeteringCodec() {
    super(MeteringSessionEvidence.parser(), "MeteringSessionEvidence");
  }

  @Override
  protected MeteringSessionEvidence write(MeteringSession session) {
    MeterRegistration registration = session.registration();
    return MeteringSessionEvidence.newBuilder()
        .setRegistration(MeterRegistrationMessage.newBuilder()
            .setBody(ByteString.copyFrom(registration.assignment().toBytes()))
            .setManufacturer(registration.manufacturer().didKey())
            .setManufacturerSignature(ByteString.copyFrom(registration.manufacturerSignature()))
            .setOwnerKey(ByteString.copyFrom(registration.owner().encoded()))
            .setOwnerSignature(ByteString.copyFrom(registration.ownerSignature())))
        .setSession(session.session())
        .addAllRecords(session.records())
        .build();
  }

  @Override
  protected MeteringSession read(MeteringSessionEvidence wire) throws MalformedEvidenceException {
    wire.getRecordsList()
        .forEach(r -> Fields.size("records", r.length(), 1, MeterFormat.MAX_RECORD, "characters"));
    return new MeteringSession(
        registration(wire.getRegistration()), wire.getSession(), wire.getRecordsList());
  }

  private static MeterRegistration registration(MeterRegistrationMessage wire)
      throws MalformedEvidenceException {
    DeviceKey manufacturer;
    Secp256k1Key owner;
    try {
      manufacturer = DeviceKey.ofDidKey(wire.getManufacturer());
    } catch (InvalidKeyException e) {
      throw MalformedEvidenceException.field("manufacturer", wire.getManufacturer(), "a did:key");
    }
    try {
      owner = Secp256k1Key.of(wire.getOwnerKey().toByteArray());
    } catch (InvalidKeyException e) {
      throw MalformedEvidenceException.field("owner_key", "other bytes", "a secp256k1 point");
    }
    return new MeterRegistration(
        MeterAssignment.parse(wire.getBody().toByteArray()),
        manufacturer,
        signature("manufacturer_signature", wire.getManufacturerSignature()),
        owner,
        signature("owner_signature", wire.getOwnerSignature()));
  }

  private static byte[] signature(String field, ByteString signature) {
    Fields.size(field, signature.size(), SIGNATURE_BYTES, SIGNATURE_BYTES, "bytes");
    return signature.toByteArray();
  }
}
