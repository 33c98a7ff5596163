package org.depinsdk.service.fair;

import com.google.common.base.Ticker;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.time.Duration;

/**
 * How often the checks of a sender may fail: so many at once, then so many a second. Checks cost time also where they fail, and
 * whoever only sends what fails is not owed that time. Safe for several threads.
 */
public final class FailureRate {
  private static final long MAX_SENDERS = 100_000;

  private final double perNano;
  private final int burst;
  private final Ticker ticker;
  private final LoadingCache<Sender, Allowance> allowances;

  private final class Allowance {
    private double left = burst;
    private long at = ticker.read();

    synchronized double left() {
      long now = ticker.read();
      left = Math.min(burst, left + (now - at) * perNano);
      at = now;
      return left;
    }

    synchronized void take(int failures) {
      // a large batch does not shut its sender out for longer than one burst does
      left = Math.max(-burst, left() - failures);
    }
  }

  /**
   * A rate.
   *
   * @param perSecond how many failures a second each sender is allowed in the long run
   * @param burst how many at once
   * @param ticker the time
   */
  public FailureRate(int perSecond, int burst, Ticker ticker) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.ticker = ticker;
    this.allowances = CacheBuilder.newBuilder()
        .ticker(ticker)
        .maximumSize(MAX_SENDERS)
        .expireAfterAccess(Duration.ofNanos((long) (2 * burst / perNano) + 1))
        .build(CacheLoader.from(unused -> new Allowance()));
  }

  /**
   * Whether a sender may be checked again.
   *
   * @param sender who
   * @return false after too many failures
   */
  public boolean allows(Sender sender) {
    Allowance allowance = allowances.getIfPresent(sender);
    return allowance == null || allowance.left() > 0;
  }

  /**
   * Counts failures.
   *
   * @param sender whose
   * @param failures how many
   */
  public void failed(Sender sender, int failures) {
    if (failures > 0) {
      allowances.getUnchecked(sender).take(failures);
    }
  }
}
