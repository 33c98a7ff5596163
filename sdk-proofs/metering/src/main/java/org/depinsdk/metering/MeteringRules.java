package org.depinsdk.metering;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.proofs.ProofConfig;

/**
 * The settings of {@code metering/1}.
 *
 * <table>
 * <caption>Settings of a policy</caption>
 * <tr><th>name</th><th>default</th><th>meaning</th></tr>
 * <tr><td>manufacturers</td><td>none</td><td>did:keys of trusted manufacturers, joined by commas; without one nothing counts</td></tr>
 * <tr><td>records</td><td>field</td><td>{@code field} or {@code strict}: {@link MeterRules}</td></tr>
 * <tr><td>clock</td><td>informative</td><td>{@code informative} or {@code synchronised}: the least that a begin needs</td></tr>
 * <tr><td>max-session</td><td>PT24H</td><td>longest session</td></tr>
 * <tr><td>power-tolerance-permille</td><td>50</td><td>how far above the plate a mean power may lie</td></tr>
 * <tr><td>power-slack-watt-hours</td><td>100</td><td>energy that the register's coarse steps may add</td></tr>
 * </table>
 *
 * @param manufacturers did:keys of trusted manufacturers
 * @param records how strictly records are read
 * @param synchronisedOnly whether an informative clock is too little
 * @param maxSession longest session
 * @param powerTolerancePermille how far above the plate a mean power may lie
 * @param powerSlackWattHours energy that the register's coarse steps may add
 */
public record MeteringRules(
    SortedSet<String> manufacturers,
    MeterRules records,
    boolean synchronisedOnly,
    Duration maxSession,
    long powerTolerancePermille,
    long powerSlackWattHours) {
  /** Copies. */
  public MeteringRules {
    manufacturers = Collections.unmodifiableSortedSet(new TreeSet<>(manufacturers));
  }

  /**
   * Reads the settings.
   *
   * @param config a policy's settings
   * @return the rules
   * @throws IllegalArgumentException where a setting has no sense, with its name and value
   */
  public static MeteringRules of(ProofConfig config) {
    SortedSet<String> manufacturers = new TreeSet<>();
    for (String did : config.text("manufacturers", "").split(",")) {
      if (!did.isBlank()) {
        manufacturers.add(key(did.strip()).didKey());
      }
    }
    return new MeteringRules(
        manufacturers,
        choice(config, "records", "field", "strict") ? MeterRules.STRICT : MeterRules.FIELD,
        choice(config, "clock", "informative", "synchronised"),
        config.duration("max-session", Duration.ofHours(24)),
        config.number("power-tolerance-permille", 50, 0, 10_000),
        config.number("power-slack-watt-hours", 100, 0, 1_000_000));
  }

  private static DeviceKey key(String did) {
    try {
      return DeviceKey.ofDidKey(did);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("setting manufacturers: " + e.getMessage());
    }
  }

  private static boolean choice(ProofConfig config, String name, String fallback, String other) {
    String text = config.text(name, fallback);
    if (!text.equals(fallback) && !text.equals(other)) {
      throw new IllegalArgumentException(
          "setting " + name + " must be " + fallback + " or " + other + ", not \"" + text + "\"");
    }
    return text.equals(other);
  }
}
