package org.depinsdk.bandwidth;

/** Which way the traffic of a test goes, as the prover sees it. */
public enum Direction {
  /** The challengers send, the prover receives. */
  DOWNLOAD,
  /** The prover sends, the challengers receive. */
  UPLOAD
}
