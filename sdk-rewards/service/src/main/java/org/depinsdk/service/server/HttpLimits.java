package org.depinsdk.service.server;

import java.time.Duration;

/**
 * What a port that answers HTTP allows.
 *
 * @param connections how many there may be
 * @param request a request must end so long after its first byte
 * @param idle a connection without a request is closed after so long
 * @param answer an answer must be made and taken within so long
 * @param answerBytes what all answers may hold that are not taken yet, small ones not counted
 */
record HttpLimits(
    Places.Limits connections, Duration request, Duration idle, Duration answer, long answerBytes) {
  /** The first line of a request, and all its headers. */
  static final int LINE_BYTES = 1024;

  static final int HEADER_BYTES = 8192;

  /** An answer of so many bytes is sent whatever others hold, so that pages do not keep health and metrics from anybody. */
  static final int SMALL_ANSWER_BYTES = 64 << 10;

  /** A connection's requests that came before it had the answers to others; no browser has more than one. */
  static final int PIPELINED = 16;

  static final HttpLimits USUAL = new HttpLimits(
      new Places.Limits(128, 64, 64),
      Duration.ofSeconds(10),
      Duration.ofMinutes(1),
      Duration.ofMinutes(1),
      16L << 20);
}
