package org.depinsdk.service.metrics;

/** Why a connection was closed before its client wanted that. */
public enum ClosedConnection {
  /** All places are taken. */
  TOO_MANY("too-many"),
  /** All places of its host are taken. */
  TOO_MANY_OF_HOST("too-many-of-host"),
  /** Its host opens connections faster than it may. */
  TOO_FAST("too-fast"),
  /** A host with fewer connections got its place. */
  MADE_WAY("made-way"),
  /** Its TLS handshake did not end. */
  HANDSHAKE("handshake"),
  /** It asked for nothing, or its request did not end. */
  NO_REQUEST("no-request"),
  /** Its client does not take the answers that it asked for. */
  UNREAD_ANSWER("unread-answer"),
  /** Its requests cannot be read or are too large. */
  BAD_REQUEST("bad-request"),
  /** It asks for more before it has its answers than it may. */
  TOO_MANY_REQUESTS("too-many-requests"),
  /** Its reports go on failing their checks. */
  FAILED_CHECKS("failed-checks");

  private final String code;

  ClosedConnection(String code) {
    this.code = code;
  }

  /**
   * The value of the tag.
   *
   * @return for example {@code too-many}
   */
  public String code() {
    return code;
  }
}
