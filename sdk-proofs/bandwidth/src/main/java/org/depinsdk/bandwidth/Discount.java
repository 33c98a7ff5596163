package org.depinsdk.bandwidth;

/**
 * What is taken off for challengers that may lie. Of n challengers with equal shares, f are assumed to work for the prover.
 *
 * <p>Both start from the {@code n - f} challengers that saw least. At least as many honest ones exist, and the honest saw no
 * more than what crossed the link, so that these saw no more than that either, whatever the others say.
 */
public enum Discount {
  /** The challengers that saw least, and nothing of the others: an honest link is paid {@code (n - f) / n} of its rate. */
  TRIM,
  /**
   * Proof of Backhaul's {@code (n - 2f) / (n - f)} of what all challengers saw, if that is less: an honest link is paid that
   * share of its rate (arXiv 2210.11546).
   */
  PROOF_OF_BACKHAUL;

  /**
   * How many challengers are assumed to be corrupted.
   *
   * @param challengers how many there are
   * @param percent the assumed share, 0 to 49
   * @return the share of them, rounded up, but less than half
   */
  public static int corrupted(int challengers, int percent) {
    return Math.min((challengers * percent + 99) / 100, (challengers - 1) / 2);
  }

  /**
   * What an honest link is paid.
   *
   * @param kbps its rate
   * @param challengers how many there are
   * @param corrupted how many of them are assumed to be corrupted, less than half
   * @return kbit/s, rounded down
   */
  public long of(long kbps, int challengers, int corrupted) {
    int honest = challengers - corrupted;
    return switch (this) {
      case TRIM -> kbps * honest / challengers;
      case PROOF_OF_BACKHAUL -> kbps * (honest - corrupted) / honest;
    };
  }
}
