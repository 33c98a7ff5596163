package org.depinsdk.storagenet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.frames.DurableFiles;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.proofs.Tables;
import org.depinsdk.storage.HoldingPeriod;
import org.depinsdk.storage.piece.PieceCid;

/**
 * Who keeps what: published as a file for the providers, and as the tables that {@code possession/1} reads. Contracts end and new ones
 * are added; none is changed.
 */
final class Contracts {
  private final Path file;
  private final Map<Long, DeviceId> holders = new TreeMap<>();
  private final List<Contract> all = new ArrayList<>();

  Contracts(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Says who holds a data set. */
  synchronized void holder(long dataSet, DeviceId device) {
    holders.put(dataSet, device);
  }

  synchronized void add(
      long dataSet, String object, int shard, PieceId piece, PieceCid cid, Instant from) {
    int number = (int) all.stream().filter(c -> c.dataSet() == dataSet).count();
    all.add(new Contract(
        dataSet, number, object, shard, piece, cid, new HoldingPeriod(from, Optional.empty())));
  }

  synchronized void end(Contract contract, Instant until) {
    all.set(all.indexOf(contract), contract.endedAt(until));
  }

  synchronized List<Contract> all() {
    return List.copyOf(all);
  }

  List<Contract> open(String object) {
    return all().stream().filter(c -> c.isOpen() && c.object().equals(object)).toList();
  }

  /** Writes the file anew. */
  synchronized void publish() throws IOException {
    DurableFiles.write(file, text(all).getBytes(StandardCharsets.UTF_8));
  }

  static String text(List<Contract> contracts) {
    StringBuilder lines = new StringBuilder();
    contracts.forEach(c -> lines.append(c.line()).append('\n'));
    return lines.toString();
  }

  static List<Contract> read(Path file) throws IOException {
    List<Contract> contracts = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          contracts.add(Contract.parse(line));
        } catch (EncodingException e) {
          throw new IOException(file + ": " + e.getMessage(), e);
        }
      }
    }
    return contracts;
  }

  /** The tables as they were at a moment; what happened later does not show. */
  synchronized Tables tables(Instant at) {
    TreeMap<String, String> sets = new TreeMap<>();
    holders.forEach((set, device) -> sets.put("" + set, device.text()));
    TreeMap<String, String> pieces = new TreeMap<>();
    for (Contract contract : all) {
      if (contract.held().from().isBefore(at)) {
        pieces.put(
            contract.dataSet() + "/" + contract.number(),
            contract.cid().v2() + ";" + contract.asOf(at).held());
      }
    }
    return audited(at).with("data-sets", sets).with("pieces", pieces);
  }

  // the second contract of a piece has no segment of its own
  private Tables audited(Instant at) {
    TreeMap<String, String> segments = new TreeMap<>();
    TreeMap<String, String> shards = new TreeMap<>();
    for (Contract contract : all) {
      if (contract.held().from().isBefore(at) && contract.dataSet() < 100) {
        String object = contract.object();
        HoldingPeriod since = new HoldingPeriod(changes(all, object, at).last(), Optional.empty());
        segments.put(
            object,
            version(all, object, at) + ";" + ObjectClient.DATA + ";"
                + contract.cid().rawSize() + ";" + since);
        // of contracts about one shard the last one is the one that runs
        shards.put(
            object + "/" + contract.shard(),
            holders.get(contract.dataSet()) + ";" + contract.cid().v2() + ";"
                + contract.asOf(at).held());
      }
    }
    return Tables.NONE.with("segments", segments).with("shards", shards);
  }

  /** How often the record of an object was changed before a moment: stored, or repaired. */
  static long version(List<Contract> contracts, String object, Instant at) {
    return changes(contracts, object, at).size();
  }

  private static SortedSet<Instant> changes(List<Contract> contracts, String object, Instant at) {
    SortedSet<Instant> changes = new TreeSet<>();
    for (Contract contract : contracts) {
      if (contract.object().equals(object)) {
        changes.add(contract.held().from());
        contract.held().until().ifPresent(changes::add);
      }
    }
    return changes.headSet(at);
  }
}
