package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Verdict;

/**
 * Who was heard and who heard others of late (HIP-106), carried from epoch to epoch. The two are kept apart: a network that
 * kept one time for both locked out pairs of devices who only have each other.
 *
 * <p>A verdict of {@code witness/1} counts where its report passed every other check. Feed the verdicts of each epoch with
 * the reciprocity settings left out, then put {@link #settings} into the proof's configuration of the next.
 */
public final class Reciprocity {
  /** How long a device counts as heard: 48 h. */
  public static final Duration WINDOW = Duration.ofHours(48);

  private final TreeMap<DeviceId, Instant> heard = new TreeMap<>();
  private final TreeMap<DeviceId, Instant> hearing = new TreeMap<>();

  /** Nobody was heard yet. */
  public Reciprocity() {}

  /**
   * Notes a verdict.
   *
   * @param verdict of {@code witness/1}
   * @param at when, for example the epoch's end
   */
  public void note(Verdict verdict, Instant at) {
    verdict.findings().forEach(finding -> {
      if (finding.code().equals(WitnessReasons.BEACON)
          && !"0".equals(finding.facts().get("witnesses"))) {
        heard.merge(verdict.device(), at, (a, b) -> a.isAfter(b) ? a : b);
      } else if (finding.code().equals(WitnessReasons.WITNESS)) {
        hearing.merge(verdict.device(), at, (a, b) -> a.isAfter(b) ? a : b);
      }
    });
  }

  /**
   * The settings {@code heard-lately} and {@code hearing-lately}.
   *
   * @param now the moment to look back from, {@link #WINDOW} included
   * @return to put into the proof's configuration
   */
  public Map<String, String> settings(Instant now) {
    return Map.of("heard-lately", since(heard, now), "hearing-lately", since(hearing, now));
  }

  private static String since(TreeMap<DeviceId, Instant> times, Instant now) {
    return times.entrySet().stream()
        .filter(e -> !e.getValue().isBefore(now.minus(WINDOW)))
        .map(e -> e.getKey().text())
        .collect(Collectors.joining(","));
  }
}
