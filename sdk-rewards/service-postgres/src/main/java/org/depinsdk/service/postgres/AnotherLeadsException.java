package org.depinsdk.service.postgres;

import java.io.IOException;

/** Another process leads the network, so this one must not write. */
final class AnotherLeadsException extends IOException {
  private static final long serialVersionUID = 1;

  private final String leader;

  AnotherLeadsException(String leader) {
    super("another process leads this network" + (leader.isEmpty() ? "" : ": " + leader));
    this.leader = leader;
  }

  /** Where it is, as it said; empty if it did not. */
  String leader() {
    return leader;
  }
}
