package org.depinsdk.epoch;

/** What a network's amounts are worth. */
public enum Payouts {
  /** They are for a demonstration or a test, and nobody should pay them. */
  TEST,
  /** They are paid: everything that decides them must be provable. */
  REAL
}
