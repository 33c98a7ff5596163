package org.depinsdk.attestation.tpm;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.attestation.Appraisal;
import org.depinsdk.attestation.Reference;
import org.depinsdk.attestation.Relaxation;
import org.depinsdk.attestation.TrustClaim;
import org.depinsdk.attestation.TrustValues;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a platform booted with reference values: {@code pcr.sha256.7} has values of a register, {@code
 * pcr-events.sha256.4} digests of events that may extend it, {@code secure-boot} has {@code true}. A register that a reference
 * value names is read, and has to be quoted; all others say nothing.
 */
final class PlatformCheck {
  private static final String VALUE = "pcr.";
  private static final String EVENTS = "pcr-events.";
  private static final String SECURE_BOOT = "secure-boot";
  private static final int SECURE_BOOT_PCR = 7;
  private static final int FIRMWARE_PCRS = 8;
  private static final Pattern NAME =
      Pattern.compile("pcr(?:-events)?\\.([a-z0-9]+)\\.([0-9]{1,2})");

  private final Appraisal appraisal;
  private final QuotedPcrs quoted;
  private final @Nullable EventLogReplay log;

  private PlatformCheck(Appraisal appraisal, QuotedPcrs quoted, @Nullable EventLogReplay log) {
    this.appraisal = appraisal;
    this.quoted = quoted;
    this.log = log;
  }

  static void check(Appraisal appraisal, QuotedPcrs quoted, byte[] eventLog) {
    EventLogReplay log = null;
    if (eventLog.length > 0) {
      try {
        log = EventLogReplay.of(EventLog.parse(eventLog));
      } catch (EncodingException e) {
        appraisal.find("log.malformed", TrustClaim.EXECUTABLES, TrustValues.CRYPTO_FAILED);
      }
    }
    new PlatformCheck(appraisal, quoted, log).check();
  }

  private void check() {
    Map<String, Optional<Pcr>> named = new TreeMap<>();
    for (String name : appraisal.references().values().keySet()) {
      if (name.startsWith(VALUE) || name.startsWith(EVENTS)) {
        named.put(name, register(name));
      }
    }
    int read = 0;
    int untouched = 0;
    for (Map.Entry<String, Optional<Pcr>> entry : named.entrySet()) {
      byte[] value = entry.getValue().map(quoted.values()::get).orElse(null);
      if (value == null) {
        refuse("pcr.not-quoted", "pcr", entry.getKey());
        continue;
      }
      Pcr pcr = entry.getValue().get();
      read++;
      untouched += isUntouched(value) ? 1 : 0;
      if (pcr.bank() == TpmHash.SHA1) {
        appraisal.findUnless(
            Relaxation.ALLOW_SHA1,
            "pcr.sha1-bank",
            TrustClaim.EXECUTABLES,
            TrustValues.CRYPTO_FAILED,
            "pcr",
            pcr);
      }
      if (entry.getKey().startsWith(VALUE)) {
        appraisal.compare(
            entry.getKey(),
            Hex.encode(value),
            "pcr.mismatch",
            TrustClaim.EXECUTABLES,
            TrustValues.APPROVED_BOOT,
            TrustValues.UNTRUSTWORTHY);
        if (log != null && pcr.index() < FIRMWARE_PCRS) {
          isReplayed(pcr, TrustClaim.EXECUTABLES);
        }
      } else {
        checkEvents(entry.getKey(), pcr);
      }
    }
    if (read > 0 && untouched == read) {
      refuse("pcr.nothing-measured");
    }
    checkSecureBoot();
  }

  private static Optional<Pcr> register(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int index = Integer.parseInt(matcher.group(2));
    return index < Pcr.PER_BANK
        ? TpmHash.of(matcher.group(1)).map(bank -> new Pcr(bank, index))
        : Optional.empty();
  }

  private static boolean isUntouched(byte[] value) {
    for (byte octet : value) {
      if (octet != 0 && octet != -1) {
        return false;
      }
    }
    return true;
  }

  private void refuse(String code, Object... facts) {
    appraisal.find(code, TrustClaim.EXECUTABLES, TrustValues.UNTRUSTWORTHY, facts);
  }

  /** Whether the log explains a quoted register, and nothing in it makes its entries doubtful. */
  private boolean isReplayed(Pcr pcr, TrustClaim claim) {
    EventLogReplay replay = log;
    if (replay == null) {
      appraisal.find("log.missing", claim, TrustValues.UNTRUSTWORTHY, "pcr", pcr);
      return false;
    }
    boolean sound = true;
    for (EventLogReplay.Problem problem : replay.problems(pcr.index())) {
      sound = false;
      appraisal.find(
          problem.fault().code(),
          claim,
          TrustValues.CRYPTO_FAILED,
          "pcr",
          pcr.index(),
          "event",
          problem.event());
    }
    if (!Arrays.equals(quoted.values().get(pcr), replay.values().get(pcr))) {
      sound = false;
      appraisal.find("log.replay-mismatch", claim, TrustValues.CRYPTO_FAILED, "pcr", pcr);
    }
    return sound;
  }

  private void checkEvents(String name, Pcr pcr) {
    if (!isReplayed(pcr, TrustClaim.EXECUTABLES) || log == null) {
      return;
    }
    Reference last = null;
    for (TpmEvent event : log.events(pcr.index())) {
      byte[] digest = event.digests().get(pcr.bank());
      String shown = digest == null ? "" : Hex.encode(digest);
      Optional<Reference> match = appraisal.references().match(name, shown);
      if (match.isEmpty()) {
        refuse("log.unexpected-event", "pcr", pcr, "event", event.number(), "digest", shown);
        return;
      }
      last = match.get();
    }
    if (last != null) {
      appraisal.affirm(TrustClaim.EXECUTABLES, TrustValues.APPROVED_BOOT, last);
    }
  }

  private void checkSecureBoot() {
    Optional<Pcr> pcr = quoted.values().keySet().stream()
        .filter(p -> p.index() == SECURE_BOOT_PCR && p.bank() != TpmHash.SHA1)
        .findFirst();
    boolean asked = appraisal.references().has(SECURE_BOOT);
    boolean readable = pcr.isPresent()
        && (asked ? isReplayed(pcr.get(), TrustClaim.CONFIGURATION) : explains(pcr.get()));
    Optional<Boolean> on = readable && log != null ? log.secureBoot() : Optional.empty();
    if (on.isPresent()) {
      if (!on.get()) {
        appraisal.findUnless(
            Relaxation.ALLOW_UNLOCKED_BOOT,
            "secure-boot-off",
            TrustClaim.CONFIGURATION,
            TrustValues.UNTRUSTWORTHY);
      }
      appraisal.compare(
          SECURE_BOOT,
          on.get().toString(),
          "secure-boot-mismatch",
          TrustClaim.CONFIGURATION,
          TrustValues.AFFIRMED,
          TrustValues.UNTRUSTWORTHY);
    } else if (asked) {
      appraisal.find("secure-boot-unknown", TrustClaim.CONFIGURATION, TrustValues.UNTRUSTWORTHY);
    }
  }

  /** Whether the log explains a register; it is not a finding if it does not, because no reference value asks for it. */
  private boolean explains(Pcr pcr) {
    return log != null
        && log.problems(pcr.index()).isEmpty()
        && Arrays.equals(quoted.values().get(pcr), log.values().get(pcr));
  }
}
