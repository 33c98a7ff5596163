package org.depinsdk.storagenet;

import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.hardware.bridge.disk.storage.CommittedPieces;
import org.depinsdk.hardware.disk.PieceStore;
import org.depinsdk.hardware.disk.StoreLimits;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.kit.TemporaryFolder;
import org.depinsdk.storage.piece.PieceCid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast objects are put, read, repaired and proven, beside plain copying of as many bytes to the same disk. */
@Command(
    name = "bench",
    description =
        "Measures put, get, repair and proofs with honest providers in this process, beside"
            + " plain copying. Needs about three times the size on the disk.")
final class BenchCommand implements Callable<Integer> {
  private static final int PROOFS = 200;
  private static final int RCLONE_FILES = 64;

  @Option(
      names = "--mebibytes",
      defaultValue = "256",
      paramLabel = "N",
      description = "How much to store (default: ${DEFAULT-VALUE}; 10240 are 10 GiB).")
  private int mebibytes;

  @Option(
      names = "--object",
      defaultValue = "32",
      paramLabel = "N",
      description = "Mebibytes of an object (default: ${DEFAULT-VALUE}).")
  private int object;

  @Option(
      names = "--providers",
      defaultValue = "20",
      paramLabel = "N",
      description = "Providers (default: ${DEFAULT-VALUE}).")
  private int providers;

  @Option(
      names = "--threads",
      defaultValue = "4",
      paramLabel = "N",
      description = "Objects at a time (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Mixin
  private TableFormat format = new TableFormat();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  BenchCommand() {}

  private interface Work {
    void run(int number) throws IOException;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Commands.range(spec, "--object", object, 1, 256);
    Commands.range(spec, "--mebibytes", mebibytes, object, 1 << 20);
    Commands.range(spec, "--providers", providers, ObjectClient.TOTAL + 1, 200);
    Commands.range(spec, "--threads", threads, 1, 64);
    Table table = new Table("Storage of " + mebibytes + " MiB over " + providers + " providers")
        .columns(TEXT, "what")
        .columns(NUMBER, "seconds", "MB/s", "per second");
    try (TemporaryFolder data = TemporaryFolder.create("depin-storage-bench")) {
      measure(data.path(), table);
    }
    spec.commandLine().getOut().print(format.format(List.of(table)));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void measure(Path data, Table table) throws IOException, InterruptedException {
    int count = mebibytes / object;
    long bytes = (long) count * object << 20;
    Contracts contracts = new Contracts(data.resolve("contracts.tsv"));
    // each object has another key, so no two are stored alike
    byte[] content = new byte[object << 20];
    new Random(1).nextBytes(content);
    StoredObject[] stored = new StoredObject[count];
    Fleet.Starter honest = ((Fleet.Starter) ProviderNode::start).honest();
    try (Fleet fleet =
        Fleet.start(1, providers, data, contracts.file(), 1, InstantSource.system(), honest)) {
      Party party = Party.of(1, "client", "client");
      ObjectClient client =
          new ObjectClient(party, fleet, contracts, data, InstantSource.system(), p -> true);
      row(
          table,
          "copy (" + ObjectClient.TOTAL + "/" + ObjectClient.DATA + " of the bytes)",
          bytes,
          time(count, i -> copy(data.resolve("copy-" + i), content)));
      rclone(data, content, Math.min(count, RCLONE_FILES), table);
      row(
          table,
          "put",
          bytes,
          time(count, i -> stored[i] = client.store("object-" + i, key(i), content)));
      row(table, "get", bytes, time(count, i -> client.read(stored[i], key(i))));
      Provider gone = fleet.all().get(0);
      gone.handle().close();
      long lost = contracts.all().stream()
          .filter(c -> c.dataSet() == gone.number())
          .mapToLong(c -> c.cid().rawSize())
          .sum();
      row(
          table,
          "repair of one provider",
          lost,
          time(count, i -> client.repair(stored[i], p -> p.number() == gone.number())));
    }
    prove(data.resolve("provider-2"), table);
  }

  private static byte[] key(int number) {
    return StorageNetwork.bytes(1, "key-" + number);
  }

  private static void copy(Path file, byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(content);
      out.write(content, 0, content.length * 4 / 10);
      out.getFD().sync();
    }
    Files.delete(file);
  }

  // for comparison, where it is installed
  private void rclone(Path data, byte[] content, int files, Table table)
      throws IOException, InterruptedException {
    Path from = Files.createDirectory(data.resolve("rclone-from"));
    Path to = data.resolve("rclone-to");
    for (int i = 0; i < files; i++) {
      Files.write(from.resolve("object-" + i), content);
    }
    long start = System.nanoTime();
    try {
      Process process = new ProcessBuilder(
              "rclone", "copy", from.toString(), to.toString(), "--transfers", "" + threads)
          .redirectErrorStream(true)
          .redirectOutput(data.resolve("rclone.log").toFile())
          .start();
      if (process.waitFor() == 0) {
        double seconds = (System.nanoTime() - start) / 1e9;
        row(table, "rclone copy", (long) files * content.length, seconds);
      }
    } catch (IOException e) {
      spec.commandLine().getErr().println("without rclone: " + e.getMessage());
    }
    TemporaryFolder.delete(from);
    TemporaryFolder.delete(to);
  }

  // random leaves of a provider's pieces, each read from the disk and checked
  private static void prove(Path provider, Table table) throws IOException, InterruptedException {
    try (PieceStore store =
        PieceStore.open(provider.resolve("store"), StoreLimits.DEFAULT, InstantSource.system())) {
      CommittedPieces pieces = CommittedPieces.open(store, provider.resolve("layers"), 1);
      List<PieceCid> cids = new ArrayList<>();
      for (var piece : store.pieces().keySet()) {
        cids.add(pieces.commit(piece));
      }
      Random random = new Random(1);
      long start = System.nanoTime();
      for (int i = 0; i < PROOFS && !cids.isEmpty(); i++) {
        PieceCid cid = cids.get(random.nextInt(cids.size()));
        pieces.proveLeaf(cid, Math.floorMod(random.nextLong(), cid.leafCount()));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      table.row("proofs of leaves", number(seconds), "", number(PROOFS / seconds));
    }
  }

  private double time(int count, Work work) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    try {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(pool.submit(() -> {
          work.run(number);
          return true;
        }));
      }
      for (Future<Boolean> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      pool.shutdownNow();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void row(Table table, String what, long bytes, double seconds) {
    table.row(what, number(seconds), number(bytes / 1e6 / seconds), "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
