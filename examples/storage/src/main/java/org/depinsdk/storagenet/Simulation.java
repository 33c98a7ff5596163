package org.depinsdk.storagenet;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.kit.Progress;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;

/** Runs providers and clients through the epochs, on a clock that is stepped. */
final class Simulation {
  /** A shard that moved, and when. */
  record RepairLine(long epoch, ObjectClient.Repaired repaired, String from) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int OBJECT_BYTES = 120_000;

  private final long seed;
  private final int providers;
  private final int objects;
  private final int epochs;
  private final Fleet.Starter starter;
  private final Party client;
  private final Party repairer;
  private final List<RepairLine> repairs = new ArrayList<>();
  private final Map<StoredObject, byte[]> stored = new LinkedHashMap<>();
  private List<Contract> contracts = List.of();
  private List<Provider> fleet = List.of();
  private Reputation reputation = new Reputation();
  private int read;

  Simulation(long seed, int providers, int objects, int epochs, Fleet.Starter starter) {
    this.seed = seed;
    this.providers = providers;
    this.objects = objects;
    this.epochs = epochs;
    this.starter = starter;
    this.client = Party.of(seed, "client", "client");
    this.repairer = Party.of(seed, "repair", "client");
  }

  void run(Path data, Path bundles, Progress progress)
      throws IOException, SigningException, InterruptedException {
    progress.expect(epochs + 2);
    SteppedClock clock = new SteppedClock(StorageNetwork.GENESIS.minus(Duration.ofHours(2)));
    Contracts published = new Contracts(data.resolve("contracts.tsv"));
    reputation = new Reputation();
    StorageNetwork rules = new StorageNetwork(seed, published);
    ServerOptions options = ServerOptions.parse(
        "--data",
        data.resolve("network").toString(),
        "--bundles",
        bundles.toString(),
        "--port",
        "0");
    try (NetworkServer server =
            NetworkServer.builder(rules, rules).options(options).clock(clock).start();
        NetworkClient network = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT);
        Fleet running =
            Fleet.start(seed, providers, data, published.file(), server.port(), clock, starter)) {
      fleet = running.all();
      enroll(network, published, clock);
      progress.step("started " + providers + " providers");
      ObjectClient owner = client(client, running, published, data, clock);
      ObjectClient repair = client(repairer, running, published, data, clock);
      store(owner, running, published, clock);
      progress.step("stored " + objects + " objects");
      for (long epoch = 0; epoch < epochs; epoch++) {
        runEpoch(epoch, owner, running, clock);
        Instant closed = clock.advance(StorageNetwork.start(epoch + 1).plus(StorageNetwork.GRACE));
        server.settleDue();
        reputation.afterEpoch(epoch, bundles, running, closed, server);
        repair(epoch, repair, closed);
        progress.step("settled epoch " + epoch);
      }
      contracts = published.all();
    } catch (StatusRuntimeException e) {
      throw new IOException(
          "the network did not answer (" + e.getStatus()
              + "); if this machine is busy, try again with fewer --providers",
          e);
    }
  }

  private ObjectClient client(
      Party party, Fleet running, Contracts published, Path data, SteppedClock clock) {
    return new ObjectClient(
        party,
        running,
        published,
        data,
        clock,
        provider -> reputation.isTrusted(provider.party().id(), clock.instant()));
  }

  private void enroll(NetworkClient network, Contracts published, SteppedClock clock)
      throws SigningException {
    client.enroll(network, clock.instant());
    repairer.enroll(network, clock.instant());
    for (Provider provider : fleet) {
      provider.party().enroll(network, clock.instant());
      published.holder(provider.number(), provider.party().id());
      if (provider.behaviour() == Behaviour.SINGLE_COPY) {
        published.holder(provider.number() + 100L, provider.party().id());
      }
    }
  }

  private void store(ObjectClient owner, Fleet running, Contracts published, SteppedClock clock)
      throws IOException {
    // the providers learn the time, and one where it can leave its data
    clock.advance(StorageNetwork.GENESIS.minus(Duration.ofHours(1)));
    running.tick(clock.instant(), -1);
    Provider friend = fleet.get(0);
    for (Provider provider : fleet) {
      if (provider.behaviour() == Behaviour.FETCHES) {
        provider
            .handle()
            .ask("friend " + friend.handle().port() + " " + friend.party().id());
      }
    }
    for (int i = 0; i < objects; i++) {
      String name = "object-" + (i + 1);
      byte[] key = StorageNetwork.bytes(seed, name + "/key");
      stored.put(owner.store(name, key, content(name)), key);
    }
    // a second customer brings the same bytes, and the provider keeps one copy for both
    for (Contract contract : published.all()) {
      if (running.holder(contract).behaviour() == Behaviour.SINGLE_COPY) {
        published.add(
            contract.dataSet() + 100,
            contract.object() + "-again",
            contract.shard(),
            contract.piece(),
            contract.cid(),
            clock.instant());
      }
    }
    published.publish();
  }

  private byte[] content(String name) {
    byte[] content = new byte[OBJECT_BYTES];
    new Random(ByteBuffer.wrap(StorageNetwork.bytes(seed, name)).getLong()).nextBytes(content);
    return content;
  }

  private void runEpoch(long epoch, ObjectClient owner, Fleet running, SteppedClock clock)
      throws IOException {
    Instant start = StorageNetwork.start(epoch);
    running.tick(clock.advance(start.plus(Duration.ofMinutes(10))), epoch);
    running.tick(clock.advance(start.plus(Duration.ofMinutes(40))), epoch);
    clock.advance(start.plus(Duration.ofHours(12)));
    // one object is read each day; the shards come from other providers each time some are lost
    int number = (int) (epoch % objects);
    Map.Entry<StoredObject, byte[]> one =
        stored.entrySet().stream().skip(number).findFirst().orElseThrow();
    byte[] back = owner.read(one.getKey(), one.getValue());
    if (Arrays.equals(back, content(one.getKey().name()))) {
      read++;
    }
    running.tick(clock.advance(start.plus(Duration.ofHours(13))), epoch);
  }

  /** Reads what suspended providers have, and moves what is lost. */
  private void repair(long epoch, ObjectClient repair, Instant now) throws IOException {
    for (StoredObject object : stored.keySet()) {
      for (ObjectClient.Repaired one : repair.repair(
          object, provider -> !reputation.isTrusted(provider.party().id(), now))) {
        String from = fleet.get((int) one.lost().dataSet() - 1).name();
        repairs.add(new RepairLine(epoch, one, from));
      }
    }
  }

  List<Provider> fleet() {
    return fleet;
  }

  List<RepairLine> repairs() {
    return List.copyOf(repairs);
  }

  List<Contract> contracts() {
    return contracts;
  }

  Reputation reputation() {
    return reputation;
  }

  /** How many objects came back as they went. */
  int read() {
    return read;
  }
}
