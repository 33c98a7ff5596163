package org.depinsdk.storage.possession;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;
import org.depinsdk.storage.Sampling;

/**
 * The settings of possession/1.
 *
 * @param challenges of each data set
 * @param answerWithin after the epoch's start
 * @param lossPpm the loss whose chance to be found is stated
 */
record PossessionRules(int challenges, Optional<Duration> answerWithin, int lossPpm) {
  static final Setting<Long> CHALLENGES = Setting.number(
      "challenges",
      "leaves",
      1,
      Possession.MAX_CHALLENGES,
      5,
      "How many leaves of each data set are challenged; Filecoin's services ask 5 a day.");
  static final Setting<Optional<Duration>> ANSWER_WITHIN = Setting.optionalDuration(
      "answer-within",
      "How long after the epoch's start an answer counts; without it, until the epoch's end. Filecoin's services give 30 minutes.");
  static final Setting<Long> LOSS = Setting.number(
      "loss-ppm",
      "millionths",
      1,
      Sampling.WHOLE,
      10_000,
      "With every proof is stated how likely a loss of this part would have been found.");
  static final Settings ALL = Settings.of(CHALLENGES, ANSWER_WITHIN, LOSS);

  PossessionRules(ProofConfig config) {
    this(
        config.get(CHALLENGES).intValue(),
        config.get(ANSWER_WITHIN),
        config.get(LOSS).intValue());
  }
}
