package org.depinsdk.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.depinsdk.testing.Property;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteSignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.depinsdk.transparency.witness.AddCheckpointRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A witness that is killed at random moments while two histories of one log are offered to it at once never cosigns both. Each
 * round has a fresh log, and offers again what the round before offered.
 */
@Timeout(250)
class WitnessKillTest {
  private static final int ROUNDS = 20;
  private static final int COMMON = 3;
  private static final int SIZE = 40;
  private static final int THREADS = 4;

  @TempDir
  Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
  private final ConcurrentLinkedQueue<Cosigned> cosigned = new ConcurrentLinkedQueue<>();
  private final List<InMemoryTree> histories = List.of(history(0), history(1));
  private final List<Ed25519NoteSigner> logs = new ArrayList<>();

  /** A checkpoint that the witness answered with a cosignature. */
  private record Cosigned(int log, TreeHead head) {}

  private static InMemoryTree history(int which) {
    InMemoryTree tree = new InMemoryTree();
    for (int i = 0; i < SIZE; i++) {
      tree.append(
          TreeHash.ofLeaf((i < COMMON ? "both " : which + " ").concat("" + i).getBytes(UTF_8)));
    }
    return tree;
  }

  @Test
  void neverTwoHistories() throws Exception {
    StringBuilder known = new StringBuilder("# logs of the test\n");
    for (int i = 0; i < ROUNDS; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) i;
      logs.add(Ed25519NoteSigner.ofLog("log.example/" + i, seed));
      known.append(logs.get(i).key()).append('\n');
    }
    Files.writeString(folder.resolve("logs"), known);
    RandomGenerator random = Property.random(20261127);
    NoteKey witness = null;
    for (int round = 0; round < ROUNDS; round++) {
      Process process = start();
      try (BufferedReader out = process.inputReader(UTF_8)) {
        NoteKey key = NoteKey.parse(value(out, "key "));
        assertThat(witness == null || witness.equals(key)).isTrue();
        witness = key;
        URI address = URI.create(value(out, "listening ") + "/add-checkpoint");
        playRound(round, process, address, key, random);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    assertOneHistoryOfEachLog();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "witness",
            "--data",
            folder.resolve("data").toString(),
            "--logs",
            folder.resolve("logs").toString(),
            "--name",
            "w.example/killed",
            "--port",
            "0")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String value(BufferedReader out, String name) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(name)) {
        return line.substring(line.lastIndexOf(' ') + 1);
      }
    }
    throw new IOException("the witness ended before it said its " + name);
  }

  /** Threads offer both histories until the process is killed, just after a random request was sent. */
  private void playRound(
      int round, Process process, URI address, NoteKey witness, RandomGenerator random)
      throws InterruptedException {
    CountDownLatch requests = new CountDownLatch(1 + random.nextInt(60));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      RandomGenerator own = Property.random(1000L * round + i);
      InMemoryTree history = histories.get(i % 2);
      threads.add(new Thread(() -> offer(round, history, address, witness, requests, own)));
    }
    threads.forEach(Thread::start);
    requests.await();
    process.destroyForcibly();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void offer(
      int round,
      InMemoryTree history,
      URI address,
      NoteKey witness,
      CountDownLatch requests,
      RandomGenerator random) {
    long[] old = new long[ROUNDS];
    try {
      while (true) {
        int log = Math.max(0, round - random.nextInt(2));
        long size = Math.min(SIZE, old[log] + random.nextInt(4));
        SignedCheckpoint checkpoint = SignedCheckpoint.sign(
            new Checkpoint(logs.get(log).key().name(), new TreeHead(size, history.root(size))),
            logs.get(log));
        requests.countDown();
        HttpResponse<String> answer = http.send(
            HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofString(new AddCheckpointRequest(
                        old[log], ConsistencyProof.make(history, size, old[log]), checkpoint)
                    .toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          SignedCheckpoint both =
              checkpoint.with(NoteSignature.parse(answer.body().strip()));
          assertThat(both.cosignatures(List.of(witness))).hasSize(1);
          cosigned.add(new Cosigned(log, checkpoint.checkpoint().head()));
          old[log] = size;
        } else if (answer.statusCode() == 409) {
          old[log] = Long.parseLong(answer.body().strip());
        } else {
          // the other history was first
          assertThat(answer.statusCode()).isEqualTo(422);
        }
      }
    } catch (IOException | InterruptedException e) {
      // the witness was killed
    } catch (org.depinsdk.transparency.TransparencyException e) {
      throw new AssertionError(e);
    }
  }

  private void assertOneHistoryOfEachLog() throws IOException {
    int contested = 0;
    for (int log = 0; log < ROUNDS; log++) {
      int number = log;
      List<TreeHead> heads = cosigned.stream()
          .filter(one -> one.log() == number)
          .map(Cosigned::head)
          .toList();
      boolean[] only = new boolean[2];
      for (TreeHead head : heads) {
        boolean[] in = new boolean[2];
        for (int h = 0; h < 2; h++) {
          in[h] = histories.get(h).root(head.size()).equals(head.root());
        }
        assertThat(in[0] || in[1]).isTrue();
        only[0] |= !in[1];
        only[1] |= !in[0];
      }
      assertThat(only[0] && only[1]).as("log %s: %s", log, heads).isFalse();
      contested += only[0] || only[1] ? 1 : 0;
    }
    // the test means something only if most logs got beyond what both histories have in common
    assertThat(contested).isGreaterThan(ROUNDS / 2);
  }
}
