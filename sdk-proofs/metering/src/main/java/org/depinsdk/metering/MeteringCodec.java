package org.depinsdk.metering;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.metering.wire.v1.MeterRegistrationMessage;
import org.depinsdk.metering.wire.v1.MeteringSessionEvidence;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;

/** The wire form of a session, {@code metering.proto}. */
final class MeteringCodec implements EvidenceCodec<MeteringSession> {
  @Override
  public byte[] encode(MeteringSession session) {
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
        .build()
        .toByteArray();
  }

  @Override
  public MeteringSession decode(byte[] bytes) throws MalformedEvidenceException {
    try {
      MeteringSessionEvidence message = MeteringSessionEvidence.parseFrom(bytes);
      MeterRegistrationMessage registration = message.getRegistration();
      checkSignature("manufacturer_signature", registration.getManufacturerSignature());
      checkSignature("owner_signature", registration.getOwnerSignature());
      for (String record : message.getRecordsList()) {
        if (record.isEmpty() || record.length() > MeterFormat.MAX_RECORD) {
          throw new MalformedEvidenceException("records: a record has 1 to "
              + MeterFormat.MAX_RECORD + " characters, not " + record.length());
        }
      }
      return new MeteringSession(
          new MeterRegistration(
              MeterAssignment.parse(registration.getBody().toByteArray()),
              DeviceKey.ofDidKey(registration.getManufacturer()),
              registration.getManufacturerSignature().toByteArray(),
              Secp256k1Key.of(registration.getOwnerKey().toByteArray()),
              registration.getOwnerSignature().toByteArray()),
          message.getSession(),
          message.getRecordsList());
    } catch (InvalidProtocolBufferException
        | MalformedMeterRecordException
        | InvalidKeyException
        | IllegalArgumentException e) {
      throw new MalformedEvidenceException("metering session: " + e.getMessage());
    }
  }

  private static void checkSignature(String field, ByteString signature)
      throws MalformedEvidenceException {
    if (signature.size() != 64) {
      throw new MalformedEvidenceException(
          "registration." + field + ": 64 bytes, not " + signature.size());
    }
  }
}
