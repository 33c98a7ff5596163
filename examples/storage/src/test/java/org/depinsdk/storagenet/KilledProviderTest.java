package org.depinsdk.storagenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.hardware.bridge.piece.transfer.PieceClient;
import org.depinsdk.hardware.bridge.piece.transfer.TransferException;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.hardware.disk.PieceStore;
import org.depinsdk.hardware.disk.StoreLimits;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider's process dies at any moment, and disks rot: what was acknowledged is there, and no object is lost. */
class KilledProviderTest {
  private static final long SEED = 11;
  private static final int KILLS = 20;
  private static final int PROVIDERS = 16;
  private static final int PIECE_BYTES = 300_000;
  private static final Instant NOW = StorageNetwork.GENESIS;

  @TempDir
  Path scratch;

  private final Random random = new Random(SEED);

  /** A process that can be killed. */
  private record Node(Process process, int port) {
    static Node start(Path folder) throws IOException {
      Files.createDirectories(folder);
      Process process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx64m",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              ProviderMain.class.getName(),
              "" + SEED,
              "1",
              "HONEST",
              folder.toString(),
              folder.resolve("contracts").toString(),
              "1")
          .redirectError(folder.resolve("log").toFile())
          .start();
      String line = process.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(line).as(Files.readString(folder.resolve("log"))).contains("listening");
      return new Node(process, Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
    }
  }

  @Test
  void whatAKilledProcessAcknowledgedIsThere() throws Exception {
    Path folder = scratch.resolve("provider");
    Party client = Party.of(SEED, "client", "client");
    Map<PieceId, byte[]> acknowledged = new HashMap<>();
    ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        Node node = Node.start(folder);
        Optional<Future<?>> killed = Optional.empty();
        try (PieceClient provider = client(client, node.port())) {
          // until it dies; the last piece goes on where it broke off at the next start
          for (int i = 0; i < 1000; i++) {
            byte[] content = content(acknowledged.size());
            provider.put(PieceId.of(content), hash(content).piece(), PieceSource.of(content));
            acknowledged.put(PieceId.of(content), content);
            if (killed.isEmpty()) {
              // while one of the next pieces comes in
              killed = Optional.of(killer.schedule(
                  () -> node.process().destroyForcibly(),
                  random.nextInt(60_000),
                  TimeUnit.MICROSECONDS));
            }
          }
        } catch (TransferException e) {
          // as it may
        } finally {
          if (killed.isPresent()) {
            killed.get().get();
          }
          node.process().destroyForcibly();
          node.process().waitFor();
        }
        try (PieceStore store =
            PieceStore.open(folder.resolve("store"), StoreLimits.DEFAULT, InstantSource.system())) {
          for (PieceId piece : acknowledged.keySet()) {
            assertThat(store.has(piece)).as("after kill " + kill).isTrue();
          }
        }
      }
    } finally {
      killer.shutdownNow();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
    try (PieceStore store =
        PieceStore.open(folder.resolve("store"), StoreLimits.DEFAULT, InstantSource.system())) {
      for (PieceId piece : acknowledged.keySet()) {
        store.verify(piece);
      }
    }
  }

  private static org.depinsdk.storage.piece.PieceCommitment hash(byte[] content) {
    PieceHasher hasher = new PieceHasher(10);
    hasher.update(content, 0, content.length);
    return hasher.finish();
  }

  private static PieceClient client(Party client, int port) {
    return new PieceClient(
        StorageNetwork.NAME,
        Party.of(SEED, "provider-1", "provider").id(),
        client.signer(),
        PieceClient.channel("127.0.0.1", port, io.grpc.InsecureChannelCredentials.create()),
        InstantSource.fixed(NOW),
        Duration.ofSeconds(30));
  }

  private static byte[] content(int number) {
    byte[] content = new byte[PIECE_BYTES];
    new Random(number).nextBytes(content);
    return content;
  }

  @Test
  void rottenAndLostShardsAreRepairedAndNoObjectIsLost() throws Exception {
    Contracts contracts = new Contracts(scratch.resolve("contracts.tsv"));
    Fleet.Starter honest = settings -> ProviderNode.start(new ProviderNode.Settings(
        SEED,
        settings.number(),
        Behaviour.HONEST,
        settings.folder(),
        settings.contracts(),
        settings.networkPort()));
    try (Fleet fleet = Fleet.start(
        SEED, PROVIDERS, scratch, contracts.file(), 1, InstantSource.fixed(NOW), honest)) {
      ObjectClient client = new ObjectClient(
          Party.of(SEED, "client", "client"),
          fleet,
          contracts,
          scratch,
          InstantSource.fixed(NOW),
          provider -> true);
      byte[] key = StorageNetwork.bytes(SEED, "key");
      List<StoredObject> objects = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        objects.add(client.store("object-" + i, key, content(i)));
      }
      for (int round = 0; round < 5; round++) {
        // in each round the bytes of two providers rot, and two more lose everything
        for (int i = 0; i < 4; i++) {
          damage(scratch.resolve("provider-" + (1 + random.nextInt(PROVIDERS))), i < 2);
        }
        for (int i = 0; i < objects.size(); i++) {
          assertThat(client.read(objects.get(i), key)).isEqualTo(content(i));
          client.repair(objects.get(i), provider -> true);
          assertThat(contracts.open("object-" + i)).hasSize(ObjectClient.TOTAL);
          assertThat(client.repair(objects.get(i), provider -> true)).isEmpty();
        }
      }
      assertThat(contracts.all().stream().filter(c -> !c.isOpen())).isNotEmpty();
    }
  }

  private void damage(Path provider, boolean rot) throws IOException {
    try (Stream<Path> files = Files.walk(provider.resolve("store/pieces"))) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        if (rot) {
          try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long at = random.nextInt((int) file.length());
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ (1 << random.nextInt(8)));
          }
        } else {
          Files.delete(path);
        }
      }
    }
  }
}
