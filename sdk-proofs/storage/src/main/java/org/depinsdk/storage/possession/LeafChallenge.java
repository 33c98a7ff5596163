package org.depinsdk.storage.possession;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.storage.pdp.PdpChallenges;
import org.depinsdk.storage.pdp.PieceIndex;
import org.depinsdk.storage.piece.PieceCid;

/**
 * One leaf that a provider is asked for. Leaves are chosen from all pieces one after the other; what is asked for is counted from
 * the start of its piece.
 *
 * @param challenge its number, from 0
 * @param number of the piece in its data set
 * @param piece the piece
 * @param leaf of the piece, from 0
 */
public record LeafChallenge(int challenge, int number, PieceCid piece, long leaf) {
  /**
   * What is asked of a data set in an epoch.
   *
   * @param terms the epoch with its randomness, and the settings of {@code possession/1}
   * @param dataSet its number, 0 or more
   * @param pieces by number: all that belonged to the data set at the epoch's start. One with which there would be more than
   *     2^63 - 1 leaves is left out
   * @return in the order of the challenges; none if there are no leaves
   */
  public static List<LeafChallenge> of(
      EpochTerms terms, long dataSet, SortedMap<Integer, PieceCid> pieces) {
    PieceIndex index = new PieceIndex();
    List<Integer> numbers = new ArrayList<>();
    pieces.forEach((number, piece) -> {
      if (piece.leafCount() <= Long.MAX_VALUE - index.leaves()) {
        index.add(piece.leafCount());
        numbers.add(number);
      }
    });
    List<LeafChallenge> challenges = new ArrayList<>();
    if (index.leaves() > 0) {
      Bytes32 seed = Bytes32.of(terms.beacon().randomness());
      int count = new PossessionRules(terms.config()).challenges();
      for (long leaf : PdpChallenges.leaves(seed, dataSet, index.leaves(), count)) {
        PieceIndex.Location at = index.find(leaf);
        int number = numbers.get(at.piece());
        challenges.add(new LeafChallenge(
            challenges.size(), number, Objects.requireNonNull(pieces.get(number)), at.offset()));
      }
    }
    return challenges;
  }
}
