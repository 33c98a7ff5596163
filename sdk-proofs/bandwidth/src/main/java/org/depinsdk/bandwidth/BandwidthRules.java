package org.depinsdk.bandwidth;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.speed.Speedtest;

/** The settings of bandwidth/1. */
record BandwidthRules(
    Paid paid,
    int challengers,
    int corruptedPercent,
    Estimator estimator,
    LinkDraw.Gaps gaps,
    Duration window,
    int newestTests,
    int leastTests,
    int latencyPercent,
    Duration latencyLimit,
    Duration clockSkew,
    Duration answerWithin,
    Optional<Duration> maxRoundTrip,
    boolean placesChecked,
    String coordinatorClass) {
  /** Which direction the score is of. */
  enum Paid {
    DOWNLOAD,
    UPLOAD,
    BOTH;

    /** What a test is worth. */
    long of(long download, long upload) {
      return switch (this) {
        case DOWNLOAD -> download;
        case UPLOAD -> upload;
        case BOTH -> Math.min(download, upload);
      };
    }
  }

  static final Setting<Paid> DIRECTION = Setting.choice(
      "direction",
      Map.of("download", Paid.DOWNLOAD, "upload", Paid.UPLOAD, "both", Paid.BOTH),
      "download",
      "Which rate the score is; of both, the lower.");
  static final Setting<Long> CHALLENGER_COUNT = Setting.number(
      "challengers",
      "devices",
      3,
      TestPlan.MAX_CHALLENGERS,
      6,
      "How many challengers are chosen for a test. Proof of Backhaul is within 5 % at 250 Mbit/s with six.");
  static final Setting<Long> CORRUPTED = Setting.number(
      "corrupted",
      "percent",
      0,
      49,
      33,
      "Which share of a test's challengers may lie, rounded up; what is paid holds if no more do.");
  static final Setting<Discount> DISCOUNT = Setting.choice(
      "discount",
      Map.of("trim", Discount.TRIM, "proof-of-backhaul", Discount.PROOF_OF_BACKHAUL),
      "trim",
      "What is taken off for them: trim pays what those who saw least have seen, (n - f)/n of an honest link;"
          + " proof-of-backhaul (n - 2f)/(n - f).");
  static final Setting<Long> BACKGROUND = Setting.number(
      "background",
      "percent",
      0,
      90,
      25,
      "Which share of the capacity other traffic may have at most. It is named beside what is paid, and never paid.");
  static final Setting<Long> ALL = Setting.number(
      "at-least",
      "packets of a thousand",
      1,
      1_000,
      980,
      "How much of what was offered has to arrive for the verdict that a link has at least that much.");
  static final Setting<Duration> MEAN_GAP = Setting.duration(
      "mean-gap",
      LinkDraw.Gaps.NDT7.mean(),
      "Mean time from one test of a link to the next; the default and its limits are those of ndt7.");
  static final Setting<Duration> LEAST_GAP =
      Setting.duration("least-gap", LinkDraw.Gaps.NDT7.least(), "Shortest time between two tests.");
  static final Setting<Duration> MOST_GAP =
      Setting.duration("most-gap", LinkDraw.Gaps.NDT7.most(), "Longest time between two tests.");
  static final Setting<Duration> WINDOW = Setting.duration(
      "window", Duration.ofHours(48), "How far back tests count. Helium Mobile: 48 h.");
  static final Setting<Long> NEWEST = Setting.number(
      "newest", "tests", 1, TestWindow.MAX_TESTS, 6, "Of these how many, the newest.");
  static final Setting<Long> LEAST_TESTS = Setting.number(
      "least-tests",
      "tests",
      1,
      TestWindow.MAX_TESTS,
      1,
      "Fewest tests that are worth anything. Helium Mobile: 2.");
  static final Setting<Long> LATENCY_WEIGHT = Setting.number(
      "latency-weight",
      "percent",
      0,
      100,
      0,
      "Which share of the score latency-limit takes off, and a shorter latency in proportion: kL of Grass' formula"
          + " B (1 - kL L / Lmax).");
  static final Setting<Duration> LATENCY_LIMIT = Setting.duration(
      "latency-limit",
      Duration.ofSeconds(1),
      "The latency from which on no more is taken off: Lmax of Grass' formula.");
  static final Setting<Duration> CLOCK_SKEW = Setting.duration(
      "clock-skew",
      Duration.ofMillis(100),
      "How far a challenger's clock may be from the coordinator's. What is guaranteed is right up to this share of a test's"
          + " length by which honest clocks differ.");
  static final Setting<Duration> ANSWER_WITHIN = Setting.duration(
      "answer-within",
      Duration.ofMillis(500),
      "How long after the end of a test packets and answers count.");
  static final Setting<Optional<Duration>> MAX_ROUND_TRIP = Setting.optionalDuration(
      "max-round-trip",
      "Longest round trip to a challenger that counts. It bounds how far away a faster machine can be that a prover forwards"
          + " to.");
  static final Setting<Boolean> PLACES = Setting.choice(
      "places",
      Map.of("none", false, "checked", true),
      "none",
      "With checked, a round trip that is shorter than light takes between the enrolled places does not count.");
  static final Setting<String> COORDINATOR_CLASS = Setting.string(
      "coordinator-class", "coordinator", "The device class of those who may plan tests.");
  static final Settings SETTINGS = Settings.of(
      DIRECTION,
      CHALLENGER_COUNT,
      CORRUPTED,
      DISCOUNT,
      BACKGROUND,
      ALL,
      MEAN_GAP,
      LEAST_GAP,
      MOST_GAP,
      WINDOW,
      NEWEST,
      LEAST_TESTS,
      LATENCY_WEIGHT,
      LATENCY_LIMIT,
      CLOCK_SKEW,
      ANSWER_WITHIN,
      MAX_ROUND_TRIP,
      PLACES,
      COORDINATOR_CLASS);

  static BandwidthRules of(ProofConfig config) {
    int challengers = config.get(CHALLENGER_COUNT).intValue();
    int percent = config.get(CORRUPTED).intValue();
    return new BandwidthRules(
        config.get(DIRECTION),
        challengers,
        percent,
        new Estimator(
            Discount.corrupted(challengers, percent),
            config.get(DISCOUNT),
            config.get(BACKGROUND).intValue(),
            config.get(ALL).intValue()),
        new LinkDraw.Gaps(config.get(MEAN_GAP), config.get(LEAST_GAP), config.get(MOST_GAP)),
        config.get(WINDOW),
        config.get(NEWEST).intValue(),
        config.get(LEAST_TESTS).intValue(),
        config.get(LATENCY_WEIGHT).intValue(),
        config.get(LATENCY_LIMIT),
        config.get(CLOCK_SKEW),
        config.get(ANSWER_WITHIN),
        config.get(MAX_ROUND_TRIP),
        config.get(PLACES),
        config.get(COORDINATOR_CLASS));
  }

  /** What the proven tests are worth, less what their latency takes off. */
  long worth(Speedtest proven) {
    long rate = paid.of(proven.downloadBytesPerSecond() / 125, proven.uploadBytesPerSecond() / 125);
    BigInteger limit = BigInteger.valueOf(Math.max(1, latencyLimit.toMillis()));
    BigInteger latency = BigInteger.valueOf(proven.latencyMs()).min(limit);
    BigInteger whole = limit.multiply(BigInteger.valueOf(100));
    return whole
        .subtract(latency.multiply(BigInteger.valueOf(latencyPercent)))
        .multiply(BigInteger.valueOf(rate))
        .divide(whole)
        .longValueExact();
  }

  int corrupted() {
    return estimator.corrupted();
  }
}
