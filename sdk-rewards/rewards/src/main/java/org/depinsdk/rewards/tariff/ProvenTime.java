package org.depinsdk.rewards.tariff;

import java.math.BigInteger;
import java.util.function.LongPredicate;
import org.depinsdk.rewards.TokenAmount;

/**
 * Settles a payment that streams by the block, for the periods alone in which the service was proven: Filecoin Warm Storage
 * Service ({@code FilecoinWarmStorageService.sol}, {@code validatePayment}). A period that was not proven in time is closed and
 * paid nothing; a period that can still be proven holds the settlement up.
 *
 * @param activation the block after which the first period begins, 0 or more
 * @param periodBlocks blocks of a period, 1 or more
 */
public record ProvenTime(long activation, long periodBlocks) {
  /** Checks the numbers. */
  public ProvenTime {
    if (activation < 0 || periodBlocks < 1) {
      throw new IllegalArgumentException(
          "an activation is 0 or more and a period 1 block or more, not " + activation + " and "
              + periodBlocks);
    }
  }

  /**
   * What is settled.
   *
   * @param amount paid for the proven blocks: {@code proposed * proven / all}, rounded down
   * @param upTo the block up to which the stream is closed
   */
  public record Settled(TokenAmount amount, long upTo) {}

  /**
   * Blocks to settle.
   *
   * @param from the block up to which the stream is closed already, 0 or more
   * @param to the last block to settle, after from
   */
  public record Blocks(long from, long to) {
    /** Checks the order. */
    public Blocks {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException(
            "blocks are settled from 0 or more up to a later one, not " + from + " to " + to);
      }
    }
  }

  /**
   * Settles the blocks after one up to and with another.
   *
   * @param proposed what all of them would cost
   * @param blocks which ones
   * @param current the block of now: a period whose last block is not before it can still be proven
   * @param proven which periods were proven, by index
   * @return what is paid, and up to where
   */
  public Settled settle(TokenAmount proposed, Blocks blocks, long current, LongPredicate proven) {
    long from = blocks.from();
    long to = blocks.to();
    long upTo = Math.min(to, Math.max(from, activation));
    long paid = 0;
    while (upTo < to) {
      long period = (upTo - activation) / periodBlocks;
      long last = activation + Math.multiplyExact(period + 1, periodBlocks);
      long end = Math.min(last, to);
      if (proven.test(period)) {
        paid += end - upTo;
      } else if (last >= current) {
        break;
      }
      upTo = end;
    }
    return new Settled(
        proposed.mulDiv(BigInteger.valueOf(paid), BigInteger.valueOf(to - from)), upTo);
  }
}
