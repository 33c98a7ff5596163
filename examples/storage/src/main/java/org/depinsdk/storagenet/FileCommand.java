package org.depinsdk.storagenet;

import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.kit.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stores a file with honest providers, stops some that hold it, and reads it back. */
@Command(
    name = "file",
    description =
        "Starts twenty honest providers, stores FILE with fourteen of them, stops some of those, and"
            + " reads FILE back. Exit code 0; 1 if it does not come back as it was.")
final class FileCommand implements Callable<Integer> {
  private static final int PROVIDERS = 20;
  private static final long MOST = 256 << 20;

  @Parameters(paramLabel = "FILE", description = "At most 256 MiB.")
  private Path file = Path.of("");

  @Option(
      names = "--lose",
      defaultValue = "4",
      paramLabel = "N",
      description = "How many of the fourteen are stopped (default: ${DEFAULT-VALUE}).")
  private int lose;

  @Mixin
  private TableFormat format = new TableFormat();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  FileCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Commands.range(spec, "--lose", lose, 0, ObjectClient.TOTAL);
    if (Files.size(file) > MOST) {
      throw new IOException(file + " has more than " + MOST + " bytes");
    }
    try (TemporaryFolder data = TemporaryFolder.create("depin-storage-file")) {
      return storeAndRead(data.path(), Files.readAllBytes(file));
    }
  }

  private int storeAndRead(Path data, byte[] content) throws IOException, InterruptedException {
    long seed = new SecureRandom().nextLong();
    PrintWriter screen =
        format.forPeople() ? spec.commandLine().getOut() : spec.commandLine().getErr();
    Contracts contracts = new Contracts(data.resolve("contracts.tsv"));
    InstantSource clock = InstantSource.system();
    try (Fleet fleet = Fleet.start(
        seed, PROVIDERS, data, contracts.file(), 1, clock, Fleet.Starter.PROCESSES.honest())) {
      ObjectClient client = new ObjectClient(
          Party.of(seed, "client", "client"), fleet, contracts, data, clock, provider -> true);
      byte[] key = StorageNetwork.bytes(seed, "key");
      StoredObject object = client.store("file", key, content);
      List<Contract> held = contracts.open("file");
      Table table = new Table("Shards")
          .columns(NUMBER, "shard", "bytes")
          .columns(TEXT, "provider", "piece", "now");
      for (int i = 0; i < held.size(); i++) {
        Contract contract = held.get(i);
        Provider provider = fleet.holder(contract);
        table.row(
            "" + contract.shard(),
            "" + contract.cid().rawSize(),
            provider.name(),
            contract.cid().v2(),
            i < lose ? "stopped" : "");
        if (i < lose) {
          provider.handle().close();
        }
      }
      spec.commandLine().getOut().print(format.format(List.of(table)));
      spec.commandLine().getOut().flush();
      boolean same;
      try {
        same = Arrays.equals(client.read(object, key), content);
      } catch (IOException e) {
        screen.println("not read back: " + e.getMessage());
        return Commands.NO;
      }
      screen.println((same ? "read back as it was: " : "read back, but changed: ") + content.length
          + " bytes, SHA-256 " + Bytes32.sha256(content));
      return same ? 0 : Commands.NO;
    }
  }
}
