package org.depinsdk.service.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.EvidenceStore;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.RegistryStore;
import org.depinsdk.service.store.SanctionStore;
import org.depinsdk.service.store.Storage;
import org.depinsdk.transparency.tree.TreeHead;

/** A service of which one part throws an unchecked exception or an error. */
final class FailingService {
  enum Part {
    SETTLEMENT,
    LOG,
    CALL,
    HEAP
  }

  private final Part failing;
  private volatile Throwable failure;

  FailingService(Part failing, Throwable failure) {
    this.failing = failing;
    this.failure = failure;
  }

  /** Arguments: the part that throws an {@link Error}, then the options of the service. */
  public static void main(String[] args) throws Exception {
    FailingService service =
        new FailingService(Part.valueOf(args[0]), new OutOfMemoryError("played"));
    try (NetworkServer server =
        service.start(InstantSource.system(), Arrays.copyOfRange(args, 1, args.length))) {
      System.out.println("listening 127.0.0.1:" + server.port());
      if (service.failing == Part.HEAP) {
        fill();
      }
      Thread.currentThread().join();
    }
  }

  /** Keeps so much that what goes on, goes on between collections alone. */
  private static void fill() {
    List<byte[]> kept = new ArrayList<>();
    while (true) {
      try {
        byte[] next = new byte[64 << 10];
        if (Runtime.getRuntime().maxMemory()
                - Runtime.getRuntime().totalMemory()
                + Runtime.getRuntime().freeMemory()
            > 3 << 20) {
          kept.add(next);
        }
      } catch (OutOfMemoryError e) {
        // as a library does that goes on without what it could not have
        kept.remove(kept.size() - 1);
      }
    }
  }

  NetworkServer start(InstantSource clock, String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(List.of("--port", "0"));
    return NetworkServer.builder(new FailingNetwork(), PolicySource.of(TestNetwork.POLICY))
        .options(ServerOptions.parse(args.toArray(String[]::new)))
        .clock(clock)
        .storage(new FailingStorage(new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME)))
        .start();
  }

  void heal() {
    failure = null;
  }

  private void reach(Part part) {
    Throwable now = failure;
    if (part == failing && now instanceof Error error) {
      throw error;
    } else if (part == failing && now instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private final class FailingNetwork implements Network {
    private final TestNetwork network = new TestNetwork();

    @Override
    public EpochFacts facts(Epoch epoch) {
      reach(Part.SETTLEMENT);
      return network.facts(epoch);
    }

    @Override
    public boolean activates(Enrollment enrollment) {
      reach(Part.CALL);
      return true;
    }
  }

  private final class FailingStorage implements Storage {
    private final Storage storage;

    FailingStorage(Storage storage) {
      this.storage = storage;
    }

    @Override
    public RegistryStore registry() {
      return storage.registry();
    }

    @Override
    public SanctionStore sanctions() {
      return storage.sanctions();
    }

    @Override
    public LifecycleStore lifecycle() {
      return storage.lifecycle();
    }

    @Override
    public EvidenceStore evidence() {
      return storage.evidence();
    }

    @Override
    public Ledger ledger() {
      return storage.ledger();
    }

    @Override
    public NetworkLog log() {
      NetworkLog log = storage.log();
      return new NetworkLog() {
        @Override
        public void recover(long firstOpen, Recovery recovery) throws IOException {
          log.recover(firstOpen, recovery);
        }

        @Override
        public void begin(long epoch, State before) throws IOException {
          log.begin(epoch, before);
        }

        @Override
        public void append(Entry entry) throws IOException {
          if (entry.report().isPresent()) {
            reach(Part.LOG);
          }
          log.append(entry);
        }

        @Override
        public void commit() throws IOException {
          log.commit();
        }

        @Override
        public void signed(TreeHead head) throws IOException {
          log.signed(head);
        }

        @Override
        public Optional<TreeHead> signed() throws IOException {
          return log.signed();
        }

        @Override
        public void forEach(long epoch, Visitor visitor) throws IOException {
          log.forEach(epoch, visitor);
        }

        @Override
        public List<Segment> segmentsBefore(long epoch) throws IOException {
          return log.segmentsBefore(epoch);
        }

        @Override
        public void removeBefore(long epoch) throws IOException {
          log.removeBefore(epoch);
        }
      };
    }

    @Override
    public void close() throws IOException {
      storage.close();
    }
  }
}
