package org.depinsdk.service.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A network as a program: command line, signals and exit codes. What keeps it from starting is said in one line. */
@Command(
    name = "network",
    description = "Serves a network: enrol, submit, challenge, statement, claim.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class NetworkProgram implements Callable<Integer> {
  private static final Logger LOG = System.getLogger(NetworkProgram.class.getName());

  private final Network network;
  private final Policies policies;

  @Mixin
  private final ServerOptions options = new ServerOptions();

  @Spec
  private @Nullable CommandSpec spec;

  /** Where the rules come from; read when the command line is known. */
  private interface Policies {
    PolicySource read(EpochEngine engine) throws IOException;
  }

  /** The part of the command line that names files of rules. */
  private static final class PolicyFileOptions implements Policies {
    @Parameters(
        arity = "0..1",
        paramLabel = "POLICY",
        description = "The network's policy, YAML or JSON; --policy says the same.")
    private @Nullable Path first;

    @Option(names = "--policy", paramLabel = "FILE", description = "The network's policy.")
    private @Nullable Path policy;

    @Option(
        names = "--rewards",
        paramLabel = "FILE",
        description = "A reward policy in the place of the policy's own; it may be edited while the"
            + " network runs, and a new version holds from its epoch on.")
    private @Nullable Path rewards;

    @Override
    public PolicySource read(EpochEngine engine) throws IOException {
      Path file = first != null ? first : policy;
      if (file == null || (first != null && policy != null)) {
        throw new IOException("name the network's policy once: POLICY or --policy FILE");
      }
      return PolicyFiles.read(file, Optional.ofNullable(rewards), engine);
    }
  }

  private NetworkProgram(Network network, Policies policies) {
    this.network = network;
    this.policies = policies;
  }

  static int run(Network network, PolicySource policies, String... args) {
    return run(commandLine(new NetworkProgram(network, engine -> policies)), System.getenv(), args);
  }

  static int runWithPolicyFile(Network network, String... args) {
    return run(withPolicyFile(network), System.getenv(), args);
  }

  /** Runs with what the configuration file and the environment say beside the command line. */
  static int run(CommandLine program, Map<String, String> environment, String... args) {
    Configuration configuration;
    try {
      configuration = Configuration.of(program.getCommandSpec(), environment, args);
    } catch (IOException e) {
      program.getErr().println("error: " + DurableFiles.reason(e));
      return CommandLine.ExitCode.USAGE;
    }
    if (!configuration.isPrinted()) {
      return program.execute(configuration.arguments());
    }
    try {
      program.parseArgs(configuration.arguments());
    } catch (ParameterException e) {
      return refuse(e);
    }
    program.getOut().print(configuration);
    program.getOut().flush();
    return CommandLine.ExitCode.OK;
  }

  static CommandLine withPolicyFile(Network network) {
    PolicyFileOptions files = new PolicyFileOptions();
    CommandLine line = commandLine(new NetworkProgram(network, files));
    line.getCommandSpec().addMixin("policy", CommandSpec.forAnnotatedObject(files));
    return line;
  }

  private static CommandLine commandLine(NetworkProgram program) {
    CommandLine line =
        new CommandLine(program).setParameterExceptionHandler(NetworkProgram::refuse);
    Configuration.addOptions(line.getCommandSpec());
    return line;
  }

  private static int refuse(ParameterException wrong, String... args) {
    String what = String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
    wrong.getCommandLine().getErr().println("error: " + what + "; see --help");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    InstantSource clock = options.clock();
    NetworkServer started;
    try {
      started = NetworkServer.builder(network, policies.read(network.engine()))
          .options(options)
          .clock(clock)
          .start();
    } catch (IOException e) {
      err().println("error: " + DurableFiles.reason(e));
      return CommandLine.ExitCode.USAGE;
    }
    try (NetworkServer server = started) {
      // a signal ends the process only after the server has shut down gracefully
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "shutdown"));
      System.out.println("listening " + options.host + ":" + server.port());
      server
          .adminPort()
          .ifPresent(port -> System.out.println("admin " + options.adminHost + ":" + port));
      server
          .metricsPort()
          .ifPresent(port -> System.out.println("metrics " + options.metricsHost + ":" + port));
      if (options.control) {
        new ControlCommands(server, clock, System.out).obey(System.in);
      } else {
        server.awaitDrain();
      }
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the network ended", e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  private PrintWriter err() {
    return Objects.requireNonNull(spec, "set by picocli").commandLine().getErr();
  }

  private static void close(NetworkServer server) {
    try {
      server.close();
    } catch (IOException e) {
      LOG.log(Level.ERROR, "the network did not shut down gracefully", e);
    }
  }
}
