package org.depinsdk.storage.audit;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;

/**
 * The settings of audit/1.
 *
 * @param stripes of each segment
 * @param oneIn how many segments there are for each that is audited
 * @param liars that are reckoned with in a segment
 * @param answerWithin after the epoch's start
 * @param disqualifyPpm audit score at which nothing counts
 * @param suspendPpm unknown score at which a device is suspended
 * @param onlineWindows epochs over which the online score is taken
 * @param onlinePpm online score below which a device is suspended
 * @param vettingAudits audits after which a device is vetted
 */
record AuditRules(
    int stripes,
    long oneIn,
    int liars,
    Optional<Duration> answerWithin,
    int disqualifyPpm,
    int suspendPpm,
    int onlineWindows,
    int onlinePpm,
    long vettingAudits) {
  private static final String PPM = "millionths";

  static final Setting<Long> STRIPES = Setting.number(
      "stripes",
      "blocks of each shard",
      1,
      ShardReport.MAX_STRIPES,
      1,
      "How many stripes of an audited segment are compared; Storj compares one.");
  static final Setting<Long> ONE_IN = Setting.number(
      "one-in",
      "segments",
      1,
      1_000_000,
      1,
      "One segment in so many is audited, chosen by the epoch's randomness; only shards of audited segments score.");
  static final Setting<Long> LIARS = Setting.number(
      "assumed-liars",
      "holders",
      0,
      128,
      2,
      "How many holders of a segment are reckoned to lie together. Where shards have no commitment, an audit judges only if so many can be located: with k data shards, k plus twice as many answers.");
  static final Setting<Optional<Duration>> ANSWER_WITHIN = Setting.optionalDuration(
      "answer-within",
      "How long after the epoch's start an answer counts; without it, until the epoch's end.");
  static final Setting<Long> DISQUALIFY = Setting.number(
      "disqualify-ppm",
      PPM,
      0,
      1_000_000,
      960_000,
      "While a device's audit score is not above this, nothing that it holds counts; Storj has 0.96.");
  static final Setting<Long> SUSPEND = Setting.number(
      "suspend-ppm",
      PPM,
      0,
      1_000_000,
      600_000,
      "While a device's score of unknown errors is not above this, it is suspended: a finding says so; Storj has 0.6.");
  static final Setting<Long> ONLINE_WINDOWS = Setting.number(
      "online-windows",
      "epochs",
      1,
      60,
      30,
      "Over how many epochs the online score is taken; Storj has 30 days.");
  static final Setting<Long> ONLINE = Setting.number(
      "online-ppm",
      PPM,
      0,
      1_000_000,
      600_000,
      "While a device's online score over a full period is below this, it is suspended: a finding says so; Storj has 0.6.");
  static final Setting<Long> VETTING = Setting.number(
      "vetting-audits",
      "audits",
      0,
      1_000_000,
      100,
      "How many audits make a device vetted, which a finding says; Storj has 100.");
  static final Settings ALL = Settings.of(
      STRIPES, ONE_IN, LIARS, ANSWER_WITHIN, DISQUALIFY, SUSPEND, ONLINE_WINDOWS, ONLINE, VETTING);

  AuditRules(ProofConfig config) {
    this(
        config.get(STRIPES).intValue(),
        config.get(ONE_IN),
        config.get(LIARS).intValue(),
        config.get(ANSWER_WITHIN),
        config.get(DISQUALIFY).intValue(),
        config.get(SUSPEND).intValue(),
        config.get(ONLINE_WINDOWS).intValue(),
        config.get(ONLINE).intValue(),
        config.get(VETTING));
  }
}
