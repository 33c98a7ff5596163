package org.depinsdk.radio;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.radio.coverage.CoverageVerifier;
import org.depinsdk.radio.witness.WitnessVerifier;

/**
 * Settings to start a network from: which proofs it asks for and how they are joined.
 *
 * @param name for people
 * @param configs the settings of each proof
 * @param composition how the verdicts are joined
 */
public record NetworkPreset(
    String name, SortedMap<ProofKind, ProofConfig> configs, Composition composition) {

  /**
   * Wi-Fi: bytes that clients signed for, from access points that were there for half of the day's hours. Helium ended its
   * proof of coverage in 2026 (HIP-149), because it paid for existing; this one pays for serving.
   */
  public static final NetworkPreset WIFI = new NetworkPreset(
      "wifi",
      new TreeMap<>(Map.of(
          UptimeVerifier.KIND, config("interval", "PT1H", "tolerance", "PT5M"),
          UsageVerifier.KIND, ProofConfig.DEFAULTS,
          CoverageVerifier.KIND, config("levels", "wifi"))),
      gate("wifi-usage/1", UsageVerifier.KIND, UptimeVerifier.KIND));

  /** Cellular: Helium Mobile's coverage points (HIP-74 levels), for radios heard in 12 distinct hours of the day. */
  public static final NetworkPreset CELLULAR = new NetworkPreset(
      "cellular",
      new TreeMap<>(Map.of(
          UptimeVerifier.KIND, config("interval", "PT1H", "minimum", "12", "tolerance", "PT3H"),
          CoverageVerifier.KIND, config("levels", "cellular"))),
      gate("cellular-coverage/1", CoverageVerifier.KIND, UptimeVerifier.KIND));

  /** LoRa: Helium IoT's beacons and witnesses, one beacon in six hours. */
  public static final NetworkPreset LORA = new NetworkPreset(
      "lora",
      new TreeMap<>(Map.of(WitnessVerifier.KIND, config("interval", "PT6H", "lifetime", "PT180S"))),
      new Composition(
          "lora-coverage/1",
          Composition.Rule.GATE,
          List.of(new Composition.Part(WitnessVerifier.KIND, 1))));

  /** Copies. */
  public NetworkPreset {
    configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
  }

  private static Composition gate(String name, ProofKind base, ProofKind uptime) {
    return new Composition(
        name,
        Composition.Rule.GATE,
        List.of(new Composition.Part(base, 1), new Composition.Part(uptime, 12)));
  }

  private static ProofConfig config(String... namesAndValues) {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new ProofConfig(settings);
  }
}
