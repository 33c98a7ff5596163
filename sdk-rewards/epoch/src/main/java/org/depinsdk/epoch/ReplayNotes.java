package org.depinsdk.epoch;

import org.depinsdk.core.report.ReasonCode;

/** What a {@link ReplayNote} can be about. */
public final class ReplayNotes {
  /** Epoch 0, which begins with nothing. */
  public static final ReasonCode GENESIS = new ReasonCode("bundle.genesis");

  /** The bundle goes on from the one before it. */
  public static final ReasonCode FOLLOWS = new ReasonCode("bundle.follows");

  /** The bundle before is not there; what stood before is taken as recorded. */
  public static final ReasonCode NOT_FOLLOWED = new ReasonCode("bundle.one-before-missing");

  /** The key of the network's log signed the manifest. */
  public static final ReasonCode SIGNED = new ReasonCode("manifest.signed");

  /** Nobody signed the manifest. */
  public static final ReasonCode NOT_SIGNED = new ReasonCode("manifest.unsigned");

  /** The manifest is signed, but nobody says by whom it has to be. */
  public static final ReasonCode SIGNER_UNKNOWN = new ReasonCode("manifest.key-unknown");

  /** The policy is that of the bundle before, or the first one that the log names. */
  public static final ReasonCode POLICY_SAME = new ReasonCode("policy.same");

  /** The policy of the first bundle that is replayed, which nothing says it has to be. */
  public static final ReasonCode POLICY_FIRST = new ReasonCode("policy.first");

  /** The policy is another one than that of the bundle before. */
  public static final ReasonCode POLICY_CHANGED = new ReasonCode("policy.changed");

  /** Registry changes that somebody else has to sign, and nobody signed. */
  public static final ReasonCode REGISTRY_UNSIGNED = new ReasonCode("registry.unsigned");

  /** Registry changes that the network decides, and that its log does not prove to be of their time. */
  public static final ReasonCode REGISTRY_DECIDED = new ReasonCode("registry.decided-by-network");

  /** All registry changes are signed by those who have to, or are in the log in their place. */
  public static final ReasonCode REGISTRY_CHECKED = new ReasonCode("registry.checked");

  /** Each step of a sanction is in the log, between what happened before and after it. */
  public static final ReasonCode SANCTIONS_CHECKED = new ReasonCode("sanctions.checked");

  /** Steps of sanctions of a network without a log. */
  public static final ReasonCode SANCTIONS_DECIDED = new ReasonCode("sanctions.decided-by-network");

  /** Figures from outside, for which the network vouches alone. */
  public static final ReasonCode FACTS = new ReasonCode("facts.own-word");

  /** Tables that the network published. */
  public static final ReasonCode TABLES = new ReasonCode("tables.own-word");

  /** The randomness is the round of a drand network that the policy gives to the epoch. */
  public static final ReasonCode BEACON_PUBLIC = new ReasonCode("beacon.public");

  /** The randomness is what the policy's key gives for the epoch; its holder could foresee it, not choose it. */
  public static final ReasonCode BEACON_OF_KEY = new ReasonCode("beacon.of-key");

  /** The operator chose the randomness: the policy is for a demonstration or a test. */
  public static final ReasonCode BEACON_CHOSEN = new ReasonCode("beacon.chosen");

  /** Nothing is missing: the log's records and the bundle agree in both directions. */
  public static final ReasonCode LOG_COMPLETE = new ReasonCode("log.complete");

  /** The network keeps no log, so that nobody can say whether something was left out. */
  public static final ReasonCode LOG_ABSENT = new ReasonCode("log.absent");

  /** The log is signed, but nobody says by whom it has to be. */
  public static final ReasonCode LOG_KEY_UNKNOWN = new ReasonCode("log.key-unknown");

  /** Another key signs the log since a record in it; the key before signed that. */
  public static final ReasonCode LOG_KEY_ROTATED = new ReasonCode("log.key-rotated");

  /** Enough of the witnesses that the auditor names cosigned the log, or that the policy names if the auditor names none. */
  public static final ReasonCode WITNESSED = new ReasonCode("log.witnessed");

  /** Neither the auditor nor the policy says who has to witness the log. */
  public static final ReasonCode NOT_WITNESSED = new ReasonCode("log.no-witnesses");

  /** Too few witnesses cosigned the log, so that another history may have been shown to others. */
  public static final ReasonCode NO_QUORUM = new ReasonCode("log.no-quorum");

  /** The compensation that the epoch goes on from is in the log. */
  public static final ReasonCode COMPENSATION_LOGGED = new ReasonCode("compensation.logged");

  /** The log does not say that the compensation that the epoch goes on from was paid. */
  public static final ReasonCode COMPENSATION_NOT_LOGGED =
      new ReasonCode("compensation.not-logged");

  private ReplayNotes() {}
}
