package org.depinsdk.proofs.usage;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;

/** The settings of usage/1. */
record UsageRules(long sessionLimit, Optional<Duration> settleWithin, String clientClass) {
  static final Setting<Long> SESSION_LIMIT = Setting.number(
      "session-limit",
      "bytes",
      0,
      UsageReceipt.MAX_BYTES,
      1_000_000_000_000L,
      "Most bytes that one session is paid for, as the limit of a Storj order: it bounds what two accounts that"
          + " work together can claim with one receipt. Set it to what your links carry.");
  static final Setting<Optional<Duration>> SETTLE_WITHIN = Setting.optionalDuration(
      "settle-within",
      "How long after its time a receipt has to be reported; without it, any time before the epoch closes.");
  static final Setting<String> CLIENT_CLASS =
      Setting.string("client-class", "client", "The device class of those who may sign receipts.");
  static final Settings ALL = Settings.of(SESSION_LIMIT, SETTLE_WITHIN, CLIENT_CLASS);

  UsageRules(ProofConfig config) {
    this(config.get(SESSION_LIMIT), config.get(SETTLE_WITHIN), config.get(CLIENT_CLASS));
  }
}
