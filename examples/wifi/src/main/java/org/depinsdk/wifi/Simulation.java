package org.depinsdk.wifi;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.kit.Progress;
import org.depinsdk.kit.ServerProcess;
import org.depinsdk.transparency.TransparencyException;

/** Lets the fleet live through the epochs: each interval, every access point does its part on a thread of its own. */
final class Simulation {
  /** The network was not there when its first epoch began; nothing was settled. */
  static final class LateException extends IOException {
    private static final long serialVersionUID = 1L;

    LateException(String message) {
      super(message);
    }
  }

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  private final Timing timing;
  private final Seed seed;
  private final List<Fleet.AccessPoint> fleet;
  private final int epochs;
  private final Optional<ProofKind> extra;
  private final Optional<SoftwareTpm> tpm;
  private final HexGrid grid;
  private final AtomicReference<Instant> now;

  Simulation(
      Timing timing,
      Seed seed,
      List<Fleet.AccessPoint> fleet,
      int epochs,
      Optional<ProofKind> extra,
      Optional<SoftwareTpm> tpm,
      HexGrid grid) {
    this.timing = timing;
    this.seed = seed;
    this.fleet = fleet;
    this.epochs = epochs;
    this.extra = extra;
    this.tpm = tpm;
    this.grid = grid;
    this.now = new AtomicReference<>(timing.genesis().minus(timing.interval()));
  }

  /** What the bundles do not hold: the answers to evidence that was refused, and tests of bandwidth that were not measured. */
  record Left(SortedMap<DeviceId, String> refused, List<Lines.Lost> lost) {}

  Left run(Path data, Path bundles, Progress progress)
      throws IOException, SigningException, DriverException, InterruptedException,
          TransparencyException {
    progress.expect(1 + epochs * (timing.intervals() + 1));
    ExecutorService devices = Executors.newFixedThreadPool(Math.min(fleet.size(), 32));
    try (ServerProcess server = WifiServer.start(
            timing, seed, fleet, extra, tpm.map(SoftwareTpm::terms), data, bundles);
        NetworkClient network = NetworkClient.plaintext("127.0.0.1", server.port(), CALL_TIMEOUT)) {
      SortedMap<DeviceId, String> refused = new Enrolment(
              network, clock(), seed, tpm.map(SoftwareTpm::attester))
          .enroll(Fleet.coordinator(seed), Fleet.challengers(seed), fleet);
      Moderators office = new Moderators(fleet, bundles, server, timing.epoch());
      World world = new World(
          network,
          clock(),
          timing,
          seed,
          new RadioModel(grid),
          fleet,
          extra,
          OperatorLie.key(data).key(),
          data.resolve("devices"));
      List<AccessPointAgent> agents = new ArrayList<>();
      Lines lines = timing.stepped() ? new SimulatedLines(seed) : new LoopbackLines(seed);
      List<ClientAgent> clients = new ArrayList<>();
      try (BandwidthTests tests = new BandwidthTests(world, lines)) {
        for (Fleet.AccessPoint one : fleet) {
          agents.add(AccessPointAgent.open(one, world));
          clients.add(ClientAgent.open(one, world));
        }
        if (!timing.stepped() && Instant.now().isAfter(timing.moment(0, 0))) {
          throw new LateException(
              "this machine was too busy to start the network before its first epoch;"
                  + " try again, or step the time with --seed");
        }
        progress.step("enrolled " + fleet.size() + " access points");
        for (long epoch = 0; epoch < epochs; epoch++) {
          live(epoch, server, agents, clients, tests, devices, progress);
          if (epoch == 1) {
            office.hearAppeals(clock().instant());
          }
          settle(epoch, server, network);
          if (epoch == 0) {
            office.afterFirstEpoch(clock().instant());
          }
          progress.step("settled epoch " + epoch);
        }
        return new Left(refused, tests.lost());
      } finally {
        for (AccessPointAgent agent : agents) {
          agent.close();
        }
        for (ClientAgent client : clients) {
          client.close();
        }
      }
    } catch (StatusRuntimeException e) {
      throw new IOException(
          "the network did not answer (" + e.getStatus()
              + "); if this machine is busy, try again with" + " fewer --devices",
          e);
    } finally {
      devices.shutdown();
    }
  }

  private InstantSource clock() {
    return timing.stepped() ? now::get : InstantSource.system();
  }

  private void live(
      long epoch,
      ServerProcess server,
      List<AccessPointAgent> agents,
      List<ClientAgent> clients,
      BandwidthTests tests,
      ExecutorService devices,
      Progress progress)
      throws IOException, InterruptedException {
    for (int interval = 0; interval < timing.intervals(); interval++) {
      goTo(timing.moment(epoch, interval), server);
      List<Future<Void>> work = new ArrayList<>();
      for (AccessPointAgent agent : agents) {
        int number = interval;
        work.add(devices.submit(() -> {
          agent.interval(epoch, number);
          return null;
        }));
      }
      for (ClientAgent client : clients) {
        int number = interval;
        work.add(devices.submit(() -> {
          client.interval(epoch, number);
          return null;
        }));
      }
      for (Future<Void> one : work) {
        await(one);
      }
      tests.interval(epoch, interval, agents);
      if (epoch == 0 && interval == timing.intervals() - 1) {
        revokeWhoMustGo(server);
      }
      progress.step("epoch " + epoch);
    }
  }

  private void revokeWhoMustGo(ServerProcess server) throws IOException {
    for (Fleet.AccessPoint one : fleet) {
      if (one.behaviour() == Fleet.Behaviour.REVOKED) {
        WifiServer.ask(
            server, "revoke " + one.self().id() + " reported stolen by its operator", "changed");
      }
    }
  }

  private static void await(Future<Void> work) throws IOException, InterruptedException {
    try {
      work.get();
    } catch (ExecutionException e) {
      throw new IOException("an access point failed: " + e.getMessage(), e);
    }
  }

  private void settle(long epoch, ServerProcess server, NetworkClient network)
      throws IOException, InterruptedException {
    goTo(timing.closes(epoch), server);
    while (network.network().getNewestSettledEpoch() < epoch) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  // steps the clock, or waits for the system clock
  private void goTo(Instant moment, ServerProcess server) throws IOException, InterruptedException {
    if (timing.stepped()) {
      now.set(moment);
      WifiServer.ask(server, "advance " + moment, "now");
      return;
    }
    TimeUnit.NANOSECONDS.sleep(Duration.between(Instant.now(), moment).toNanos());
  }
}
