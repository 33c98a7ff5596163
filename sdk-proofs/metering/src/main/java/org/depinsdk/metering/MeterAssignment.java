package org.depinsdk.metering;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.metering.wire.v1.MeterAssignmentBody;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * Which meter stands in which station, and how much that station can deliver.
 *
 * @param station the station
 * @param key the meter's public key
 * @param serial the meter's serial number, exactly as its records show it; 1 to 128 characters
 * @param plateWatts highest power, 1 to 10,000,000 watts
 */
public record MeterAssignment(DeviceId station, MeterKey key, String serial, int plateWatts) {
  /** Highest power that a plate may claim: ten megawatts. */
  public static final int MAX_PLATE_WATTS = 10_000_000;

  private static final int MAX_BYTES = 512;

  /** Checks the serial and the power. */
  public MeterAssignment {
    Fields.size("serial", serial.length(), 1, 128, "characters");
    Fields.range("plateWatts", Integer.toUnsignedLong(plateWatts), 1, MAX_PLATE_WATTS);
  }

  /**
   * Serialises the assignment. There is one encoding only.
   *
   * @return a protobuf {@code MeterAssignmentBody}
   */
  public byte[] toBytes() {
    return MeterAssignmentBody.newBuilder()
        .setStation(station.text())
        .setCurve(key.curve().curveName())
        .setPoint(ByteString.copyFrom(key.point()))
        .setSerial(serial)
        .setPlateWatts(plateWatts)
        .build()
        .toByteArray();
  }

  /**
   * What manufacturer and owner sign.
   *
   * @param network the network's name
   * @return the assignment in the domain {@code meter-assignment}
   */
  public DssePayload payload(String network) {
    return DssePayload.of(new Domain(network, "meter-assignment", 1), toBytes());
  }

  /**
   * Reads an assignment.
   *
   * @param bytes as {@link #toBytes()} gives them
   * @return the assignment
   * @throws MalformedEvidenceException if the bytes are not an assignment in its one encoding
   */
  public static MeterAssignment parse(byte[] bytes) throws MalformedEvidenceException {
    if (bytes.length > MAX_BYTES) {
      throw MalformedEvidenceException.field(
          "assignment", bytes.length, "at most " + MAX_BYTES + " bytes");
    }
    try {
      MeterAssignmentBody body = MeterAssignmentBody.parseFrom(bytes);
      MeterCurve curve = MeterCurve.ofName(body.getCurve())
          .orElseThrow(() ->
              new InvalidFieldException("assignment.curve", body.getCurve(), "a known curve"));
      MeterAssignment assignment = new MeterAssignment(
          Fields.device("assignment.station", body.getStation()),
          MeterKey.ofPoint(curve, body.getPoint().toByteArray()),
          body.getSerial(),
          body.getPlateWatts());
      if (!Arrays.equals(assignment.toBytes(), bytes)) {
        throw MalformedEvidenceException.unreadable("MeterAssignmentBody in its one encoding");
      }
      return assignment;
    } catch (InvalidProtocolBufferException e) {
      throw MalformedEvidenceException.unreadable("MeterAssignmentBody");
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }
}
