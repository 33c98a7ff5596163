package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.proofs.GroupState;

/**
 * When a device was last heard and when it last heard another (HIP-106), from epoch to epoch. The two are kept apart: a
 * network that kept one time for both locked out pairs of devices who only have each other.
 *
 * @param heard when somebody last heard its beacon
 * @param hearing when it last heard a beacon
 */
record RadioMemory(Optional<Instant> heard, Optional<Instant> hearing) {
  /** How long something is lately for those who take part: 48 h (HIP-106). */
  static final Duration RECIPROCITY = Duration.ofHours(48);

  /** How long a device that was heard counts as a neighbour: 60 h (helium/oracles iot_verifier/src/hex_density.rs). */
  static final Duration INTERACTIVE = Duration.ofHours(60);

  static final RadioMemory NONE = new RadioMemory(Optional.empty(), Optional.empty());

  static RadioMemory of(GroupState state) {
    return new RadioMemory(instant(state, "heard"), instant(state, "hearing"));
  }

  GroupState toState() {
    SortedMap<String, String> values = new TreeMap<>();
    heard.ifPresent(at -> values.put("heard", at.toString()));
    hearing.ifPresent(at -> values.put("hearing", at.toString()));
    return new GroupState(values);
  }

  static boolean isLately(Optional<Instant> then, Instant now, Duration window) {
    return then.filter(t -> !t.isBefore(now.minus(window))).isPresent();
  }

  /** The later instant of each kind. */
  RadioMemory merge(RadioMemory other) {
    return new RadioMemory(later(heard, other.heard), later(hearing, other.hearing));
  }

  /** Without what is too long ago. */
  RadioMemory agedAt(Instant now) {
    return new RadioMemory(
        heard.filter(t -> isLately(heard, now, INTERACTIVE)),
        hearing.filter(t -> isLately(hearing, now, RECIPROCITY)));
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    return a.isPresent() && b.isPresent()
        ? Optional.of(a.get().isAfter(b.get()) ? a.get() : b.get())
        : a.or(() -> b);
  }

  private static Optional<Instant> instant(GroupState state, String name) {
    try {
      return Optional.ofNullable(state.values().get(name)).map(Instant::parse);
    } catch (DateTimeParseException e) {
      // a state that nobody wrote remembers nothing
      return Optional.empty();
    }
  }
}
