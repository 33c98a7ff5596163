package org.depinsdk.metering;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.metering.wire.v1.MeterAssignmentBody;

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
    if (serial.isEmpty() || serial.length() > 128) {
      throw new IllegalArgumentException(
          "a meter's serial has 1 to 128 characters, not " + serial.length());
    }
    if (plateWatts < 1 || plateWatts > MAX_PLATE_WATTS) {
      throw new IllegalArgumentException(
          "plateWatts must be 1 to " + MAX_PLATE_WATTS + ", not " + plateWatts);
    }
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
   * @throws MalformedMeterRecordException where the bytes are not an assignment in its one encoding
   */
  public static MeterAssignment parse(byte[] bytes) throws MalformedMeterRecordException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedMeterRecordException(
          "assignment: at most " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    try {
      MeterAssignmentBody body = MeterAssignmentBody.parseFrom(bytes);
      MeterCurve curve = MeterCurve.ofName(body.getCurve())
          .orElseThrow(() -> new MalformedMeterRecordException(
              "assignment.curve: unknown " + EncodingException.shown(body.getCurve())));
      MeterAssignment assignment = new MeterAssignment(
          new DeviceId(body.getStation()),
          MeterKey.ofPoint(curve, body.getPoint().toByteArray()),
          body.getSerial(),
          body.getPlateWatts());
      if (!Arrays.equals(assignment.toBytes(), bytes)) {
        throw new MalformedMeterRecordException("assignment: not in its one encoding");
      }
      return assignment;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new MalformedMeterRecordException("assignment: " + e.getMessage());
    }
  }
}
