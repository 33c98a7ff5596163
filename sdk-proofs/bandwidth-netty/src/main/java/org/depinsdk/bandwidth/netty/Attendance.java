package org.depinsdk.bandwidth.netty;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.bandwidth.LinkMember;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * A device tells a coordinator that it is there: it signs what the coordinator has chosen for this connection. A challenger also
 * says on which port provers reach it; the address is that of the connection, so that nobody sends provers to somebody else.
 *
 * @param device who
 * @param port UDP port of a challenger, 0 for a prover
 * @param capacityKbps of a challenger, 0 for a prover
 * @param signature over network, nonce and the rest
 */
record Attendance(DeviceId device, int port, long capacityKbps, byte[] signature) {
  /** Length of what the coordinator draws. */
  static final int NONCE_BYTES = 32;

  static Attendance sign(
      String network,
      byte[] nonce,
      DeviceSigner signer,
      DeviceId device,
      int port,
      long capacityKbps)
      throws SigningException {
    return new Attendance(
        device,
        port,
        capacityKbps,
        signer.sign(payload(network, nonce, device, port, capacityKbps)));
  }

  /** What is signed. */
  DssePayload payload(String network, byte[] nonce) {
    return payload(network, nonce, device, port, capacityKbps);
  }

  private static DssePayload payload(
      String network, byte[] nonce, DeviceId device, int port, long capacityKbps) {
    byte[] who = device.text().getBytes(StandardCharsets.US_ASCII);
    return DssePayload.of(
        new Domain(network, "bandwidth-attendance", 1),
        ByteBuffer.allocate(nonce.length + Short.BYTES + Long.BYTES + who.length)
            .put(nonce)
            .putShort((short) port)
            .putLong(capacityKbps)
            .put(who)
            .array());
  }

  boolean isChallenger() {
    return port > 0;
  }

  byte[] encode() {
    byte[] who = device.text().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Short.BYTES + Long.BYTES + signature.length + who.length)
        .putShort((short) port)
        .putLong(capacityKbps)
        .put(signature)
        .put(who)
        .array();
  }

  static Attendance decode(byte[] bytes) throws MalformedEvidenceException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      int port = in.getShort() & 0xffff;
      long capacityKbps =
          Fields.range("capacityKbps", in.getLong(), port == 0 ? 0 : 1, LinkMember.MAX_KBPS);
      byte[] signature = new byte[Datagram.SIGNATURE_BYTES];
      in.get(signature);
      byte[] who = new byte[in.remaining()];
      in.get(who);
      return new Attendance(
          Fields.device("device", new String(who, StandardCharsets.US_ASCII)),
          port,
          capacityKbps,
          signature);
    } catch (BufferUnderflowException e) {
      throw MalformedEvidenceException.unreadable("attendance");
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attendance a
        && device.equals(a.device)
        && port == a.port
        && capacityKbps == a.capacityKbps
        && Arrays.equals(signature, a.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(device, port, capacityKbps, Arrays.hashCode(signature));
  }
}
