package org.depinsdk.ev;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.bridge.ocpp.metering.MeteringBridge;
import org.depinsdk.hardware.bridge.ocpp.metering.TransactionCollector;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.ocpp.CentralSystem;
import org.depinsdk.hardware.ocpp.TokenAuthorizer;
import org.depinsdk.kit.Progress;
import org.depinsdk.metering.MeteringSession;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;

/** Runs the stations through the epochs, on a clock that is stepped. */
final class Simulation {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final long seed;
  private final int epochs;
  private final InMemorySigner manufacturer;
  private final List<Charger> chargers = new ArrayList<>();

  Simulation(long seed, int stations, int epochs) throws SigningException {
    this.seed = seed;
    this.epochs = epochs;
    this.manufacturer = Charger.signer(seed, "manufacturer", KeyAlgorithm.P256);
    List<Behaviour> others =
        Arrays.stream(Behaviour.values()).filter(b -> b != Behaviour.HONEST).toList();
    int honest = Math.max(2, stations - others.size());
    for (int i = 0; i < stations; i++) {
      Behaviour behaviour =
          i < honest ? Behaviour.HONEST : others.get((i - honest) % others.size());
      chargers.add(new Charger(seed, i + 1, behaviour, manufacturer));
    }
  }

  List<Charger> chargers() {
    return chargers;
  }

  void run(Path data, Path bundles, Progress progress)
      throws IOException, DriverException, SigningException, InterruptedException {
    progress.expect(epochs);
    SteppedClock clock = new SteppedClock(EvNetwork.GENESIS.minusSeconds(60));
    ServerOptions options = ServerOptions.parse(
        "--data", data.toString(), "--bundles", bundles.toString(), "--port", "0");
    EvNetwork rules = new EvNetwork(seed, manufacturer.publicKey());
    try (NetworkServer server =
            NetworkServer.builder(rules, rules).options(options).clock(clock).start();
        NetworkClient network = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT);
        TransactionCollector collector = TransactionCollector.open(data.resolve("transactions"));
        DriverContext context = DriverContext.builder().clock(clock).build();
        CentralSystem central = central(context)) {
      central.onEvent(new MeteringBridge(
          collector, Provenance.SIMULATED, name -> find(name).map(Charger::reporting)));
      try {
        for (Charger charger : chargers) {
          charger.enroll(network, clock.instant());
          charger.connect(
              data.resolve("queues").resolve(charger.name()),
              network,
              context,
              central.address().getPort());
        }
        for (long epoch = 0; epoch < epochs; epoch++) {
          runEpoch(epoch, clock);
          clock.advance(EvNetwork.start(epoch + 1).plus(EvNetwork.GRACE));
          server.settleDue();
          progress.step("settled epoch " + epoch);
        }
      } finally {
        for (Charger charger : chargers) {
          charger.close();
        }
      }
    } catch (StatusRuntimeException e) {
      throw new IOException(
          "the network did not answer (" + e.getStatus()
              + "); if this machine is busy, try again with fewer --devices",
          e);
    }
  }

  private Optional<Charger> find(String name) {
    return chargers.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  private CentralSystem central(DriverContext context) throws DriverException {
    return CentralSystem.builder(context)
        .passwords(station -> find(station).map(Charger::password))
        .authorizer((station, token) -> token.equals("TAG-" + station)
            ? TokenAuthorizer.Decision.ACCEPTED
            : TokenAuthorizer.Decision.INVALID)
        .provenance(Provenance.SIMULATED)
        .open();
  }

  // two cars in each epoch, half an hour apart; a station with two at a time takes the second
  // before the first leaves
  private void runEpoch(long epoch, SteppedClock clock)
      throws IOException, SigningException, InterruptedException {
    Duration charged = EvNetwork.INTERVAL.multipliedBy(2);
    for (int interval = 0; interval < EvNetwork.INTERVALS; interval++) {
      // the grace of the epoch before is over by then
      Instant now = clock.advance(EvNetwork.start(epoch)
          .plus(EvNetwork.INTERVAL.multipliedBy(interval))
          .plus(EvNetwork.GRACE)
          .plusSeconds(60));
      for (Charger charger : chargers) {
        if (charger.behaviour() != Behaviour.OFTEN_OFFLINE || interval % 2 == 1) {
          charger.heartbeat(now);
        }
        boolean two = charger.behaviour() == Behaviour.OVERLAPPING;
        if (interval == 1 || interval == (two ? 2 : 4)) {
          charger.begin(now, interval == 1 ? 1 : 2);
        }
        if (interval == 3 || interval == (two ? 4 : 6)) {
          MeteringSession session = charger.end(now, charged, "/" + epoch + "/" + interval);
          if (charger == chargers.get(0)) {
            copy(session);
          }
        }
        charger.forward();
      }
    }
  }

  private void copy(MeteringSession session) throws IOException, SigningException {
    Optional<Charger> copier =
        chargers.stream().filter(c -> c.behaviour() == Behaviour.SHARED_KEY).findFirst();
    if (copier.isPresent()) {
      copier
          .get()
          .report(new MeteringSession(
              session.registration(), "copied-" + session.session(), session.records()));
    }
  }
}
