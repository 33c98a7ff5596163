package org.depinsdk.service.fair;

import com.google.common.base.Ticker;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.time.Duration;

/**
 * What each sender is owed, by what came of its checks. Checks cost time also if they fail, and in a batch a failure costs several
 * times as much as alone. So a sender's turns begin small, grow while its checks hold and shrink to one check after a failure;
 * failures are allowed at a rate; and whoever goes on sending beyond it is cut off. Safe for several threads.
 */
public final class SenderHistories {
  /** How many checks the first turn of a sender has. */
  public static final int FIRST_TURN = 8;

  /** How many checks a turn has at most, and those of all who wait together, if they are few. */
  public static final int LONGEST_TURN = 256;

  /** A sender that is rejected so often in a row, without a check that holds, is cut off. */
  public static final int MAX_REJECTIONS = 100;

  private static final long MAX_SENDERS = 100_000;

  private final double perNano;
  private final int burst;
  private final Ticker ticker;
  private final LoadingCache<Sender, History> histories;

  private final class History {
    private double left = burst;
    private long at = ticker.read();
    private int turn = FIRST_TURN;
    private int rejected;

    synchronized boolean allows() {
      long now = ticker.read();
      left = Math.min(burst, left + (now - at) * perNano);
      at = now;
      return left > 0;
    }

    synchronized int turn() {
      return turn;
    }

    synchronized void checked(int checks, int failures) {
      if (failures > 0) {
        // many failures at once do not shut their sender out for longer than one burst does
        left = Math.max(-burst, left - failures);
        turn = 1;
      } else if (checks >= turn) {
        turn = Math.min(LONGEST_TURN, 2 * turn);
      }
      rejected = failures < checks ? 0 : rejected;
    }

    synchronized boolean holds() {
      return turn > FIRST_TURN;
    }

    synchronized boolean turnAway() {
      rejected++;
      return rejected >= MAX_REJECTIONS;
    }
  }

  /**
   * Histories of senders that are not known yet.
   *
   * @param perSecond how many failures a second each sender is allowed in the long run
   * @param burst how many at once
   * @param ticker the time
   */
  public SenderHistories(int perSecond, int burst, Ticker ticker) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.ticker = ticker;
    this.histories = CacheBuilder.newBuilder()
        .ticker(ticker)
        .maximumSize(MAX_SENDERS)
        .expireAfterAccess(Duration.ofNanos((long) (2 * burst / perNano) + 1))
        .build(CacheLoader.from(unused -> new History()));
  }

  /**
   * Whether a sender may be checked again.
   *
   * @param sender who
   * @return false after too many failures
   */
  public boolean allows(Sender sender) {
    History history = histories.getIfPresent(sender);
    return history == null || history.allows();
  }

  /**
   * Counts that a sender was rejected because of its failures.
   *
   * @param sender who
   * @return whether that was so often that it is to be cut off
   */
  public boolean turnAway(Sender sender) {
    return histories.getUnchecked(sender).turnAway();
  }

  /**
   * How long a sender's next turn is.
   *
   * @param sender who
   * @param senders how many wait for a turn, this one included
   * @return how many checks it has at most, at least 1
   */
  public int turn(Sender sender, int senders) {
    int share = Math.max(FIRST_TURN, LONGEST_TURN / senders);
    return Math.min(share, histories.getUnchecked(sender).turn());
  }

  /**
   * Whether a sender's checks have held so long that they may be made together with those of others.
   *
   * @param sender who
   * @return false before its first turn has held, and for a while after each failure
   */
  public boolean holds(Sender sender) {
    return histories.getUnchecked(sender).holds();
  }

  /**
   * Counts checks.
   *
   * @param sender whose
   * @param checks how many
   * @param failures how many of them failed
   */
  public void checked(Sender sender, int checks, int failures) {
    histories.getUnchecked(sender).checked(checks, failures);
  }
}
