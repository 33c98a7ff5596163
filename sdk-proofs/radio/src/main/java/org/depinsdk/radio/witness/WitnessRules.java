package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Table;

/** The settings and tables of witness/1 in one epoch, and what they say about a device. */
final class WitnessRules {
  private static final int MIN_GAIN = -100;
  private static final int MAX_GAIN = 500;
  private static final Map<String, RadioRegion> REGIONS =
      Map.of("EU868", RadioRegion.EU868, "US915", RadioRegion.US915);

  static final Setting<Duration> INTERVAL = Setting.duration(
      "interval", Duration.ofHours(6), "One beacon of a device counts in each interval.");
  static final Setting<Duration> LIFETIME = Setting.duration(
      "lifetime",
      BeaconWindow.DEFAULT_LIFETIME,
      "How long the chosen moment lasts, as Helium's entropy.");
  static final Setting<Long> MAX_WITNESSES = Setting.number(
      "max-witnesses", "witnesses", 1, 1_000, 14, "How many witnesses of a beacon count (HIP-83).");
  static final Setting<RadioRegion> REGION = Setting.choice(
      "region", REGIONS, "EU868", "The radio region of devices that the table names no other for.");
  static final Setting<Long> GAIN = Setting.number(
      "gain",
      "tenths of a dBi",
      MIN_GAIN,
      MAX_GAIN,
      12,
      "The antenna gain of devices that no other is known of.");
  static final Setting<Long> CLASS_GAIN = Setting.number(
      "*.gain",
      "tenths of a dBi",
      MIN_GAIN,
      MAX_GAIN,
      12,
      "The antenna gain of a device class, by its name.");
  static final Setting<SortedSet<String>> CLASSES = Setting.set(
      "classes",
      "device class",
      Function.identity(),
      "The device classes that may beacon and witness; without it, all.");
  static final Setting<Boolean> RECIPROCITY = Setting.choice(
      "reciprocity",
      Map.of("required", true, "none", false),
      "none",
      "With required, only those whose beacons were heard in the last 48 h may witness, and only those who heard one may"
          + " beacon (HIP-106).");
  static final Settings ALL = Settings.of(
      INTERVAL, LIFETIME, MAX_WITNESSES, REGION, GAIN, CLASS_GAIN, CLASSES, RECIPROCITY);

  static final Table<H3Cell, RadioRegion> RADIO_REGIONS = new Table<>(
      "radio-regions",
      "H3 cell, EU868 or US915",
      "The radio region of the devices in a cell; of several cells around a device the finest decides.",
      (cell, region) -> {
        RadioRegion known = REGIONS.get(region);
        Fields.check(known != null, "region", region, "EU868 or US915");
        return Map.entry(Fields.cell("cell", cell), known);
      });
  static final Table<DeviceId, Integer> ANTENNA_GAINS = new Table<>(
      "antenna-gains",
      "device, tenths of a dBi",
      "The antenna gain of a device, in place of its class's.",
      (device, gain) -> Map.entry(Fields.device("device", device), (int)
          Fields.range("gain", Integer.parseInt(gain), MIN_GAIN, MAX_GAIN)));
  static final Table<String, Boolean> DENIED_EDGES = Table.set(
      "denied-edges",
      "device~device",
      "Pairs of devices that do not count as each other's witnesses.",
      pair -> {
        String[] ends = pair.split("~", -1);
        Fields.check(ends.length == 2, "pair", pair, "device~device");
        return edge(Fields.device("pair", ends[0]), Fields.device("pair", ends[1]));
      });
  static final List<Table<?, ?>> TABLES = List.of(RADIO_REGIONS, ANTENNA_GAINS, DENIED_EDGES);

  private final ProofContext context;
  private final ChallengeSchedule schedule;
  private final Duration interval;
  private final int maxWitnesses;
  private final RadioRegion region;
  private final int gain;
  private final SortedMap<String, Long> classGains;
  private final SortedSet<String> classes;
  private final boolean reciprocity;
  private final SortedMap<H3Cell, RadioRegion> regions;
  private final SortedMap<DeviceId, Integer> gains;
  private final SortedMap<String, Boolean> deniedEdges;

