package org.depinsdk.service.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.RegistryStore;
import org.depinsdk.service.store.ReportLog;
import org.depinsdk.service.store.Storage;

/** A service of which one part throws an unchecked exception or an error. */
final class FailingService {
  enum Part {
    SETTLEMENT,
    LOG,
    CALL
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
    try (NetworkServer server = service.start(InstantSource.system(), args[1], args[2])) {
      System.out.println("listening 127.0.0.1:" + server.port());
      Thread.currentThread().join();
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
    public LifecycleStore lifecycle() {
      return storage.lifecycle();
    }

    @Override
    public Ledger ledger() {
      return storage.ledger();
    }

    @Override
    public ReportLog log() {
      ReportLog log = storage.log();
      return new ReportLog() {
        @Override
        public void recover(long firstOpen, Visitor visitor) throws IOException {
          log.recover(firstOpen, visitor);
        }

        @Override
        public void append(long epoch, LoggedReport entry) throws IOException {
          reach(Part.LOG);
          log.append(epoch, entry);
        }

        @Override
        public void commit() throws IOException {
          log.commit();
        }

        @Override
        public void sealBefore(long firstOpen) throws IOException {
          log.sealBefore(firstOpen);
        }

        @Override
        public EvidenceSource read(long epoch) {
          return log.read(epoch);
        }
      };
    }

    @Override
    public void close() throws IOException {
      storage.close();
    }
  }
}
