package org.depinsdk.bandwidth.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.stream.Stream;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams, attendances and invitations of any bytes, from good ones on. */
class DatagramFuzzTest {
  private static final byte[] SESSION = new byte[Datagram.SESSION_BYTES];

  private static Invitation invitation() {
    try (Street street = new Street(2, 100_000)) {
      return street.invite(street.plan(Direction.DOWNLOAD, 5));
    } catch (IOException | SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(ByteBuf out) {
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(Datagram datagram) {
    ByteBuf out = Unpooled.buffer();
    datagram.write(out);
    return bytes(out);
  }

  static Stream<byte[]> datagram() {
    SignedPlan signed = invitation().signed();
    TestPlan plan = signed.plan();
    ReceivedPackets received = new ReceivedPackets(plan.bins(), plan.packetsPerBin());
    received.add(3, new byte[32]);
    ByteBuf ack = Unpooled.buffer();
    Datagram.writeAck(ack, SESSION, received, plan, 0, 4);
    byte[] cookie = new byte[Datagram.COOKIE_BYTES];
    byte[] signature = new byte[Datagram.SIGNATURE_BYTES];
    return Stream.of(
        bytes(new Datagram.Hello(SESSION)),
        bytes(new Datagram.Cookie(SESSION, cookie)),
        bytes(new Datagram.Join(
            SESSION, cookie, signed.bytes(), signed.proverKey(), signature, signature)),
        bytes(new Datagram.Ping(SESSION, 1)),
        bytes(new Datagram.Pong(SESSION, 1)),
        bytes(new Datagram.Data(SESSION, 1)),
        bytes(ack));
  }

  /** What is read is written as it was, but acknowledgements and data, whose contents are not in the value. */
  @MethodSource("datagram")
  @FuzzTest
  void datagram(byte[] data) {
    Datagram.read(Unpooled.wrappedBuffer(data)).ifPresent(datagram -> {
      if (datagram instanceof Datagram.Join join) {
        try {
          SignedPlan.read("n", join.plan(), join.proverKey(), join.coordinatorSignature());
        } catch (MalformedEvidenceException e) {
          // a fuzzer's usual answer
        }
      }
      if (!(datagram instanceof Datagram.Ack || datagram instanceof Datagram.Data)) {
        byte[] again = bytes(datagram);
        assertThat(again.length).isLessThanOrEqualTo(data.length);
        assertThat(Datagram.read(Unpooled.wrappedBuffer(again)))
            .isPresent()
            .get()
            .hasSameClassAs(datagram);
      }
    });
  }

  static Stream<byte[]> attendance() throws SigningException {
    return Stream.of(Attendance.sign(
            Street.NETWORK,
            new byte[Attendance.NONCE_BYTES],
            Street.signer(1),
            Street.id(Street.signer(1)),
            7_430,
            100_000)
        .encode());
  }

  @MethodSource("attendance")
  @FuzzTest
  void attendance(byte[] data) {
    try {
      assertThat(Attendance.decode(data).encode()).isEqualTo(data);
    } catch (MalformedEvidenceException e) {
      // a fuzzer's usual answer
    }
  }

  static Stream<byte[]> invited() {
    return Stream.of(invitation().encode());
  }

  @MethodSource("invited")
  @FuzzTest
  void invited(byte[] data) {
    try {
      Invitation read = Invitation.decode(Street.NETWORK, data);
      assertThat(Invitation.decode(Street.NETWORK, read.encode()).plan()).isEqualTo(read.plan());
    } catch (MalformedEvidenceException e) {
      // a fuzzer's usual answer
    }
  }
}
