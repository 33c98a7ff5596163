package org.depinsdk.lab;

import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.depinsdk.bandwidth.netty.BandwidthProver;
import org.depinsdk.bandwidth.netty.Invitation;
import org.depinsdk.bandwidth.netty.MeasurementLoops;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * The process in the namespace of the prover. Two devices live there, behind one link. It reads lines: {@code relay DELAY
 * LOST} makes a relay for each challenger and answers with their ports, {@code direct} ends them, {@code run NUMBER INVITATION} takes part in a test and
 * answers {@code had NUMBER TEST EVIDENCE}.
 */
final class ProverProcess {
  private static final Path STATISTICS =
      Path.of("/sys/class/net/" + Namespaces.PROVER_INTERFACE + "/statistics");

  private ProverProcess() {}

  // what a test came to is written when it is over
  @SuppressWarnings("FutureReturnValueIgnored")
  public static void main(String[] args) throws IOException, MalformedEvidenceException {
    EventLoopGroup loops = MeasurementLoops.start(1);
    List<BandwidthProver> provers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      provers.add(new BandwidthProver(
          Devices.NETWORK,
          Devices.prover(i),
          loops,
          InstantSource.system(),
          ProverProcess::interfaceBytes));
    }
    Thread sink = new Thread(ProverProcess::discard, "sink");
    sink.setDaemon(true);
    sink.start();
    List<Relay> relays = new ArrayList<>();
    EventLoopGroup relayLoop = MeasurementLoops.start(1);
    write("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      if (!words[0].equals("run")) {
        relays.forEach(Relay::close);
        relays.clear();
        if (words[0].equals("relay")) {
          for (int i = 0; i < Devices.CHALLENGERS; i++) {
            relays.add(new Relay(
                relayLoop,
                new InetSocketAddress(
                    Namespaces.CHALLENGERS_ADDRESS, ChallengersProcess.FIRST_PORT + i),
                new Line(0),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                i));
          }
          write("ports "
              + relays.stream()
                  .map(relay -> "" + relay.address().getPort())
                  .collect(Collectors.joining(",")));
        }
      } else {
        String number = words[1];
        Invitation invitation =
            Invitation.decode(Devices.NETWORK, Base64.getDecoder().decode(words[2]));
        provers
            .get(Integer.parseInt(number))
            .run(invitation)
            .thenAccept(had ->
                write("had " + number + " " + had.test().number() + " " + Devices.line(had)));
      }
    }
    System.exit(0);
  }

  private static synchronized void write(String line) {
    System.out.println(line);
    System.out.flush();
  }

  // IP packets, as the test counts
  private static long interfaceBytes() {
    return count("rx_bytes") - Namespaces.ETHERNET * count("rx_packets");
  }

  private static long count(String name) {
    try {
      return Long.parseLong(Files.readString(STATISTICS.resolve(name)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void discard() {
    try (DatagramSocket socket = new DatagramSocket(
        new InetSocketAddress(Namespaces.PROVER_ADDRESS, ChallengersProcess.SINK_PORT))) {
      DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
      while (true) {
        socket.receive(packet);
      }
    } catch (IOException e) {
      write("failed " + e.getMessage());
    }
  }
}
