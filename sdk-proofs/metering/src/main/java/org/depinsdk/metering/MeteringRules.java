package org.depinsdk.metering;

import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;

/**
 * The settings of metering/1.
 *
 * @param manufacturers did:keys of trusted manufacturers
 * @param records how strictly records are read
 * @param synchronisedOnly whether an informative clock is too little
 * @param maxSession longest session
 * @param powerTolerancePermille how far above the plate a mean power may lie
 * @param powerSlackWattHours energy that the register's coarse steps may add
 * @param clockTolerance how far a meter's clock may be set back
 */
record MeteringRules(
    SortedSet<String> manufacturers,
    RecordRules records,
    boolean synchronisedOnly,
    Duration maxSession,
    long powerTolerancePermille,
    long powerSlackWattHours,
    Duration clockTolerance) {
  static final Setting<SortedSet<String>> MANUFACTURERS = Setting.set(
      "manufacturers",
      "did:key",
      MeteringRules::didKey,
      "The keys of trusted manufacturers; without one nothing counts.");
  static final Setting<RecordRules> RECORDS = Setting.choice(
      "records",
      Map.of("field", RecordRules.FIELD, "strict", RecordRules.STRICT),
      "field",
      "How strictly records are read: by the letter of the standard, or as meters in the field write them.");
  static final Setting<Boolean> CLOCK = Setting.choice(
      "clock",
      Map.of("informative", false, "synchronised", true),
      "informative",
      "The least that the meter's clock has to be when a session begins.");
  static final Setting<Duration> MAX_SESSION =
      Setting.duration("max-session", Duration.ofHours(24), "Longest session.");
  static final Setting<Long> POWER_TOLERANCE = Setting.number(
      "power-tolerance-permille",
      "thousandths",
      0,
      10_000,
      50,
      "How far above the plate a mean power may lie.");
  static final Setting<Long> POWER_SLACK = Setting.number(
      "power-slack-watt-hours",
      "watt-hours",
      0,
      1_000_000,
      100,
      "Energy that the register's coarse steps may add.");
  static final Setting<Duration> CLOCK_TOLERANCE = Setting.duration(
      "clock-tolerance",
      Duration.ofMinutes(1),
      "How far a meter's clock may be set back, within a session or between two; as much time is added to what a mean power is"
          + " taken over.");
  static final Settings ALL = Settings.of(
      MANUFACTURERS, RECORDS, CLOCK, MAX_SESSION, POWER_TOLERANCE, POWER_SLACK, CLOCK_TOLERANCE);

  MeteringRules(ProofConfig config) {
    this(
        config.get(MANUFACTURERS),
        config.get(RECORDS),
        config.get(CLOCK),
        config.get(MAX_SESSION),
        config.get(POWER_TOLERANCE),
        config.get(POWER_SLACK),
        config.get(CLOCK_TOLERANCE));
  }

  private static String didKey(String text) {
    try {
      return DeviceKey.ofDidKey(text).didKey();
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
