package org.depinsdk.radio.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.depinsdk.core.identity.DeviceId;

/** Who comes first in a cell (helium/oracles coverage_map). */
public final class CellRanking {
  private static final Comparator<Candidate> BY_AGE =
      Comparator.comparing(Candidate::seniority).thenComparing(Candidate::device);
  private static final Comparator<Candidate> INDOOR =
      Comparator.comparing(Candidate::level).thenComparing(BY_AGE);
  private static final Comparator<Candidate> OUTDOOR =
      Comparator.comparingInt((Candidate c) -> -c.signalDeciDbm()).thenComparing(BY_AGE);

  private CellRanking() {}

  /**
   * A radio in a cell.
   *
   * @param device which radio
   * @param signalDeciDbm its signal there, tenths of a dBm
   * @param level the signal's level
   * @param seniority since when it covers; the elder comes first
   */
  public record Candidate(
      DeviceId device, int signalDeciDbm, SignalLevel level, Instant seniority) {}

  /**
   * The radios of one cell, the first first: outdoor by signal, indoor by level, then by seniority, then by id.
   *
   * @param type where the radios stand; the two are ranked apart
   * @param candidates in any order
   * @return a new list; the rank is the place in it, from 1
   */
  public static List<Candidate> rank(RadioType type, List<Candidate> candidates) {
    List<Candidate> ranked = new ArrayList<>(candidates);
    ranked.sort(type == RadioType.INDOOR ? INDOOR : OUTDOOR);
    return ranked;
  }
}
