package org.depinsdk.bandwidth;

import java.util.Map;
import org.depinsdk.proofs.ProofConfig;

/** Settings of {@code bandwidth/1} as live systems have them. */
public final class BandwidthPresets {
  /**
   * Helium Mobile's window: of the last 48 h the newest six tests, at least two (coverage_point_calculator). Its tiers are
   * named in each verdict, see {@link org.depinsdk.proofs.speed.Speedtest.Tier}.
   */
  public static final ProofConfig HELIUM =
      new ProofConfig(Map.of("window", "PT48H", "newest", "6", "least-tests", "2"));

  /**
   * FlashFlow's: one team that is trusted, the median of its bins, at most a quarter of other traffic, and the newest test
   * alone (Tor proposal 316).
   */
  public static final ProofConfig FLASHFLOW = new ProofConfig(
      Map.of("corrupted", "0", "background", "25", "newest", "1", "challengers", "3"));

  /** Proof of Backhaul's: its discount for up to a third of the challengers (arXiv 2210.11546). */
  public static final ProofConfig PROOF_OF_BACKHAUL = new ProofConfig(
      Map.of("discount", "proof-of-backhaul", "corrupted", "33", "challengers", "10"));

  /**
   * Grass' formula for its routers, R = kB B (1 - kL (Ln + Lv) / Lmax) S: kB and the reputation S are a policy's. Grass publishes no
   * figures for kL and Lmax; these are ours.
   */
  public static final ProofConfig GRASS =
      new ProofConfig(Map.of("latency-weight", "100", "latency-limit", "PT1S"));

  private BandwidthPresets() {}
}
