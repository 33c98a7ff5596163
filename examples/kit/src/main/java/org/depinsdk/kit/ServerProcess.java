package org.depinsdk.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a process of its own, on the class path of this one. It prints a line that ends in {@code :PORT} when it
 * listens, answers each line on its standard input with a line, and ends when its input ends. What it logs goes to a file.
 */
public final class ServerProcess implements AutoCloseable {
  private static final int END_SECONDS = 20;

  private static final Set<Process> RUNNING = new HashSet<>();
  private static boolean ending;

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final Path log;
  private final int port;

  private ServerProcess(Process process, Path log) throws IOException {
    this.process = process;
    this.log = log;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    String line = answers.readLine();
    if (line == null || !line.matches(".*:\\d{1,5}")) {
      process.destroy();
      throw new IOException("the server did not start: " + (line == null ? lastOf(log) : line)
          + "\nIts log is " + log);
    }
    this.port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /**
   * Starts a program and waits until it listens. Its standard error goes to the log; what the virtual machine of this program was
   * told with -XX holds for it too.
   */
  public static ServerProcess start(Class<?> main, List<String> jvm, List<String> args, Path log)
      throws IOException {
    // Ctrl-C goes to all processes of a terminal; this one ends when its input does, in the order
    // that its owner chooses
    List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(jvm);
    command.add(main.getName());
    command.addAll(args);
    Process process;
    synchronized (RUNNING) {
      if (ending) {
        throw new IOException("no server is started while the program ends");
      }
      process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      RUNNING.add(process);
    }
    return new ServerProcess(process, log);
  }

  /** Ends all that run, when the program ends in the middle of its work; none is started afterwards. */
  static void endAll() {
    synchronized (RUNNING) {
      ending = true;
      RUNNING.forEach(Process::destroy);
      RUNNING.forEach(ServerProcess::awaitEnd);
    }
  }

  private static void awaitEnd(Process process) {
    process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }

  public int port() {
    return port;
  }

  /** Sends a line, and returns the line that answers it. */
  public String ask(String request) throws IOException {
    requests.write(request + "\n");
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the server has ended: " + lastOf(log) + "\nIts log is " + log);
    }
    return answer;
  }

  private static String lastOf(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it logged nothing" : lines.get(lines.size() - 1);
  }

  /** Ends its input, and waits until it has ended, also in a thread that is interrupted: it may use files that are deleted next. */
  @Override
  public void close() throws IOException {
    requests.close();
    awaitEnd(process);
    synchronized (RUNNING) {
      RUNNING.remove(process);
    }
  }
}
