package org.depinsdk.service.fair;

import com.google.common.base.Ticker;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.time.Duration;

/**
 * How fast each host may open connections: a connection and its TLS handshake cost the server more than the host, and nobody needs
 * many anew. Safe for several threads.
 */
public final class NewConnections {
  private static final long MAX_HOSTS = 100_000;

  private final double perNano;
  private final int burst;
  private final Ticker ticker;
  private final LoadingCache<Object, Allowance> allowances;

  private final class Allowance {
    private double left = burst;
    private long at = ticker.read();

    synchronized boolean take() {
      long now = ticker.read();
      left = Math.min(burst, left + (now - at) * perNano);
      at = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }

  /**
   * No connections yet.
   *
   * @param perSecond how many a second each host may open in the long run, at least 1
   * @param burst how many at once, at least 1
   * @param ticker the time
   */
  public NewConnections(int perSecond, int burst, Ticker ticker) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.ticker = ticker;
    // whoever has its whole burst again need not be known
    this.allowances = CacheBuilder.newBuilder()
        .ticker(ticker)
        .maximumSize(MAX_HOSTS)
        .expireAfterAccess(Duration.ofNanos((long) (burst / perNano) + 1))
        .build(CacheLoader.from(unused -> new Allowance()));
  }

  /**
   * Counts one more.
   *
   * @param host who opens it, of {@link Sender#host(java.net.InetAddress)}
   * @return whether it may be served
   */
  public boolean allows(Object host) {
    return allowances.getUnchecked(host).take();
  }
}
