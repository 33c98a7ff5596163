package org.depinsdk.proofs;

import java.util.List;

/**
 * Judges the groups of one epoch, one at a time and on several threads at once. Pure: the same settings, epoch, beacon, state
 * and evidence give the same judgement on every machine.
 *
 * @param <E> the evidence
 */
@FunctionalInterface
public interface Judge<E> {
  /**
   * Judges one group. Also called, without evidence, for each key that has a state and no evidence in this epoch, so that
   * what is remembered can age.
   *
   * @param group what all the evidence has in common
   * @param evidence ordered by device and then by the device's sequence number, each number once; may be iterated more than
   *     once, and may be larger than memory. {@link Attributed#position} tells which of two reports came first
   * @param before what was remembered about this group
   * @return the verdicts, and what is to be remembered
   */
  Judgement judge(GroupKey group, Iterable<Attributed<E>> evidence, GroupState before);

  /**
   * Names signatures that one report's evidence carries, so that they are verified together with those of other reports and
   * groups, which costs a fraction. {@link #judge} asks {@link Attributed#signatures} about them. This changes no judgement:
   * a signature that is asked about and was not named is verified then, alone.
   *
   * <p>It pays for evidence with an Ed25519 signature of its own, such as a receipt. Name what {@link #judge} would verify,
   * and nothing of a report that is refused before.
   *
   * @param evidence one report
   * @return the signatures, few; none by default
   */
  default List<CarriedSignature> signatures(Attributed<E> evidence) {
    return List.of();
  }

  /**
   * Combines what two groups want to remember of one key, for example the later of two instants. Associative and
   * commutative. Needed only by a judge whose groups write other keys than their own.
   *
   * @param key the key that both name
   * @param one what one group wants
   * @param other what another wants
   * @return what is remembered
   * @throws IllegalStateException if this judge writes only the state of the group that it judges
   */
  default GroupState merge(GroupKey key, GroupState one, GroupState other) {
    throw new IllegalStateException("two groups write the state of " + key);
  }
}
