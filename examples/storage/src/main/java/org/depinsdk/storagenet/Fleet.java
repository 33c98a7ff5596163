package org.depinsdk.storagenet;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.Uninterruptibles;
import io.grpc.InsecureChannelCredentials;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.hardware.bridge.piece.transfer.PieceClient;

/** The running providers, and the connections to them. Closing it ends them. */
final class Fleet implements Closeable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final long seed;
  private final InstantSource clock;
  private final List<Provider> providers;
  private final Map<String, PieceClient> clients = new ConcurrentHashMap<>();

  private Fleet(long seed, InstantSource clock, List<Provider> providers) {
    this.seed = seed;
    this.clock = clock;
    this.providers = providers;
  }

  /** How providers are started. */
  interface Starter {
    ProviderHandle start(ProviderNode.Settings settings) throws IOException;

    /** The same, but no provider cheats. */
    default Starter honest() {
      return settings -> start(new ProviderNode.Settings(
          settings.seed(),
          settings.number(),
          Behaviour.HONEST,
          settings.folder(),
          settings.contracts(),
          settings.networkPort()));
    }

    /** Each in a process of its own. */
    Starter PROCESSES = settings -> {
      Files.createDirectories(settings.folder());
      return ProviderMain.start(settings, settings.folder().resolve("log"));
    };
  }

  /** Which provider behaves how: the last ones are cheats. */
  static Behaviour behaviour(int number, int providers) {
    Behaviour[] others = Behaviour.values();
    int place = number - 1 - (providers - (others.length - 1));
    return place < 0 ? Behaviour.HONEST : others[place + 1];
  }

  static Fleet start(
      long seed,
      int count,
      Path folder,
      Path contracts,
      int networkPort,
      InstantSource clock,
      Starter starter)
      throws IOException, InterruptedException {
    // two at a time, as starting a process takes a second of a core
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Provider>> starting = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      ProviderNode.Settings settings = new ProviderNode.Settings(
          seed,
          number,
          behaviour(number, count),
          folder.resolve("provider-" + number),
          contracts,
          networkPort);
      starting.add(threads.submit(() -> new Provider(
          settings.number(), settings.behaviour(), settings.party(), starter.start(settings))));
    }
    threads.shutdown();
    Fleet fleet = new Fleet(seed, clock, new ArrayList<>());
    try {
      for (Future<Provider> one : starting) {
        fleet.providers.add(one.get());
      }
      return fleet;
    } catch (ExecutionException e) {
      stop(threads, starting);
      throw new IOException("a provider did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      stop(threads, starting);
      throw e;
    }
  }

  /** Starts no more providers, and closes those that have started. */
  private static void stop(ExecutorService threads, List<Future<Provider>> starting)
      throws IOException {
    threads.shutdownNow();
    Uninterruptibles.awaitTerminationUninterruptibly(threads);
    for (Future<Provider> one : starting) {
      if (one.isDone()) {
        try {
          Provider started = Futures.getDone(one);
          if (started != null) {
            started.handle().close();
          }
        } catch (ExecutionException e) {
          // it is the failure that is reported, or another one of the same cause
        }
      }
    }
  }

  List<Provider> all() {
    return List.copyOf(providers);
  }

  Provider holder(Contract contract) {
    return providers.get((int) ((contract.dataSet() - 1) % 100));
  }

  /** Providers in the order in which an object asks them, each of another operator. */
  List<Provider> inOrder(String object) {
    return providers.stream()
        .sorted(Comparator.comparing(
            (Provider p) -> Hex.encode(StorageNetwork.bytes(seed, object + " at " + p.name()))))
        .toList();
  }

  PieceClient client(Party client, Provider provider) {
    return clients.computeIfAbsent(
        client.name() + " " + provider.number(),
        key -> new PieceClient(
            StorageNetwork.NAME,
            provider.party().id(),
            client.signer(),
            PieceClient.channel(
                "127.0.0.1", provider.handle().port(), InsecureChannelCredentials.create()),
            clock,
            TIMEOUT));
  }

  /** Tells all what time it is, one after the other, so that their reports come in one order. */
  void tick(Instant now, long epoch) throws IOException {
    String randomness = Hex.encode(StorageNetwork.beacon(seed, epoch));
    for (Provider provider : providers) {
      String answer = provider.handle().ask("tick " + now + " " + epoch + " " + randomness);
      if (!answer.startsWith("reports ")) {
        throw new IOException(provider.name() + " " + answer);
      }
    }
  }

  @Override
  public void close() throws IOException {
    clients.values().forEach(PieceClient::close);
    for (Provider provider : providers) {
      provider.handle().close();
    }
  }
}
