package org.depinsdk.proofs.sanctions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;

/**
 * All sanctions of a network, folded from their steps. Immutable: a step makes a new ledger, and no step changes what was
 * true of a moment before it.
 */
public final class SanctionLedger {
  /** No sanctions. */
  public static final SanctionLedger EMPTY = new SanctionLedger(List.of(), new TreeMap<>());

  private final List<SanctionEvent> events;
  private final SortedMap<Long, Sanction> sanctions;

  private SanctionLedger(List<SanctionEvent> events, SortedMap<Long, Sanction> sanctions) {
    this.events = events;
    this.sanctions = sanctions;
  }

  /**
   * How often sanctions for one reason were right.
   *
   * @param imposed how many there were
   * @param appealed how many of them were appealed
   * @param wrong how many were reversed, or not answered in time
   */
  public record Account(long imposed, long appealed, long wrong) {}

  /**
   * Adds a step.
   *
   * @param event not before the newest one
   * @return the new ledger
   * @throws SanctionConflictException if the step does not fit
   */
  public SanctionLedger with(SanctionEvent event) throws SanctionConflictException {
    if (!events.isEmpty() && event.at().isBefore(events.get(events.size() - 1).at())) {
      throw new SanctionConflictException("sanction " + event.sanction() + ": a step at "
          + event.at() + " after one at " + events.get(events.size() - 1).at());
    }
    SortedMap<Long, Sanction> next = new TreeMap<>(sanctions);
    Sanction old = next.get(event.sanction());
    if (old != null) {
      next.put(event.sanction(), old.after(event));
    } else if (event instanceof SanctionEvent.Imposed imposed
        && imposed.sanction() == sanctions.size() + 1L) {
      next.put(event.sanction(), Sanction.of(imposed));
    } else {
      throw new SanctionConflictException(
          "no sanction " + event.sanction() + "; the next is " + (sanctions.size() + 1));
    }
    List<SanctionEvent> all = new ArrayList<>(events);
    all.add(event);
    return new SanctionLedger(List.copyOf(all), next);
  }

  /**
   * All steps, oldest first.
   *
   * @return unmodifiable
   */
  public List<SanctionEvent> events() {
    return events;
  }

  /**
   * A sanction by its number.
   *
   * @param sanction from 1
   * @return empty where there is none
   */
  public Optional<Sanction> find(long sanction) {
    return Optional.ofNullable(sanctions.get(sanction));
  }

  /**
   * The sanctions of a device that are in force at a moment.
   *
   * @param device which device
   * @param at a moment
   * @return by number
   */
  public List<Sanction> inForce(DeviceId device, Instant at) {
    return sanctions.values().stream()
        .filter(s -> s.imposed().device().equals(device) && s.isInForce(at))
        .toList();
  }

  /**
   * The wrong sanctions of a device that touched an epoch: what it would have been paid for that epoch is owed.
   *
   * @param device which device
   * @param epoch an epoch that is over
   * @param now the moment of asking
   * @return by number
   */
  public List<Sanction> compensationDue(DeviceId device, Epoch epoch, Instant now) {
    return touching(epoch).stream()
        .filter(s -> s.imposed().device().equals(device) && s.isCompensationDue(now))
        .toList();
  }

  /**
   * The sanctions that were in force at any moment of an epoch: they withhold what their devices would be paid for it.
   *
   * @param epoch an epoch
   * @return by number
   */
  public List<Sanction> touching(Epoch epoch) {
    return sanctions.values().stream()
        .filter(s -> s.imposed().at().isBefore(epoch.end()) && s.endsAt().isAfter(epoch.start()))
        .toList();
  }

  /**
   * The ledger as it stood at a moment.
   *
   * @param moment the moment
   * @return a ledger with the steps before it
   */
  public SanctionLedger before(Instant moment) {
    SanctionLedger ledger = EMPTY;
    try {
      for (SanctionEvent event : events) {
        if (event.at().isBefore(moment)) {
          ledger = ledger.with(event);
        }
      }
      return ledger;
    } catch (SanctionConflictException e) {
      throw new IllegalStateException("the beginning of a ledger that fits, fits", e);
    }
  }

  /**
   * The ledger without the sanctions that turned out wrong, to recompute what an epoch should have paid. Numbers stay, so
   * that it takes no further steps.
   *
   * @param now the moment of asking
   * @return those that were right, or may still be
   */
  public SanctionLedger rightful(Instant now) {
    SortedMap<Long, Sanction> right = new TreeMap<>(sanctions);
    right.values().removeIf(s -> s.isCompensationDue(now));
    return new SanctionLedger(
        events.stream().filter(e -> right.containsKey(e.sanction())).toList(), right);
  }

  /**
   * All sanctions as they stand.
   *
   * @return by number
   */
  public List<Sanction> all() {
    return List.copyOf(sanctions.values());
  }

  /**
   * False-positive accounting.
   *
   * @param now the moment of asking
   * @return by reason
   */
  public SortedMap<ReasonCode, Account> accounts(Instant now) {
    SortedMap<ReasonCode, Account> accounts = new TreeMap<>();
    for (Sanction sanction : sanctions.values()) {
      Account one = new Account(
          1, sanction.appealed().isPresent() ? 1 : 0, sanction.isCompensationDue(now) ? 1 : 0);
      accounts.merge(
          sanction.imposed().reason(),
          one,
          (a, b) -> new Account(
              a.imposed() + b.imposed(), a.appealed() + b.appealed(), a.wrong() + b.wrong()));
    }
    return accounts;
  }
}
