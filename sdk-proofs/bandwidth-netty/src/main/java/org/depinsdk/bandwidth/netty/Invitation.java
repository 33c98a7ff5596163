package org.depinsdk.bandwidth.netty;

import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * What a coordinator gives to a prover, over whatever channel the two have: the plan, and where its challengers are.
 */
public final class Invitation {
  /** Most challengers of a measurement over UDP, so that the plan fits into a datagram. */
  public static final int MAX_CHALLENGERS = 16;

  private static final int MAX_HOST = 253;

  private final SignedPlan signed;
  private final DeviceId prover;
  private final List<InetSocketAddress> addresses;

  Invitation(SignedPlan signed, DeviceId prover, List<InetSocketAddress> addresses) {
    Fields.check(
        signed.plan().provers().contains(prover), "prover", prover.text(), "one of the plan's");
    Fields.size(
        "challengers", signed.plan().challengers().size(), 1, MAX_CHALLENGERS, "challengers");
    Fields.check(
        addresses.size() == signed.plan().challengers().size(),
        "addresses",
        addresses.size(),
        signed.plan().challengers().size() + " addresses");
    this.signed = signed;
    this.prover = prover;
    this.addresses = List.copyOf(addresses);
  }

  /**
   * The test.
   *
   * @return the plan
   */
  public TestPlan plan() {
    return signed.plan();
  }

  /**
   * Who is invited.
   *
   * @return one of the plan's provers
   */
  public DeviceId prover() {
    return prover;
  }

  SignedPlan signed() {
    return signed;
  }

  /** Where the challengers are, in the plan's order. */
  List<InetSocketAddress> addresses() {
    return addresses;
  }

  /**
   * Whether the coordinator made this.
   *
   * @param coordinator its key
   * @return true if its signature is valid
   */
  public boolean isFrom(DeviceKey coordinator) {
    return signed.isSignedBy(coordinator);
  }

  /**
   * For a channel.
   *
   * @return about 600 bytes
   */
  public byte[] encode() {
    byte[] key = signed.proverKey().getBytes(StandardCharsets.US_ASCII);
    byte[] who = prover.text().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(Datagram.MAX_BYTES * 2 + addresses.size() * (MAX_HOST + 3));
    out.putShort((short) signed.bytes().length).put(signed.bytes());
    out.put((byte) key.length).put(key).put(signed.signature());
    out.put((byte) who.length).put(who);
    for (InetSocketAddress address : addresses) {
      byte[] host = address.getHostString().getBytes(StandardCharsets.US_ASCII);
      out.put((byte) host.length).put(host).putShort((short) address.getPort());
    }
    out.flip();
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    return bytes;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param network the network's name
   * @param bytes of a channel
   * @return the invitation; whether it is the coordinator's, {@link #isFrom} says
   * @throws MalformedEvidenceException if it is none
   */
  public static Invitation decode(String network, byte[] bytes) throws MalformedEvidenceException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      byte[] plan = take(in, in.getShort() & 0xffff);
      String key = string(in);
      SignedPlan signed = SignedPlan.read(network, plan, key, take(in, Datagram.SIGNATURE_BYTES));
      DeviceId prover = Fields.device("prover", string(in));
      List<InetSocketAddress> addresses = new ArrayList<>();
      while (in.hasRemaining()) {
        Fields.size("challengers", addresses.size() + 1, 1, MAX_CHALLENGERS, "addresses");
        String host = string(in);
        Fields.size("host", host.length(), 1, MAX_HOST, "characters");
        addresses.add(InetSocketAddress.createUnresolved(host, in.getShort() & 0xffff));
      }
      return new Invitation(signed, prover, addresses);
    } catch (BufferUnderflowException e) {
      throw MalformedEvidenceException.unreadable("invitation");
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }

  private static String string(ByteBuffer in) {
    return new String(take(in, in.get() & 0xff), StandardCharsets.US_ASCII);
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
