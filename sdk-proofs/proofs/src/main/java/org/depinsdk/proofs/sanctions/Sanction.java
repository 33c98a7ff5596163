package org.depinsdk.proofs.sanctions;

import java.time.Instant;
import java.util.Optional;

/**
 * A sanction as it stands.
 *
 * @param imposed how it began
 * @param appealed the appeal, where there is one
 * @param upheld the answer that stays with it, where there is one
 * @param reversed the answer that ends it, where there is one
 */
public record Sanction(
    SanctionEvent.Imposed imposed,
    Optional<SanctionEvent.Appealed> appealed,
    Optional<SanctionEvent.Upheld> upheld,
    Optional<SanctionEvent.Reversed> reversed) {

  static Sanction of(SanctionEvent.Imposed imposed) {
    return new Sanction(imposed, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * When the sanction turned out wrong: when it was reversed, or when the time to answer its appeal ran out.
   *
   * @return empty where it stands; the deadline counts even where it is still ahead and no answer was given
   */
  public Optional<Instant> wrongSince() {
    if (reversed.isPresent()) {
      return reversed.map(SanctionEvent.Reversed::at);
    }
    return upheld.isPresent() ? Optional.empty() : answerDue();
  }

  /**
   * Until when the network has to answer the appeal.
   *
   * @return empty where there is no appeal
   */
  public Optional<Instant> answerDue() {
    return appealed.map(a -> a.at().plus(imposed.appealWithin()));
  }

  /**
   * When the sanction ends: when it expires, or earlier where it turned out wrong.
   *
   * @return the first moment without it
   */
  public Instant endsAt() {
    return wrongSince().filter(w -> w.isBefore(imposed.expires())).orElse(imposed.expires());
  }

  /**
   * Whether the sanction is in force.
   *
   * @param at a moment
   * @return true from its beginning to just before its end
   */
  public boolean isInForce(Instant at) {
    return !at.isBefore(imposed.at()) && at.isBefore(endsAt());
  }

  /**
   * Whether what was withheld is owed.
   *
   * @param at a moment
   * @return true from {@link #wrongSince} on
   */
  public boolean isCompensationDue(Instant at) {
    return wrongSince().map(w -> !at.isBefore(w)).orElse(false);
  }

  Sanction after(SanctionEvent event) throws SanctionConflictException {
    if (event instanceof SanctionEvent.Appealed appeal) {
      require(appealed.isEmpty(), event, "it was appealed before");
      require(reversed.isEmpty(), event, "it was reversed");
      return new Sanction(imposed, Optional.of(appeal), upheld, reversed);
    }
    require(wrongSince().map(w -> event.at().isBefore(w)).orElse(true), event, "it has ended");
    if (event instanceof SanctionEvent.Upheld answer) {
      require(appealed.isPresent(), event, "nobody appealed");
      require(upheld.isEmpty(), event, "the appeal was answered");
      return new Sanction(imposed, appealed, Optional.of(answer), reversed);
    }
    if (event instanceof SanctionEvent.Reversed reversal) {
      return new Sanction(imposed, appealed, upheld, Optional.of(reversal));
    }
    throw conflict(event, "it was imposed before");
  }

  private void require(boolean holds, SanctionEvent event, String why)
      throws SanctionConflictException {
    if (!holds) {
      throw conflict(event, why);
    }
  }

  private SanctionConflictException conflict(SanctionEvent event, String why) {
    return new SanctionConflictException("sanction " + imposed.sanction() + ": "
        + event.getClass().getSimpleName() + " at " + event.at() + " does not fit, " + why);
  }
}
