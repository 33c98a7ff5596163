package org.depinsdk.bandwidth.netty;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;
import org.jspecify.annotations.Nullable;

/**
 * What prover and challenger say to each other. Each begins with {@link #MAGIC}, a type and the session, which is the first
 * half of a hash that only those who know the plan can compute. Numbers are big-endian.
 *
 * <pre>{@code
 * HELLO   1  prover      64 bytes, filled with zeros
 * COOKIE  2  challenger  cookie[16]
 * JOIN    3  prover      cookie[16] plan length[2] plan  key length[1] key  coordinator's signature[64] prover's signature[64]
 * PING    4  challenger  number[4]
 * PONG    5  prover      number[4]
 * DATA    6  sender      number[4] content that nobody can foresee
 * ACK     7  prover      first bin[1] bins[1] packets in a bin[2], then of each bin one bit a packet and the folded digests[16]
 * }</pre>
 */
sealed interface Datagram {
  /** "DPB1". */
  int MAGIC = 0x44504231;

  /** Length of a session's name. */
  int SESSION_BYTES = 16;

  /** Length of a cookie. */
  int COOKIE_BYTES = 16;

  /** Length of everything before the content of a data packet. */
  int DATA_HEAD = 4 + 1 + SESSION_BYTES + 4;

  /** Length of a HELLO; its answer is shorter. */
  int HELLO_BYTES = 64;

  /** Longest datagram but data: what passes every link without fragments. */
  int MAX_BYTES = 1_232;

  /** Bytes of IP and UDP headers of IPv4. */
  int HEADERS = 28;

  /** Length of a signature. */
  int SIGNATURE_BYTES = 64;

  /** Whose session it is. */
  byte[] session();

  /** A prover is there. */
  record Hello(byte[] session) implements Datagram {}

  /** A challenger asks for its cookie back. */
  record Cookie(byte[] session, byte[] cookie) implements Datagram {}

  /** A prover shows that it gets what is sent to its address, and what it is invited to. */
  record Join(
      byte[] session,
      byte[] cookie,
      byte[] plan,
      String proverKey,
      byte[] coordinatorSignature,
      byte[] proverSignature)
      implements Datagram {}

  /** A challenger measures a round trip. */
  record Ping(byte[] session, int number) implements Datagram {}

  /** The answer to a ping. */
  record Pong(byte[] session, int number) implements Datagram {}

  /** A packet of the test; the content stays in the buffer that it was read from. */
  record Data(byte[] session, int sequence) implements Datagram {}

  /** What arrived of some bins. */
  record Ack(byte[] session, int firstBin, List<Bin> bins) implements Datagram {}

  /** What arrived of one bin. */
  record Bin(BitSet arrived, byte[] folded) {}

  /**
   * Reads a datagram.
   *
   * @param in its bytes; of data, the content is left
   * @return empty if it is none of these: whatever does not fit is dropped without an answer
   */
  static Optional<Datagram> read(ByteBuf in) {
    int length = in.readableBytes();
    if (length < 5 + SESSION_BYTES || in.readInt() != MAGIC) {
      return Optional.empty();
    }
    int type = in.readByte();
    byte[] session = bytes(in, SESSION_BYTES);
    return Optional.ofNullable(
        switch (type) {
          case 1 -> length == HELLO_BYTES ? new Hello(session) : null;
          case 2 ->
            in.readableBytes() == COOKIE_BYTES
                ? new Cookie(session, bytes(in, COOKIE_BYTES))
                : null;
          case 3 -> length <= MAX_BYTES ? join(session, in) : null;
          case 4 -> in.readableBytes() == 4 ? new Ping(session, in.readInt()) : null;
          case 5 -> in.readableBytes() == 4 ? new Pong(session, in.readInt()) : null;
          case 6 -> in.readableBytes() > 4 ? new Data(session, in.readInt()) : null;
          case 7 -> length <= MAX_BYTES ? ack(session, in) : null;
          default -> null;
        });
  }

