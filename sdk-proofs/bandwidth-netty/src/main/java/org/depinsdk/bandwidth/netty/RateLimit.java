package org.depinsdk.bandwidth.netty;

/** Lets so many pass each second, and as many at once. Not safe for use by several threads. */
final class RateLimit {
  private static final long SECOND = 1_000_000_000L;

  private final long perSecond;
  private long credit;
  private long last;

  RateLimit(long perSecond, long nanos) {
    this.perSecond = perSecond;
    this.credit = perSecond * SECOND;
    this.last = nanos;
  }

  boolean passes(long nanos) {
    long passed = Math.min(SECOND, Math.max(0, nanos - last));
    last = nanos;
    credit = Math.min(perSecond * SECOND, credit + passed * perSecond);
    if (credit < SECOND) {
      return false;
    }
    credit -= SECOND;
    return true;
  }
}
