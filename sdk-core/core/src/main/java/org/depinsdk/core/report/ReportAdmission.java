package org.depinsdk.core.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.SignatureBatch;
import org.depinsdk.core.registry.DeviceState;

/**
 * Decides whether a network accepts a report. A pure function of rules, state, time and what was accepted before, so that a replay of
 * the log decides exactly as the network did.
 *
 * <p>The costly check, of the signature, is in {@link #precheck}, which needs no order and can run on many threads.
 * {@link #decide} is cheap and is called once for each report, in the order of the log.
 */
public final class ReportAdmission {
  private final AdmissionRules rules;

  /**
   * Admission by rules.
   *
   * @param rules the network's rules
   */
  public ReportAdmission(AdmissionRules rules) {
    this.rules = rules;
  }

  /**
   * Checks what does not depend on other reports: the device's state and the signature.
   *
   * @param report the report
   * @param state the device's state when the report came, empty if it was not enrolled
   * @return a refusal, or empty if the report passed
   */
  public Optional<Refusal> precheck(SignedReport report, Optional<DeviceState> state) {
    return precheck(report, state, List.of());
  }

  /**
   * Checks what does not depend on other reports, if further keys may sign for the device in addition to its own.
   *
   * @param report the report
   * @param state the device's state when the report came, empty if it was not enrolled
   * @param sessionKeys keys of the device's sessions that ran when the report came, as they were recorded; few
   * @return a refusal, or empty if the report passed
   */
  public Optional<Refusal> precheck(
      SignedReport report, Optional<DeviceState> state, List<DeviceKey> sessionKeys) {
    Optional<Refusal> unfit = unfit(report, state);
    if (unfit.isPresent()) {
      return unfit;
    }
    DeviceKey key = state.orElseThrow().key();
    boolean signed = report.verify(rules.network(), key)
        || sessionKeys.stream().anyMatch(k -> report.verify(rules.network(), k));
    return signed ? Optional.empty() : badSignature(key);
  }

  /**
   * Prechecks many reports, several times faster than one by one if some hundreds come together: their signatures are
   * verified as one batch. Each gets the result that it would get alone.
   *
   * @param candidates the reports
   * @return for each, in order, a refusal, or empty if it passed
   */
  public List<Optional<Refusal>> precheck(List<Candidate> candidates) {
    SignatureBatch batch = new SignatureBatch();
    List<Optional<Refusal>> unfit = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      Optional<Refusal> refusal = unfit(candidate.report(), candidate.state());
      unfit.add(refusal);
      if (refusal.isEmpty()) {
        candidate.report().addTo(batch, rules.network(), candidate.likelyKey());
      }
    }
    BitSet signed = batch.verify();
    List<Optional<Refusal>> answers = new ArrayList<>(candidates.size());
    int index = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Optional<Refusal> answer = unfit.get(i);
      if (answer.isEmpty() && !signed.get(index++)) {
        Candidate candidate = candidates.get(i);
        answer = candidate.signedByAnother(rules.network())
            ? Optional.empty()
            : badSignature(candidate.key());
      }
      answers.add(answer);
    }
    return answers;
  }

  /**
   * A report to precheck.
   *
   * @param report the report
   * @param state the device's state when the report came, empty if it was not enrolled
   * @param sessionKeys keys of the device's sessions that ran when the report came, as they were recorded; few
   */
  public record Candidate(
      SignedReport report, Optional<DeviceState> state, List<DeviceKey> sessionKeys) {
    /** Copies. */
    public Candidate {
      sessionKeys = List.copyOf(sessionKeys);
    }

    private DeviceKey key() {
      return state.orElseThrow().key();
    }

    // a device that has opened a session means to sign with its key
    private DeviceKey likelyKey() {
      return sessionKeys.isEmpty() ? key() : sessionKeys.get(sessionKeys.size() - 1);
    }

    private boolean signedByAnother(String network) {
      DeviceKey tried = likelyKey();
      return (!key().equals(tried) && report.verify(network, key()))
          || sessionKeys.stream()
              .anyMatch(key -> !key.equals(tried) && report.verify(network, key));
    }
  }

  // what can be decided without the signature
  private static Optional<Refusal> unfit(SignedReport report, Optional<DeviceState> state) {
    if (state.isEmpty()) {
      return refused(
          ReportReasons.UNKNOWN_DEVICE, "device " + report.report().device() + " is not enrolled");
    }
    DeviceState device = state.get();
    return switch (device.status()) {
      case ENROLLED ->
        refused(
            ReportReasons.NOT_ACTIVE, "enrolled at " + device.enrolledAt() + ", not yet admitted");
      case SUSPENDED -> refused(ReportReasons.SUSPENDED, "suspended since " + device.since());
      case REVOKED -> refused(ReportReasons.REVOKED, "revoked since " + device.since());
      case ACTIVE -> Optional.empty();
    };
  }

  private static Optional<Refusal> badSignature(DeviceKey key) {
    return refused(ReportReasons.BAD_SIGNATURE, "not signed by " + key.didKey());
  }

  /**
   * Decides about a report that passed {@link #precheck}.
   *
   * @param report the report
   * @param receivedAt the network's clock when it came
   * @param used what was accepted of its device in the epoch of its device time
   * @return the decision; if accepted, the caller adds it to the usage
   */
  public Admission decide(SignedReport report, Instant receivedAt, DeviceUsage used) {
    Report body = report.report();
    Instant time = body.deviceTime();
    if (time.isAfter(receivedAt.plus(rules.maxSkew()))) {
      return new Refusal(
          ReportReasons.FROM_FUTURE, "device time " + time + ", received " + receivedAt);
    }
    if (time.isBefore(receivedAt.minus(rules.maxAge()))
        || time.isBefore(rules.schedule().genesis())) {
      return new Refusal(ReportReasons.TOO_OLD, "device time " + time + ", received " + receivedAt);
    }
    Epoch epoch = rules.schedule().containing(time);
    if (!receivedAt.isBefore(rules.schedule().closesAt(epoch))) {
      return new Refusal(
          ReportReasons.EPOCH_CLOSED,
          "epoch " + epoch.index() + " closed at " + rules.schedule().closesAt(epoch)
              + ", received " + receivedAt);
    }
    ReplayWindow window = used.window();
    if (!window.isFree(body.sequence())) {
      return new Refusal(
          ReportReasons.REPLAYED,
          "sequence " + body.sequence() + ", highest used " + window.highest());
    }
    ReportBudget budget = rules.deviceBudget();
    if (!used.leavesRoom(report, budget)) {
      return new Refusal(
          ReportReasons.OVER_BUDGET,
          used.reports() + " reports of " + budget.reports() + " and " + used.bytes() + " bytes of "
              + budget.bytes() + " in epoch " + epoch.index() + " are used");
    }
    return new Admission.Accepted(report.id(rules.network()), epoch.index());
  }

  private static Optional<Refusal> refused(ReasonCode reason, String detail) {
    return Optional.of(new Refusal(reason, detail));
  }
}