  private static @Nullable Datagram join(byte[] session, ByteBuf in) {
    if (in.readableBytes() < COOKIE_BYTES + 2) {
      return null;
    }
    byte[] cookie = bytes(in, COOKIE_BYTES);
    int planBytes = in.readUnsignedShort();
    if (in.readableBytes() < planBytes + 1) {
      return null;
    }
    byte[] plan = bytes(in, planBytes);
    int keyBytes = in.readUnsignedByte();
    if (in.readableBytes() != keyBytes + 2 * SIGNATURE_BYTES) {
      return null;
    }
    String key = new String(bytes(in, keyBytes), StandardCharsets.US_ASCII);
    return new Join(
        session, cookie, plan, key, bytes(in, SIGNATURE_BYTES), bytes(in, SIGNATURE_BYTES));
  }

  private static @Nullable Datagram ack(byte[] session, ByteBuf in) {
    if (in.readableBytes() < 4) {
      return null;
    }
    int first = in.readUnsignedByte();
    int count = in.readUnsignedByte();
    int packets = in.readUnsignedShort();
    int bitmap = (packets + 7) / 8;
    if (packets > TestPlan.MAX_PACKETS_PER_BIN
        || first + count > TestPlan.MAX_BINS
        || in.readableBytes() != count * (bitmap + ReceivedPackets.DIGEST_BYTES)) {
      return null;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bins.add(new Bin(BitSet.valueOf(bytes(in, bitmap)), bytes(in, ReceivedPackets.DIGEST_BYTES)));
    }
    return new Ack(session, first, bins);
  }

  /**
   * Writes a datagram.
   *
   * @param out where to
   */
  default void write(ByteBuf out) {
    int start = out.writerIndex();
    out.writeInt(MAGIC).writeByte(type()).writeBytes(session());
    if (this instanceof Hello) {
      out.writeZero(HELLO_BYTES - (out.writerIndex() - start));
    } else if (this instanceof Cookie cookie) {
      out.writeBytes(cookie.cookie);
    } else if (this instanceof Join join) {
      byte[] key = join.proverKey.getBytes(StandardCharsets.US_ASCII);
      out.writeBytes(join.cookie)
          .writeShort(join.plan.length)
          .writeBytes(join.plan)
          .writeByte(key.length)
          .writeBytes(key)
          .writeBytes(join.coordinatorSignature)
          .writeBytes(join.proverSignature);
    } else if (this instanceof Ping ping) {
      out.writeInt(ping.number);
    } else if (this instanceof Pong pong) {
      out.writeInt(pong.number);
    } else if (this instanceof Data data) {
      out.writeInt(data.sequence);
    }
  }

  private int type() {
    return this instanceof Hello
        ? 1
        : this instanceof Cookie
            ? 2
            : this instanceof Join
                ? 3
                : this instanceof Ping
                    ? 4
                    : this instanceof Pong ? 5 : this instanceof Data ? 6 : 7;
  }

  /**
   * Writes what arrived of some bins, as many as fit into a datagram.
   *
   * @param out where to
   * @param session whose
   * @param received what arrived
   * @param plan the test
   * @param firstBin the first bin
   * @param behindLast the bin behind the last
   * @return the bin behind the last that was written
   */
  static int writeAck(
      ByteBuf out,
      byte[] session,
      ReceivedPackets received,
      TestPlan plan,
      int firstBin,
      int behindLast) {
    int bitmap = (plan.packetsPerBin() + 7) / 8;
    int most = (MAX_BYTES - 25) / (bitmap + ReceivedPackets.DIGEST_BYTES);
    int end = Math.min(behindLast, firstBin + most);
    out.writeInt(MAGIC).writeByte(7).writeBytes(session);
    out.writeByte(firstBin).writeByte(end - firstBin).writeShort(plan.packetsPerBin());
    for (int bin = firstBin; bin < end; bin++) {
      byte[] bits = received.arrived(bin).toByteArray();
      out.writeBytes(bits).writeZero(bitmap - bits.length).writeBytes(received.folded(bin));
    }
    return end;
  }

  private static byte[] bytes(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }
}
