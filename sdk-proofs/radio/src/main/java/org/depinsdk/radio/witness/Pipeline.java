package org.depinsdk.radio.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.depinsdk.core.report.ReasonCode;

/**
 * Named checks in their order: the first that does not hold decides.
 *
 * @param checks in order
 * @param <C> what is checked
 */
public record Pipeline<C>(List<Check<C>> checks) {
  /** Copies. */
  public Pipeline {
    checks = List.copyOf(checks);
  }

  /**
   * One check.
   *
   * @param code what is said where it does not hold
   * @param holds whether all is well
   * @param <C> what is checked
   */
  public record Check<C>(ReasonCode code, Predicate<C> holds) {}

  /**
   * Runs the checks.
   *
   * @param subject what is checked
   * @return the code of the first check that does not hold, empty where all hold
   */
  public Optional<ReasonCode> firstFailure(C subject) {
    for (Check<C> check : checks) {
      if (!check.holds().test(subject)) {
        return Optional.of(check.code());
      }
    }
    return Optional.empty();
  }

  /**
   * The pipeline without one check, to show that it matters.
   *
   * @param code the check to take out
   * @return a shorter pipeline
   */
  public Pipeline<C> without(ReasonCode code) {
    List<Check<C>> rest = new ArrayList<>(checks);
    rest.removeIf(c -> c.code().equals(code));
    return new Pipeline<>(rest);
  }
}
