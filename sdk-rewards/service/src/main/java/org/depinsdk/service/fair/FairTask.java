package org.depinsdk.service.fair;

/** Work of one sender that is done in one turn or several. */
@FunctionalInterface
public interface FairTask {
  /**
   * Takes the work of the next turn. Called one after the other, in the order of the turns, so it has to be short.
   *
   * @param senders how many senders wait for a turn, this one included
   * @return what is run in this turn
   */
  Runnable begin(int senders);

  /**
   * Whether another turn is needed.
   *
   * @return false if {@link #begin} has taken all the work
   */
  default boolean hasMore() {
    return false;
  }
}
