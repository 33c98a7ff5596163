package org.depinsdk.scaffold.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.proofs.Tables;
import org.depinsdk.service.Network;
import org.depinsdk.service.server.NetworkServer;

/**
 * Disks, paid for the bytes of which they prove possession. The rules are in the policy file; who keeps which pieces is in the
 * folder {@code contracts} as two files, one row a line: {@code data-sets} and {@code pieces}.
 */
public final class StorageNetwork implements Network {
  private final Path contracts;

  /**
   * A network with contracts.
   *
   * @param contracts the folder of the two files; what they say of an epoch must not change once it has closed
   */
  public StorageNetwork(Path contracts) {
    this.contracts = contracts;
  }

  /**
   * Serves the network.
   *
   * @param args the policy file, then options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(NetworkServer.run(new StorageNetwork(Path.of("contracts")), args));
  }

  /** Lets every disk in, for demonstrations. */
  @Override
  public boolean activates(Enrollment enrollment) {
    return enrollment.device().deviceClass().equals("disk");
  }

  /** The contracts. A piece says by itself from when to when it was kept, so that one list serves all epochs. */
  @Override
  public Tables tables(Epoch epoch) {
    return Tables.NONE.with("data-sets", rows("data-sets")).with("pieces", rows("pieces"));
  }

  private SortedMap<String, String> rows(String name) {
    SortedMap<String, String> rows = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(contracts.resolve(name))) {
        int space = line.indexOf(' ');
        if (space > 0) {
          rows.put(line.substring(0, space), line.substring(space + 1).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
