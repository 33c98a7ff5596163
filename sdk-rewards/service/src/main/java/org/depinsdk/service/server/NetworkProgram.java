package org.depinsdk.service.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.depinsdk.service.Network;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A network as a program: command line, signals and exit codes. */
@Command(
    name = "network",
    description = "Serves a network: enrol, submit, challenge, statement, claim.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class NetworkProgram implements Callable<Integer> {
  private static final Logger LOG = System.getLogger(NetworkProgram.class.getName());

  private final Network network;

  @Mixin
  private final ServerOptions options = new ServerOptions();

  NetworkProgram(Network network) {
    this.network = network;
  }

  static int run(Network network, String... args) {
    return new CommandLine(new NetworkProgram(network)).execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    InstantSource clock =
        options.clock().<InstantSource>map(SteppedClock::new).orElse(InstantSource.system());
    try (NetworkServer server = NetworkServer.start(network, options, clock)) {
      // a signal ends the process only after the server has closed in good order
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "shutdown"));
      System.out.println("listening " + options.host() + ":" + server.port());
      if (options.control()) {
        new ControlCommands(server, clock, System.out).obey(System.in);
      } else {
        new CountDownLatch(1).await();
      }
      return 0;
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.ERROR, "the network ended: " + e.getMessage(), e);
      return 1;
    }
  }

  private static void close(NetworkServer server) {
    try {
      server.close();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the network did not close in good order", e);
    }
  }
}
