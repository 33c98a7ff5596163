package org.depinsdk.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.frames.DurableFiles;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command: {@code --help} and {@code --version}, errors of one line, exit codes, Ctrl-C, the end of the heap.
 *
 * <p>The exit code is 0 if the command did what it was asked, 1 if the answer is no (a difference, an unknown name), and 2 if
 * it could not be done; standard error then holds the reason. It is 130 after Ctrl-C.
 */
public final class Commands {
  /** The answer is no. */
  public static final int NO = 1;

  /** It could not be done. */
  public static final int FAILED = 2;

  /** It was interrupted by Ctrl-C, as a shell reports it: 128 and the number of the signal. */
  public static final int INTERRUPTED = 130;

  private static final long CLEANUP_SECONDS = 40;

  private static volatile boolean interrupted;

  private Commands() {}

  /**
   * Runs a command and ends the process with its exit code. A signal such as Ctrl-C interrupts the command, and the process
   * waits until the command has released what it holds. Temporary folders that are left then are deleted.
   */
  public static void main(Object command, String... args) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread self = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(self, ended), "interrupt"));
    int code = line(command).execute(args);
    if (interrupted) {
      System.err.println("interrupted");
    }
    ended.countDown();
    System.exit(code);
  }

  private static void interrupt(Thread command, CountDownLatch ended) {
    if (ended.getCount() > 0) {
      interrupted = true;
      command.interrupt();
      try {
        if (!ended.await(CLEANUP_SECONDS, TimeUnit.SECONDS)) {
          System.err.println("interrupted, in the middle of its work");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ServerProcess.endAll();
      TemporaryFolder.deleteAll();
    }
  }

  /** The command line of an object with picocli's annotations. */
  public static CommandLine line(Object command) {
    CommandLine line = new CommandLine(command);
    standard(line.getCommandSpec());
    return line.setParameterExceptionHandler((e, args) -> refused(e))
        .setExecutionExceptionHandler((e, at, result) -> failed(e, at))
        .setExecutionStrategy(Commands::runLast);
  }

  private static int runLast(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      return outOfMemory(parsed.commandSpec().commandLine());
    }
  }

  private static int outOfMemory(CommandLine line) {
    line.getErr()
        .println("out of memory: a heap of " + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB is too small for this; what was complete before is kept, give the command more,"
            + " for example with JAVA_TOOL_OPTIONS=-Xmx4g, and run it again");
    return FAILED;
  }

  private static void standard(CommandSpec spec) {
    spec.mixinStandardHelpOptions(true).version(version());
    spec.subcommands().values().forEach(sub -> standard(sub.getCommandSpec()));
  }

  /** Refuses a value that is outside its range. */
  public static void range(CommandSpec spec, String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + min + " to " + max + ", not " + value);
    }
  }

  private static int refused(ParameterException e) {
    CommandLine line = e.getCommandLine();
    line.getErr().println(e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return FAILED;
  }

  private static int failed(Exception e, CommandLine line) {
    if (isInterrupted(e)) {
      if (!interrupted) {
        line.getErr().println("interrupted");
      }
      return INTERRUPTED;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return outOfMemory(line);
      }
    }
    if (e instanceof RuntimeException) {
      line.getErr().println("this is a fault of the program:");
      e.printStackTrace(line.getErr());
    } else {
      // what strangers wrote may be in it; lines are our own
      DurableFiles.reason(e)
          .lines()
          .map(EncodingException::printable)
          .forEach(line.getErr()::println);
    }
    return FAILED;
  }

  /** Whether a failure is no more than the end of a command that was interrupted. */
  static boolean isInterrupted(Exception e) {
    return interrupted || e instanceof InterruptedException || Thread.interrupted();
  }

  /**
   * A word of a command that people copy into a shell.
   *
   * @param value a path or a name
   * @return the value, in quotation marks if a shell would take it for several words or for something else
   */
  public static String word(Object value) {
    String word = value.toString();
    return word.matches("[A-Za-z0-9_./:@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String version() {
    try (var in = Commands.class.getResourceAsStream("version")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
