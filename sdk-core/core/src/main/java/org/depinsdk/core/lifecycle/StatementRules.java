package org.depinsdk.core.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedStatement;
import org.depinsdk.core.report.Admission;
import org.depinsdk.core.session.SessionGrant;
import org.depinsdk.core.session.SessionReasons;

/**
 * What a signed statement changes. Pure: the statement, the registry in front of it and the time in, the change or the reason
 * why not out. A network asks when the statement comes in, an auditor asks again with the same answer; only the nonce of a
 * session is the network's own to judge.
 */
public final class StatementRules {
  private final String network;
  private final Optional<IdentityRules> rules;

  private StatementRules(String network, Optional<IdentityRules> rules) {
    this.network = network;
    this.rules = rules;
  }

  /**
   * The rules of a network.
   *
   * @param network its name
   * @param rules who may sign what
   * @return rules that check everything
   */
  public static StatementRules of(String network, IdentityRules rules) {
    return new StatementRules(network, Optional.of(rules));
  }

  /**
   * Rules for the time before the present policy: all signatures and chains are checked, but not whose word counted then.
   *
   * @param network the network's name
   * @return the rules
   */
  public static StatementRules ofThePast(String network) {
    return new StatementRules(network, Optional.empty());
  }

  /**
   * Checks a statement about a device.
   *
   * @param statement as it came
   * @param device which device
   * @param before the registry in front of it; may know this device alone
   * @param at when the change would take effect
   * @return the change to record, or the reason why not
   */
  public LifecycleCheck check(
      SignedStatement statement, DeviceId device, RegistryView before, Instant at) {
    Optional<DeviceState> state = before.latest(device);
    if (state.isEmpty()) {
      return new LifecycleCheck.Refused(
          LifecycleReasons.UNKNOWN_DEVICE, device + " is not enrolled");
    }
    Instant dayBefore = at.minus(Duration.ofDays(1));
    long ofTheDay = before.records().stream()
        .filter(r ->
            r.device().equals(device) && r.statement().isPresent() && r.at().isAfter(dayBefore))
        .count();
    if (ofTheDay >= IdentityRules.CHANGES_A_DAY
        && statement.kind() != SignedStatement.Kind.REVOCATION) {
      return new LifecycleCheck.Refused(
          LifecycleReasons.TOO_MANY_CHANGES,
          ofTheDay + " since " + dayBefore + ", at most " + IdentityRules.CHANGES_A_DAY + " a day");
    }
    try {
      byte[] bytes = statement.bytes();
      return switch (statement.kind()) {
        case ENDORSEMENT -> endorsement(Endorsement.parse(bytes), device, before);
        case KEY_ROTATION ->
          KeyRotation.parse(bytes).check(network, state.get(), KeyHistory.of(before, device));
        case TRANSFER ->
          TransferVoucher.parse(bytes).check(network, state.get(), lastVoucher(before, device), at);
        case REVOCATION -> RevocationOrder.parse(bytes).check(network, before, device, rules, at);
        case SESSION -> session(SessionGrant.parse(bytes), state.get(), before, at);
      };
    } catch (EncodingException e) {
      return new LifecycleCheck.Refused(LifecycleReasons.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private LifecycleCheck endorsement(
      Endorsement endorsement, DeviceId device, RegistryView before) {
    // the first period's key is the one that the device enrolled with
    List<DeviceState> history = before.history(device);
    return rules.isPresent()
        ? endorsement.check(history.get(0).key(), rules.get())
        : endorsement.checkSignature(history.get(0).key());
  }

  private LifecycleCheck session(
      SessionGrant grant, DeviceState state, RegistryView before, Instant at) {
    Duration longest = rules.map(IdentityRules::longestSession).orElse(IdentityRules.MAX_SESSION);
    Optional<Admission.Refused> refusal = grant.check(network, state, at, longest);
    if (refusal.isPresent()) {
      return new LifecycleCheck.Refused(refusal.get().reason(), refusal.get().detail());
    }
    int running = before.sessionKeys(state.device(), at).size();
    if (running >= IdentityRules.SESSIONS_AT_A_TIME) {
      return new LifecycleCheck.Refused(
          SessionReasons.TOO_MANY,
          running + " sessions run, at most " + IdentityRules.SESSIONS_AT_A_TIME + " at a time");
    }
    return new LifecycleCheck.Accepted(
        new RegistryChange.SessionOpened(grant.sessionKey(), grant.from(), grant.until()));
  }

  /**
   * The newest voucher of a device, which the next one has to link to.
   *
   * @param view the registry; may know this device alone
   * @param device which device
   * @return empty if it was never transferred by a voucher
   */
  public static Optional<TransferVoucher> lastVoucher(RegistryView view, DeviceId device) {
    List<RegistryRecord> records = view.records();
    for (int i = records.size() - 1; i >= 0; i--) {
      RegistryRecord record = records.get(i);
      Optional<SignedStatement> statement =
          record.statement().filter(s -> s.kind() == SignedStatement.Kind.TRANSFER);
      if (record.device().equals(device) && statement.isPresent()) {
        try {
          return Optional.of(TransferVoucher.parse(statement.get().bytes()));
        } catch (EncodingException e) {
          throw new IllegalStateException("the registry holds a voucher that does not parse", e);
        }
      }
    }
    return Optional.empty();
  }
}
