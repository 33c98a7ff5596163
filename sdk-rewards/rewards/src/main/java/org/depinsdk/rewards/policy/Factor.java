package org.depinsdk.rewards.policy;

import java.util.List;
import java.util.Optional;
import org.depinsdk.core.report.ProofKind;

/**
 * Multiplies the weight of a contribution by a whole number. Only the proportion of weights counts, so that a multiplier
 * of 0.25 beside one of 1 is written 25 beside 100.
 *
 * <p>A factor looks at what else the same device contributed: other proofs state its stake, its speed, its cell as an H3
 * index or since when it is there, as their units. So a factor needs nothing but the contributions of the epoch.
 */
public sealed interface Factor permits Factor.Times, Factor.Tiers, Factor.Ranked {
  /**
   * Times another contribution: stake, a quality score, a number of hours.
   *
   * @param kind of the other contribution; 0 where the device has none
   */
  record Times(ProofKind kind) implements Factor {}

  /**
   * A multiplier by tiers of another contribution, or of the same.
   *
   * @param kind of the contribution that decides; 0 units where the device has none
   * @param tiers at least one, in ascending order of their thresholds; below the first the multiplier is 0; copied
   */
  record Tiers(ProofKind kind, List<Tier> tiers) implements Factor {
    /** Copies, and checks the order. */
    public Tiers {
      tiers = List.copyOf(tiers);
      if (tiers.isEmpty() || tiers.size() > 1000) {
        throw new IllegalArgumentException("there are 1 to 1000 tiers, not " + tiers.size());
      }
      for (int i = 1; i < tiers.size(); i++) {
        if (tiers.get(i - 1).fromUnits() >= tiers.get(i).fromUnits()) {
          throw new IllegalArgumentException(
              "tiers ascend, but tier " + i + " from " + tiers.get(i).fromUnits()
                  + " follows one from " + tiers.get(i - 1).fromUnits());
        }
      }
    }
  }

  /**
   * One tier.
   *
   * @param fromUnits the least units that reach it, 0 or more
   * @param multiplier 0 or more
   */
  record Tier(long fromUnits, long multiplier) {
    /** Checks the numbers. */
    public Tier {
      if (fromUnits < 0 || multiplier < 0) {
        throw new IllegalArgumentException(
            "a tier has numbers of 0 or more, not " + fromUnits + " and " + multiplier);
      }
    }
  }

  /**
   * A multiplier by rank within a cell: the heaviest first, of equal weights the longest there, of those the lower device
   * id. Beyond the last rank the multiplier is 0. Ten ones are a capacity of ten devices for each cell (WeatherXM); 100, 50
   * and 25 are Helium's ranks of outdoor radios (HIP-105).
   *
   * @param cell the contribution whose units name the cell; a device without it has no rank and gets nothing
   * @param since the contribution whose units tell since when the device is there, the less the longer; empty where only
   *     the weight counts; a device without it comes last
   * @param multipliers for rank 1 and on, at least one, each 0 or more; copied
   */
  record Ranked(ProofKind cell, Optional<ProofKind> since, List<Long> multipliers)
      implements Factor {
    /** Copies, and checks the multipliers. */
    public Ranked {
      multipliers = List.copyOf(multipliers);
      if (multipliers.isEmpty() || multipliers.size() > 1000) {
        throw new IllegalArgumentException("there are 1 to 1000 ranks, not " + multipliers.size());
      }
      for (long multiplier : multipliers) {
        if (multiplier < 0) {
          throw new IllegalArgumentException("a multiplier is 0 or more, not " + multiplier);
        }
      }
    }
  }
}
