package org.depinsdk.hardware.ocpp;

/** Says who may charge. Called in the driver's thread; must return soon. */
@FunctionalInterface
public interface TokenAuthorizer {
  /** The answer to a station. */
  enum Decision {
    /** May charge. */
    ACCEPTED("Accepted"),
    /** Known and stopped. */
    BLOCKED("Blocked"),
    /** Known and run out. */
    EXPIRED("Expired"),
    /** Not known. */
    INVALID("Invalid"),
    /** Charges elsewhere already. */
    CONCURRENT("ConcurrentTx");

    private final String text;

    Decision(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * Decides.
   *
   * @param station the identity of the station that asks
   * @param idToken who, as the station read it
   * @return the decision
   */
  Decision authorize(String station, String idToken);
}
