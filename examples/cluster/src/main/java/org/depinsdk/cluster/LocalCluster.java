package org.depinsdk.cluster;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Flink cluster of processes on this machine: one manager, and workers with one slot each, all on the loopback address. */
final class LocalCluster implements Closeable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final int END_SECONDS = 20;
  private static final Pattern WORKERS = Pattern.compile("\"taskmanagers\":(\\d+)");
  private static final Pattern RUNNING = Pattern.compile("\"tasks\":\\{[^}]*\"running\":(\\d+)");

  /** What Flink opens of the JDK in its own scripts. */
  private static final List<String> OPENED = List.of(
      "java.lang",
      "java.net",
      "java.io",
      "java.nio",
      "sun.nio.ch",
      "java.lang.reflect",
      "java.text",
      "java.time",
      "java.util",
      "java.util.concurrent",
      "java.util.concurrent.atomic",
      "java.util.concurrent.locks");

  private final Path folder;
  private final boolean withCode;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final List<Process> workers = new ArrayList<>();
  private Process manager;
  private int started;

  private LocalCluster(Path folder, boolean withCode) throws IOException {
    this.folder = folder;
    this.withCode = withCode;
    this.port = freePort();
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(folder.resolve("conf").resolve("config.yaml"), configuration(freePort()));
    this.manager = start(ClusterProcess.MANAGER, "-Xmx448m");
  }

  /**
   * Starts a cluster and waits until all workers are there.
   *
   * @param folder for configuration, logs and files
   * @param workers how many
   * @param withCode whether the processes have the SDK's code; without it, a job has to bring it in its jar
   */
  static LocalCluster start(Path folder, int workers, boolean withCode)
      throws IOException, InterruptedException {
    LocalCluster cluster = new LocalCluster(folder, withCode);
    try {
      for (int i = 0; i < workers; i++) {
        cluster.addWorker();
      }
      cluster.awaitWorkers();
      return cluster;
    } catch (IOException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What Flink's scripts would compute. */
  private String configuration(int rpcPort) {
    String host = "127.0.0.1";
    return String.join(
        "\n",
        "jobmanager.rpc.address: " + host,
        "jobmanager.rpc.port: " + rpcPort,
        "jobmanager.bind-host: " + host,
        "taskmanager.host: " + host,
        "taskmanager.bind-host: " + host,
        "rest.address: " + host,
        "rest.bind-address: " + host,
        "rest.port: " + port,
        "rest.bind-port: \"" + port + "\"",
        "web.refresh-interval: 100 ms",
        "io.tmp.dirs: " + folder.resolve("tmp"),
        "taskmanager.cpu.cores: 1.0",
        "taskmanager.numberOfTaskSlots: 1",
        "taskmanager.memory.framework.heap.size: 128m",
        "taskmanager.memory.task.heap.size: 384m",
        "taskmanager.memory.framework.off-heap.size: 128m",
        "taskmanager.memory.task.off-heap.size: 0m",
        "taskmanager.memory.network.min: 64m",
        "taskmanager.memory.network.max: 64m",
        "taskmanager.memory.managed.size: 64m",
        "taskmanager.memory.jvm-metaspace.size: 192m",
        "taskmanager.memory.jvm-overhead.min: 64m",
        "taskmanager.memory.jvm-overhead.max: 64m",
        "heartbeat.interval: 1 s",
        "heartbeat.timeout: 15 s",
        "restart-strategy.type: fixed-delay",
        "restart-strategy.fixed-delay.attempts: 20",
        "restart-strategy.fixed-delay.delay: 1 s",
        "");
  }

  private Process start(String what, String memory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : OPENED) {
      command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
    }
    command.addAll(List.of(
        memory,
        "-XX:MaxDirectMemorySize=256m",
        "-XX:+UseSerialGC",
        "-Djava.io.tmpdir=" + folder.resolve("tmp"),
        "-cp",
        classPath(),
        ClusterProcess.class.getName(),
        what,
        folder.resolve("conf").toString()));
    File log = folder.resolve(what + "-" + started++ + ".log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log)
        .start();
  }

  private String classPath() {
    String all = System.getProperty("java.class.path");
    return withCode
        ? all
        : Arrays.stream(all.split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("depin-sdk-"))
            .collect(Collectors.joining(File.pathSeparator));
  }

  /** Where jobs are submitted to. */
  int port() {
    return port;
  }

  private void addWorker() throws IOException {
    workers.add(start(ClusterProcess.WORKER, "-Xmx512m"));
  }

  private void awaitWorkers() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (number(WORKERS, "/overview") < workers.size()) {
      if (System.nanoTime() > end
          || !manager.isAlive()
          || workers.stream().anyMatch(worker -> !worker.isAlive())) {
        throw new IOException("the cluster did not start; its logs:\n" + logs());
      }
      Thread.sleep(200);
    }
  }

  /** How many tasks of a job run now, 0 if nothing does. */
  int runningTasks() throws InterruptedException {
    return Math.max(0, number(RUNNING, "/jobs/overview"));
  }

  /** The first number that is not 0, or 0; -1 if there is no answer. */
  private int number(Pattern pattern, String path) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(5))
        .build();
    try {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher found = pattern.matcher(body);
      while (found.find()) {
        int number = Integer.parseInt(found.group(1));
        if (number > 0) {
          return number;
        }
      }
      return 0;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Kills a worker as {@code kill -9} does, and starts another in its place. Returns the number of the killed process. */
  long killWorker() throws IOException {
    Process worker = workers.remove(0);
    long id = worker.pid();
    worker.destroyForcibly().onExit().join();
    addWorker();
    return id;
  }

  /** Kills the manager, which knows the job, and starts it again without. Returns the number of the killed process. */
  long restartManager() throws IOException {
    long id = manager.pid();
    manager.destroyForcibly().onExit().join();
    manager = start(ClusterProcess.MANAGER, "-Xmx448m");
    return id;
  }

  /** The last lines of each log. */
  private String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < started; i++) {
      for (String what : List.of(ClusterProcess.MANAGER, ClusterProcess.WORKER)) {
        Path log = folder.resolve(what + "-" + i + ".log");
        if (Files.exists(log)) {
          List<String> lines = Files.readAllLines(log);
          lines
              .subList(Math.max(0, lines.size() - 5), lines.size())
              .forEach(line ->
                  text.append(log.getFileName()).append(": ").append(line).append('\n'));
        }
      }
    }
    return text.toString();
  }

  /** Ends all processes and waits for them. */
  @Override
  public void close() {
    List<Process> all = new ArrayList<>(workers);
    all.add(manager);
    all.forEach(Process::destroy);
    for (Process process : all) {
      process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
      if (process.isAlive()) {
        process.destroyForcibly().onExit().join();
      }
    }
  }
}
