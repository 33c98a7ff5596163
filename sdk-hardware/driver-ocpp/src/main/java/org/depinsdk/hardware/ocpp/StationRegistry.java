package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.Registration;
import org.jspecify.annotations.Nullable;

/** The stations that a central system knows, over all their connections. Safe for use by several threads. */
final class StationRegistry implements CentralSystemServices {
  private final StationServer.Settings settings;
  private final InstantSource clock;
  private final ConcurrentMap<String, Station> stations = new ConcurrentHashMap<>();
  private final Listeners<Device> deviceListeners = new Listeners<>();
  private final Listeners<StationEvent> eventListeners = new Listeners<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger transactions;

  StationRegistry(StationServer.Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    // numbers go on after a restart, so that a late message never meets another transaction's
    // number
    this.transactions =
        new AtomicInteger((int) Math.floorMod(clock.instant().getEpochSecond(), 2_000_000_000L));
  }

  /** Takes a station that authenticated; null if there are too many. */
  @Nullable
  Station admit(String identity) {
    Station known = stations.get(identity);
    if (known != null) {
      return known;
    }
    if (closed.get() || stations.size() >= settings.maxStations()) {
      return null;
    }
    Station fresh = new Station(identity, clock, settings.provenance());
    Station other = stations.putIfAbsent(identity, fresh);
    if (other != null) {
      return other;
    }
    deviceListeners.tell(fresh);
    return fresh;
  }

  Dialect dialect(OcppVersion version, Station station) {
    return version == OcppVersion.V1_6
        ? new Dialect16(station, this)
        : new Dialect201(station, this);
  }

  Optional<Device> find(String identity) {
    return Optional.ofNullable(stations.get(identity));
  }

  List<Device> devices() {
    List<Device> devices = new ArrayList<>(stations.values());
    devices.sort(Comparator.comparing(Device::name));
    return devices;
  }

  Registration onDevice(Consumer<Device> listener) {
    return deviceListeners.add(listener);
  }

  Registration onEvent(Consumer<StationEvent> listener) {
    return eventListeners.add(listener);
  }

  void close() {
    closed.set(true);
    stations.values().forEach(Station::close);
  }

  @Override
  public TokenAuthorizer.Decision authorize(String station, String idToken) {
    return settings.authorizer().authorize(station, idToken);
  }

  @Override
  public int nextTransaction() {
    return transactions.updateAndGet(n -> n == Integer.MAX_VALUE ? 1 : n + 1);
  }

  @Override
  public Duration heartbeat() {
    return settings.heartbeat();
  }

  @Override
  public Duration offlineAfter() {
    return settings.heartbeat().multipliedBy(2);
  }

  @Override
  public void tell(StationEvent event) {
    eventListeners.tellOrFail(event);
  }
}
