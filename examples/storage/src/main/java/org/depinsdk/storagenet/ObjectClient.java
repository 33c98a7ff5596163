package org.depinsdk.storagenet;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.hardware.bridge.piece.transfer.TransferException;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.storage.erasure.ReedSolomon;
import org.depinsdk.storage.erasure.ShardRepair;
import org.depinsdk.storage.erasure.ShardRepairException;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceSource;

/** Stores objects on the providers and reads them: encrypts, codes 10 of 14, places with distinct operators, repairs. */
final class ObjectClient {
  static final int DATA = 10;
  static final int TOTAL = 14;

  private static final ReedSolomon CODE = new ReedSolomon(DATA, TOTAL - DATA);

  private final Party party;
  private final Fleet fleet;
  private final Contracts contracts;
  private final Path folder;
  private final InstantSource clock;
  private final Predicate<Provider> isTrusted;
  private final AtomicLong downloads = new AtomicLong();

  /** A client; it places nothing with providers that are not trusted. */
  ObjectClient(
      Party party,
      Fleet fleet,
      Contracts contracts,
      Path folder,
      InstantSource clock,
      Predicate<Provider> isTrusted) {
    this.party = party;
    this.fleet = fleet;
    this.contracts = contracts;
    this.folder = folder;
    this.clock = clock;
    this.isTrusted = isTrusted;
  }

  /** Stores an object. When this returns, every shard is durable, and its contract is published. */
  StoredObject store(String name, byte[] key, byte[] plain) throws IOException {
    byte[] encrypted = new ObjectCipher(key, name).encrypt(plain);
    byte[][] shards = ObjectCipher.split(encrypted, DATA, TOTAL);
    CODE.encode(shards);
    List<StoredObject.Shard> stored = new ArrayList<>();
    for (byte[] shard : shards) {
      stored.add(shard(shard));
    }
    StoredObject object = new StoredObject(name, encrypted.length, stored);
    placeTogether(object, shards);
    contracts.publish();
    return object;
  }

  // each with another provider, at once, so that the flushes of their disks overlap; then what one
  // refused
  private void placeTogether(StoredObject object, byte[][] shards) throws IOException {
    List<Provider> providers =
        fleet.inOrder(object.name()).stream().filter(isTrusted).limit(TOTAL).toList();
    List<Callable<Boolean>> puts = new ArrayList<>();
    for (int i = 0; i < providers.size(); i++) {
      int number = i;
      puts.add(() -> put(providers.get(number), object.shards().get(number), shards[number]));
    }
    List<Boolean> taken = together(puts);
    for (int i = 0; i < taken.size(); i++) {
      if (taken.get(i)) {
        add(providers.get(i), object, i);
      }
    }
    for (int i = 0; i < TOTAL; i++) {
      if ((i >= taken.size() || !taken.get(i)) && place(object, i, shards[i]).isEmpty()) {
        throw new IOException("no provider takes shard " + i + " of " + object.name());
      }
    }
  }

  private void add(Provider provider, StoredObject object, int number) {
    StoredObject.Shard shard = object.shards().get(number);
    contracts.add(
        provider.number(), object.name(), number, shard.piece(), shard.cid(), clock.instant());
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(TOTAL);
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static StoredObject.Shard shard(byte[] bytes) {
    PieceHasher hasher = new PieceHasher(10);
    hasher.update(bytes, 0, bytes.length);
    return new StoredObject.Shard(PieceId.of(bytes), hasher.finish().piece());
  }

  /** Puts a shard where no other shard of the object is, by provider and by owner. */
  private Optional<Provider> place(StoredObject object, int number, byte[] bytes)
      throws IOException {
    Set<OperatorId> taken = new HashSet<>();
    for (Contract contract : contracts.open(object.name())) {
      taken.add(fleet.holder(contract).party().operator());
    }
    StoredObject.Shard shard = object.shards().get(number);
    for (Provider provider : fleet.inOrder(object.name())) {
      if (isTrusted.test(provider)
          && !taken.contains(provider.party().operator())
          && put(provider, shard, bytes)) {
        add(provider, object, number);
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }

  // a provider with a full disk or without power keeps no object from being stored
  private boolean put(Provider provider, StoredObject.Shard shard, byte[] bytes)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        fleet.client(party, provider).put(shard.piece(), shard.cid(), PieceSource.of(bytes));
        return true;
      } catch (TransferException e) {
        // it may just have found that its old copy is damaged, and then takes a new one
        if (e.code() != Status.Code.DATA_LOSS || attempt > 1) {
          return false;
        }
      }
    }
  }

  /** Reads an object from any ten shards that are as they were committed to. */
  byte[] read(StoredObject object, byte[] key) throws IOException {
    List<byte[]> shards = restore(object).shards();
    return new ObjectCipher(key, object.name())
        .decrypt(ObjectCipher.join(shards, DATA, object.cipherBytes()));
  }

  private ShardRepair.Restored restore(StoredObject object) throws IOException {
    SortedMap<Integer, byte[]> offered = new TreeMap<>();
    List<Contract> open = contracts.open(object.name());
    // as many as are needed at once, then one for each that did not come
    for (int from = 0; offered.size() < DATA && from < open.size(); ) {
      int until = Math.min(open.size(), from + DATA - offered.size());
      List<Contract> asked = open.subList(from, until);
      List<Callable<Optional<byte[]>>> reads = new ArrayList<>();
      for (Contract contract : asked) {
        String session = session();
        reads.add(() -> read(contract, session));
      }
      List<Optional<byte[]>> answers = together(reads);
      for (int i = 0; i < answers.size(); i++) {
        int shard = asked.get(i).shard();
        answers.get(i).ifPresent(bytes -> offered.put(shard, bytes));
      }
      from = until;
    }
    try {
      return ShardRepair.restore(CODE, object.commitments(), offered);
    } catch (ShardRepairException e) {
      throw new IOException("object " + object.name() + ": " + e.getMessage(), e);
    }
  }

  private String session() {
    return party.name() + "-" + downloads.incrementAndGet();
  }

  /** A shard from its holder; empty if it cannot be had there as it was. */
  private Optional<byte[]> read(Contract contract, String session) throws IOException {
    Path file = folder.resolve("shard-" + session);
    try {
      fleet.client(party, fleet.holder(contract)).get(contract.piece(), session, file);
      return Optional.of(Files.readAllBytes(file));
    } catch (TransferException e) {
      return Optional.empty();
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
    }
  }

  /**
   * A shard that was found lost.
   *
   * @param lost the contract that ended
   * @param to who has it now; empty if nobody took it yet
   */
  record Repaired(Contract lost, Optional<Provider> to) {}

  /**
   * Reads the shards of those providers that are suspected, and moves those that are lost to others. Doing it again changes
   * nothing.
   */
  List<Repaired> repair(StoredObject object, Predicate<Provider> suspected) throws IOException {
    List<Contract> lost = new ArrayList<>();
    for (Contract contract : contracts.open(object.name())) {
      if (suspected.test(fleet.holder(contract)) && read(contract, session()).isEmpty()) {
        lost.add(contract);
      }
    }
    List<Repaired> repaired = new ArrayList<>();
    if (!lost.isEmpty()) {
      for (Contract contract : lost) {
        contracts.end(contract, clock.instant());
      }
      List<byte[]> shards = restore(object).shards();
      for (Contract contract : lost) {
        repaired.add(
            new Repaired(contract, place(object, contract.shard(), shards.get(contract.shard()))));
      }
      contracts.publish();
    }
    return repaired;
  }
}
