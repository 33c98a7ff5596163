package org.depinsdk.storage.possession;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.proofs.Fields;
import org.depinsdk.storage.piece.LeafProof;

/**
 * Evidence of {@code possession/1}: what a provider answers to the challenges of one data set. The answers may come in several
 * reports; of several answers to one challenge any right one counts.
 *
 * @param dataSet the data set's number, 0 or more
 * @param answers by the number of the challenge, from 0; empty if the provider says that the piece is damaged. One to {@value
 *     #MAX_CHALLENGES}; copied
 */
public record Possession(long dataSet, SortedMap<Integer, Optional<LeafProof>> answers) {
  /** Most challenges of an epoch: as many proofs of the highest tree as fit into a report. */
  public static final int MAX_CHALLENGES = 40;

  /** Checks the ranges and copies. */
  public Possession {
    Fields.unsigned("data_set", dataSet, Long.MAX_VALUE);
    Fields.size("answers", answers.size(), 1, MAX_CHALLENGES, "answers");
    answers.keySet().forEach(c -> Fields.range("challenge", c, 0, MAX_CHALLENGES - 1));
    answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
  }

  /**
   * Answers to the first challenges.
   *
   * @param dataSet the data set's number
   * @param proofs one for each challenge, in order
   * @return the evidence
   */
  public static Possession of(long dataSet, List<LeafProof> proofs) {
    SortedMap<Integer, Optional<LeafProof>> answers = new TreeMap<>();
    proofs.forEach(proof -> answers.put(answers.size(), Optional.of(proof)));
    return new Possession(dataSet, answers);
  }
}