  WitnessRules(ProofContext context) {
    this.context = context;
    schedule = schedule(context.terms());
    ProofConfig config = context.config();
    interval = config.get(INTERVAL);
    maxWitnesses = config.get(MAX_WITNESSES).intValue();
    region = config.get(REGION);
    gain = config.get(GAIN).intValue();
    classGains = config.family(CLASS_GAIN);
    classes = config.get(CLASSES);
    reciprocity = config.get(RECIPROCITY);
    regions = RADIO_REGIONS.rows(context.tables());
    gains = ANTENNA_GAINS.rows(context.tables());
    deniedEdges = DENIED_EDGES.rows(context.tables());
  }

  /** A beacon window for each device and interval. */
  static ChallengeSchedule schedule(EpochTerms terms) {
    Duration interval = terms.config().get(INTERVAL);
    if (interval.toMillis() < 1_000) {
      throw new IllegalArgumentException(
          "setting interval must be PT1S or longer, not " + interval);
    }
    long slots = (terms.epoch().length().toMillis() - 1) / interval.toMillis() + 1;
    if (slots > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("setting interval of " + interval + " cuts an epoch of "
          + terms.epoch().length() + " into too many intervals");
    }
    return new ChallengeSchedule(terms.epoch(), terms.beacon(), (int) slots)
        .openFor(terms.config().get(LIFETIME));
  }

  Duration interval() {
    return interval;
  }

  int maxWitnesses() {
    return maxWitnesses;
  }

  /** Empty outside the epoch. */
  Optional<BeaconWindow> windowAt(DeviceId device, Instant receivedAt) {
    return context.epoch().contains(receivedAt)
        ? Optional.of(new BeaconWindow(schedule.challenge(device, schedule.slotAt(receivedAt))))
        : Optional.empty();
  }

  boolean isDeniedEdge(DeviceId a, DeviceId b) {
    return deniedEdges.containsKey(edge(a, b));
  }

  /** What was remembered of a device before the epoch. */
  RadioMemory memory(DeviceId device) {
    return RadioMemory.of(context.state().of(GroupKey.device(device)));
  }

  Gateway beaconer(DeviceId device, Instant at) {
    return gateway(device, at, isReciprocal(memory(device).hearing(), at));
  }

  Gateway witness(DeviceId device, Instant at) {
    return gateway(device, at, isReciprocal(memory(device).heard(), at));
  }

  private boolean isReciprocal(Optional<Instant> then, Instant at) {
    return !reciprocity || RadioMemory.isLately(then, at, RadioMemory.RECIPROCITY);
  }

  private Gateway gateway(DeviceId device, Instant at, boolean reciprocal) {
    Optional<DeviceState> state = context.registry().stateAt(device, at);
    Optional<H3Cell> place = state.flatMap(DeviceState::cell);
    String deviceClass = state.map(DeviceState::deviceClass).orElse("");
    long byClass = classGains.getOrDefault(deviceClass, (long) gain);
    return new Gateway(
        device,
        state.isPresent() && state.get().status() == DeviceStatus.ACTIVE,
        place,
        context.denied().contains(device),
        classes.isEmpty() || classes.contains(deviceClass),
        regionOf(place),
        gains.getOrDefault(device, (int) byClass),
        reciprocal);
  }

  private RadioRegion regionOf(Optional<H3Cell> place) {
    for (int r = place.map(H3Cell::resolution).orElse(-1); r >= 0 && !regions.isEmpty(); r--) {
      RadioRegion here = regions.get(place.get().parent(r));
      if (here != null) {
        return here;
      }
    }
    return region;
  }

  private static String edge(DeviceId a, DeviceId b) {
    return a.compareTo(b) < 0 ? a + "~" + b : b + "~" + a;
  }
}
