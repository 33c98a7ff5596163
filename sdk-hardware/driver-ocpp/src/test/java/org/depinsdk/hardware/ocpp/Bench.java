package org.depinsdk.hardware.ocpp;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Secret;

/** A central system with three stations' passwords, and charge points for it. */
final class Bench implements AutoCloseable {
  static final String PASSWORD = "a password of CP001";

  final DriverContext context = DriverContext.builder().build();
  final Events events = new Events();
  final CentralSystem central;

  Bench() throws DriverException {
    this(builder -> {});
  }

  Bench(Consumer<CentralSystem.Builder> settings) throws DriverException {
    Map<String, Secret> passwords = Map.of(
        "CP001", Secret.of(PASSWORD),
        "CP002", Secret.of("a password of CP002"),
        "CP003", Secret.of("a password of CP003"));
    CentralSystem.Builder builder = CentralSystem.builder(context)
        .passwords(station -> Optional.ofNullable(passwords.get(station)))
        .authorizer((station, token) -> token.startsWith("TAG")
            ? TokenAuthorizer.Decision.ACCEPTED
            : TokenAuthorizer.Decision.INVALID);
    settings.accept(builder);
    central = builder.open();
    central.onEvent(events::add);
  }

  URI endpoint() {
    return URI.create("ws://127.0.0.1:" + central.address().getPort() + "/ocpp");
  }

  ChargePoint.Builder point(String identity, OcppVersion version) {
    return ChargePoint.builder(context, endpoint(), identity)
        .version(version)
        .password(Secret.of("a password of " + identity))
        .machine("Maker", "Model", "S-1")
        .reconnect(Duration.ofMillis(50))
        .callTimeout(Duration.ofSeconds(10));
  }

  /** Connects a charge point and waits until its boot was accepted. */
  ChargePoint online(ChargePoint.Builder builder) throws InterruptedException {
    ChargePoint point = builder.connect();
    Events states = new Events();
    point.onStatus(states::add);
    if (point.status().state() != DriverState.ONLINE) {
      states.state(DriverState.ONLINE);
    }
    return point;
  }

  /** Does what it is asked and says so. */
  static final class Willing implements ChargePoint.Remote {
    final Events asked = new Events();

    record Start(String idToken, int connector, OptionalInt number) {}

    record Stop(String transaction) {}

    @Override
    public boolean start(String idToken, int connector, OptionalInt remoteStart) {
      asked.add(new Start(idToken, connector, remoteStart));
      return true;
    }

    @Override
    public boolean stop(String transaction) {
      asked.add(new Stop(transaction));
      return true;
    }

    @Override
    public void report(int request) {
      asked.add(request);
    }
  }

  static <T> T get(java.util.concurrent.Future<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    central.close();
    context.close();
  }
}
