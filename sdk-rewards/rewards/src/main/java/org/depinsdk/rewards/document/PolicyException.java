package org.depinsdk.rewards.document;

import java.util.List;
import java.util.stream.Collectors;

/** A policy that is refused, with everything that is wrong with it. */
public final class PolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<PolicyProblem> problems;

  /**
   * A refusal.
   *
   * @param problems at least one
   */
  public PolicyException(List<PolicyProblem> problems) {
    super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * What is wrong.
   *
   * @return in the order of the file
   */
  public List<PolicyProblem> problems() {
    return problems;
  }
}
