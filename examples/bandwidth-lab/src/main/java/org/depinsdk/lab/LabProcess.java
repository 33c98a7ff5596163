package org.depinsdk.lab;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Java process in a namespace that reads and writes lines. */
final class LabProcess implements AutoCloseable {
  private final Process process;
  private final BufferedWriter out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  LabProcess(Namespaces namespaces, String name, Class<?> main)
      throws IOException, InterruptedException {
    // in front of what else the machine does, which would be measured with it
    List<String> java = new ArrayList<>(List.of(
        "nice",
        "-n",
        "-19",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        main.getName()));
    process = new ProcessBuilder(namespaces.inside(name, java))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    out = new BufferedWriter(
        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::read, main.getSimpleName());
    reader.setDaemon(true);
    reader.start();
    await("ready", 60);
  }

  private void read() {
    try (BufferedReader in = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  void send(String line) throws IOException {
    out.write(line + "\n");
    out.flush();
  }

  /** The next line that begins with a word; null if none comes in time. */
  @Nullable
  String next(String word, long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (String line = lines.poll(seconds, TimeUnit.SECONDS);
        line != null;
        line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      if (line.startsWith(word)) {
        return line;
      }
    }
    return null;
  }

  /** The next line that begins with a word. */
  String await(String word, long seconds) throws IOException, InterruptedException {
    String line = next(word, seconds);
    if (line == null) {
      throw new IOException("a process of the lab did not say " + word);
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
