package org.depinsdk.rewards.staking;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;

/** How much of an amount belongs to its receiver at an instant. Never falls, and reaches the whole. */
public sealed interface Vesting permits Vesting.Linear, Vesting.Tranches {
  /**
   * What has vested.
   *
   * @param at any instant; whole seconds count
   * @return zero up to the total
   */
  TokenAmount vested(Instant at);

  /**
   * Vests evenly in steps, at round instants, as Filecoin locks rewards ({@code vesting_state.rs}): after each step, the next
   * instant that is a whole number of quanta since 1970 has what is due by then, and the last has the rest.
   *
   * @param total the whole
   * @param begin when it begins, in whole seconds
   * @param period until all has vested, 1 second or more
   * @param step between two tranches, 1 second or more
   * @param quantum to a multiple of which instants are rounded up, 1 second or more
   * @return the tranches, at most 100,000
   */
  static Tranches stepped(
      TokenAmount total, Instant begin, Duration period, Duration step, Duration quantum) {
    long seconds = period.toSeconds();
    long each = step.toSeconds();
    long round = quantum.toSeconds();
    if (seconds < 1 || each < 1 || round < 1 || seconds / each > 100_000) {
      throw new IllegalArgumentException(
          "a period, a step and a quantum are 1 second or more, with at most 100000 steps, not "
              + period + ", " + step + " and " + quantum);
    }
    List<Tranche> tranches = new ArrayList<>();
    TokenAmount vested = TokenAmount.ZERO;
    long at = begin.getEpochSecond();
    while (vested.compareTo(total) < 0) {
      at += each;
      long rounded = Math.multiplyExact(Math.floorDiv(at + round - 1, round), round);
      long passed = rounded - begin.getEpochSecond();
      TokenAmount due = passed < seconds
          ? total.mulDiv(BigInteger.valueOf(passed), BigInteger.valueOf(seconds))
          : total;
      tranches.add(new Tranche(Instant.ofEpochSecond(rounded), due.minus(vested)));
      vested = due;
    }
    return new Tranches(tranches);
  }

  /**
   * Vests evenly with time, nothing before a cliff: {@code total * (at - start) / duration}, rounded down, as OpenZeppelin's
   * {@code VestingWallet} and {@code VestingWalletCliff}.
   *
   * @param total the whole
   * @param start when it begins
   * @param duration until all has vested, in whole seconds, zero or more
   * @param cliff before which nothing has vested, from the start, at most the duration
   */
  record Linear(TokenAmount total, Instant start, Duration duration, Duration cliff)
      implements Vesting {
    /** Checks the durations. */
    public Linear {
      if (duration.isNegative() || cliff.isNegative() || cliff.compareTo(duration) > 0) {
        throw new IllegalArgumentException(
            "vesting has a duration of zero or more and a cliff within it, not " + duration
                + " and " + cliff);
      }
    }

    @Override
    public TokenAmount vested(Instant at) {
      long passed = at.getEpochSecond() - start.getEpochSecond();
      if (passed < 0 || passed < cliff.toSeconds()) {
        return TokenAmount.ZERO;
      }
      if (passed >= duration.toSeconds()) {
        return total;
      }
      return total.mulDiv(BigInteger.valueOf(passed), BigInteger.valueOf(duration.toSeconds()));
    }
  }

  /**
   * Vests in steps.
   *
   * @param tranches in ascending order of their instants; copied
   */
  record Tranches(List<Tranche> tranches) implements Vesting {
    /** Copies, and checks the order. */
    public Tranches {
      tranches = List.copyOf(tranches);
      for (int i = 1; i < tranches.size(); i++) {
        if (tranches.get(i).at().isBefore(tranches.get(i - 1).at())) {
          throw new IllegalArgumentException(
              "tranche " + i + " at " + tranches.get(i).at() + " is before the one ahead of it");
        }
      }
    }

    @Override
    public TokenAmount vested(Instant at) {
      TokenAmount vested = TokenAmount.ZERO;
      for (Tranche tranche : tranches) {
        if (!tranche.at().isAfter(at)) {
          vested = vested.plus(tranche.amount());
        }
      }
      return vested;
    }
  }

  /**
   * One step.
   *
   * @param at when it vests
   * @param amount how much
   */
  record Tranche(Instant at, TokenAmount amount) {}
}
