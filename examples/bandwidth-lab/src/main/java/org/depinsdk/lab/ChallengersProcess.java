package org.depinsdk.lab;

import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.depinsdk.bandwidth.netty.BandwidthChallenger;
import org.depinsdk.bandwidth.netty.MeasurementLoops;

/**
 * The process in the namespace of the challengers. It reads lines: {@code die NUMBER MILLIS} ends a challenger after a time,
 * {@code renew} starts all anew and answers {@code renewed}, {@code cross KBPS MILLIS LASTS} sends other traffic to the prover after a time. What a
 * challenger claims is a line {@code claim NUMBER TEST EVIDENCE}.
 */
final class ChallengersProcess {
  static final int FIRST_PORT = 7_500;
  static final int SINK_PORT = 7_400;
  private static final int CROSS_BYTES = 1_222;

  private ChallengersProcess() {}

  // a challenger ends, or traffic begins, without anybody waiting for it
  @SuppressWarnings("FutureReturnValueIgnored")
  public static void main(String[] args) throws IOException {
    EventLoopGroup loops = MeasurementLoops.start(2);
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    BandwidthChallenger[] challengers = new BandwidthChallenger[Devices.CHALLENGERS];
    for (int i = 0; i < challengers.length; i++) {
      challengers[i] = start(i, loops);
    }
    write("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "die" -> {
          BandwidthChallenger one = challengers[Integer.parseInt(words[1])];
          timer.schedule(one::close, Long.parseLong(words[2]), TimeUnit.MILLISECONDS);
        }
        case "renew" -> {
          for (int i = 0; i < challengers.length; i++) {
            challengers[i].close();
            challengers[i] = renew(i, loops);
          }
          write("renewed");
        }
        default -> {
          long kbps = Long.parseLong(words[1]);
          long lasts = Long.parseLong(words[3]);
          timer.schedule(() -> cross(kbps, lasts), Long.parseLong(words[2]), TimeUnit.MILLISECONDS);
        }
      }
    }
    System.exit(0);
  }

  private static BandwidthChallenger start(int number, EventLoopGroup loops) throws IOException {
    return BandwidthChallenger.start(
        new BandwidthChallenger.Identity(
            Devices.NETWORK,
            Devices.id(Devices.challenger(number)),
            Devices.coordinator().publicKey(),
            10_000_000),
        new InetSocketAddress(Namespaces.CHALLENGERS_ADDRESS, FIRST_PORT + number),
        loops,
        InstantSource.system(),
        claim ->
            write("claim " + number + " " + claim.test().number() + " " + Devices.line(claim)));
  }

  // the kernel frees a port a moment after it was closed
  private static BandwidthChallenger renew(int number, EventLoopGroup loops) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return start(number, loops);
      } catch (IOException e) {
        if (attempt == 50) {
          throw e;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private static synchronized void write(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void cross(long kbps, long millis) {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress to = new InetSocketAddress(Namespaces.PROVER_ADDRESS, SINK_PORT);
      DatagramPacket packet = new DatagramPacket(new byte[CROSS_BYTES], CROSS_BYTES, to);
      long distance = (CROSS_BYTES + 28) * 8_000_000L / kbps;
      long start = System.nanoTime();
      long end = start + millis * 1_000_000;
      for (long due = start; due < end; due += distance) {
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        socket.send(packet);
      }
    } catch (IOException e) {
      write("failed " + e.getMessage());
    }
  }
}
