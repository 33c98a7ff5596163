package org.depinsdk.proofs;

/** How much a finding weighs. */
public enum Severity {
  /** A fact that explains a score. */
  INFO,
  /** Something that lowered a score. */
  WARNING,
  /** Something for which evidence did not count. */
  ERROR
}
