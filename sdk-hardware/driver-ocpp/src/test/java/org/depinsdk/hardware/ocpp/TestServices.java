package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A central system's services that takes everybody and writes down what it is told. */
final class TestServices implements CentralSystemServices {
  final List<StationEvent> events = new ArrayList<>();
  private int last;

  @Override
  public TokenAuthorizer.Decision authorize(String at, String idToken) {
    return TokenAuthorizer.Decision.ACCEPTED;
  }

  @Override
  public int nextTransaction() {
    return ++last;
  }

  @Override
  public Duration heartbeat() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Duration offlineAfter() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void tell(StationEvent event) {
    events.add(event);
  }
}
