package org.depinsdk.bandwidth.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one core of a challenger can do in a second: packets of 1,250 bytes. One packet each second is 10 kbit/s, so that
 * 50,000 fill 500 Mbit/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ChallengerBenchmark {
  private static final int CONTENT = 1_250 - Datagram.HEADERS - Datagram.DATA_HEAD;

  private final PacketStream stream = new PacketStream(CONTENT);
  private final MessageDigest sha256 = ReceivedPackets.sha256();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(1_250 - Datagram.HEADERS);
  private ReceivedPackets received = new ReceivedPackets(1, TestPlan.MAX_PACKETS_PER_BIN);
  private DatagramChannel from;
  private DatagramChannel to;
  private int sequence;

  /** A socket that nobody reads, so that the sender alone is measured. */
  @Setup
  public void open() throws IOException {
    to = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    from = DatagramChannel.open().connect(to.getLocalAddress());
  }

  /** Closes both. */
  @TearDown
  public void close() throws IOException {
    from.close();
    to.close();
  }

  /** Content that nobody can foresee, and its digest. */
  @Benchmark
  public byte[] make() {
    stream.next();
    return stream.digest();
  }

  /** The same, sent. */
  @Benchmark
  public int send() throws IOException {
    byte[] content = stream.next();
    stream.digest();
    packet.clear().position(Datagram.DATA_HEAD);
    packet.put(content).flip();
    return from.write(packet);
  }

  /** What the receiver does with a packet. */
  @Benchmark
  public boolean receive() {
    packet.clear();
    sha256.update(packet);
    if (++sequence == TestPlan.MAX_PACKETS_PER_BIN) {
      sequence = 0;
      received = new ReceivedPackets(1, TestPlan.MAX_PACKETS_PER_BIN);
    }
    return received.add(sequence, sha256.digest());
  }
}
