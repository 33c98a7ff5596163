package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;

/** The settings of witness/1, read and checked, and what they say about a device. */
final class WitnessRules {
  static final Duration DEFAULT_INTERVAL = Duration.ofHours(6);
  static final int DEFAULT_GAIN_DECI_DBI = 12;
  static final int DEFAULT_MAX_WITNESSES = 14;

  private final ProofContext context;
  private final Duration interval;
  private final Duration lifetime;
  private final ChallengeSchedule schedule;
  private final int maxWitnesses;
  private final Set<String> capable;
  private final Set<String> denied;
  private final Set<String> deniedEdges;

  WitnessRules(ProofContext context) {
    this.context = context;
    ProofConfig config = context.config();
    interval = config.duration("interval", DEFAULT_INTERVAL);
    lifetime = config.duration("lifetime", BeaconWindow.DEFAULT_LIFETIME);
    long length = context.epoch().length().toMillis();
    if (interval.toMillis() < 1_000) {
      throw new IllegalArgumentException(
          "setting interval must be PT1S or longer, not " + interval);
    }
    schedule = new ChallengeSchedule(
        context.epoch(), context.beacon(), Math.toIntExact((length - 1) / interval.toMillis() + 1));
    maxWitnesses = (int) config.number("max-witnesses", DEFAULT_MAX_WITNESSES, 1, 1_000);
    capable = list(config, "classes");
    denied = list(config, "denied");
    deniedEdges = list(config, "denied-edges");
  }

  Duration interval() {
    return interval;
  }

  int maxWitnesses() {
    return maxWitnesses;
  }

  Optional<BeaconWindow> windowAt(DeviceId device, Instant receivedAt) {
    return context.epoch().contains(receivedAt)
        ? Optional.of(window(device, schedule.slotAt(receivedAt)))
        : Optional.empty();
  }

  BeaconWindow window(DeviceId device, int slot) {
    return BeaconWindow.of(schedule, device, slot, lifetime);
  }

  boolean isDeniedEdge(DeviceId a, DeviceId b) {
    return deniedEdges.contains(a + "~" + b) || deniedEdges.contains(b + "~" + a);
  }

  Gateway gateway(DeviceId device, Instant at, String reciprocitySetting) {
    Optional<DeviceState> state = context.registry().stateAt(device, at);
    Optional<H3Cell> place = state.flatMap(DeviceState::cell);
    ProofConfig config = context.config();
    String deviceClass = state.map(DeviceState::deviceClass).orElse("");
    long byClass = config.number("gain." + deviceClass, DEFAULT_GAIN_DECI_DBI, -100, 500);
    return new Gateway(
        device,
        state.isPresent() && state.get().status() == DeviceStatus.ACTIVE,
        place,
        denied.contains(device.text()) || context.denied().contains(device),
        capable.isEmpty() || capable.contains(deviceClass),
        region(place),
        (int) config.number("gain." + device, byClass, -100, 500),
        !config.settings().containsKey(reciprocitySetting)
            || list(config, reciprocitySetting).contains(device.text()));
  }

  // the finest cell around the place that has a setting decides
  private RadioRegion region(Optional<H3Cell> place) {
    String name = context.config().text("region", RadioRegion.EU868.name());
    for (int r = place.map(H3Cell::resolution).orElse(-1); r >= 0; r--) {
      String here = context.config().text("region." + place.get().parent(r), "");
      if (!here.isEmpty()) {
        name = here;
        break;
      }
    }
    String unknown = name;
    return RadioRegion.byName(name)
        .orElseThrow(() -> new IllegalArgumentException(
            "setting region must be EU868 or US915, not \"" + unknown + "\""));
  }

  private static Set<String> list(ProofConfig config, String name) {
    Set<String> entries = new TreeSet<>(Arrays.asList(config.text(name, "").split(",", -1)));
    entries.remove("");
    return entries;
  }
}
