package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;

/**
 * The policies of a network by the epoch from which each holds. Immutable: a policy that is refused leaves the book, and
 * so the last good policy, as it is.
 */
public final class PolicyBook {
  private final List<RewardPolicy> policies;

  private PolicyBook(List<RewardPolicy> policies) {
    this.policies = List.copyOf(policies);
  }

  /**
   * A book with one policy.
   *
   * @param first the policy; it also holds before its own first epoch
   * @return the book
   */
  public static PolicyBook of(RewardPolicy first) {
    return new PolicyBook(List.of(first));
  }

  /**
   * The policy of an epoch.
   *
   * @param epoch its index
   * @return the last policy that is valid from this epoch or an earlier one, the first where there is none
   */
  public RewardPolicy inForce(long epoch) {
    RewardPolicy inForce = policies.get(0);
    for (RewardPolicy policy : policies) {
      if (policy.validFromEpoch() <= epoch) {
        inForce = policy;
      }
    }
    return inForce;
  }

  /**
   * All policies.
   *
   * @return in the order of their first epochs
   */
  public List<RewardPolicy> policies() {
    return policies;
  }

  /**
   * Adds the next policy.
   *
   * @param next of the same name and token, with a higher version and a later first epoch than the last
   * @param openEpoch index of the first epoch whose policy is not fixed yet
   * @return the book with it
   * @throws PolicyException if it does not follow the last policy
   */
  public PolicyBook with(RewardPolicy next, long openEpoch) throws PolicyException {
    RewardPolicy last = policies.get(policies.size() - 1);
    List<PolicyProblem> problems = new ArrayList<>();
    if (!next.name().equals(last.name())) {
      problems.add(problem("name", "expected " + last.name() + ", not " + next.name()));
    }
    if (!next.token().equals(last.token())) {
      problems.add(problem("token", "expected " + last.token() + ", not " + next.token()));
    }
    if (next.version() <= last.version()) {
      problems.add(
          problem("version", "must be above " + last.version() + ", not " + next.version()));
    }
    if (next.validFromEpoch() <= last.validFromEpoch()) {
      problems.add(problem(
          "validFromEpoch",
          "must be after " + last.validFromEpoch() + ", not " + next.validFromEpoch()));
    }
    if (next.validFromEpoch() < openEpoch) {
      problems.add(problem(
          "validFromEpoch",
          "the policies of epochs before " + openEpoch + " are fixed; one cannot hold from "
              + next.validFromEpoch()));
    }
    if (!problems.isEmpty()) {
      throw new PolicyException(problems);
    }
    List<RewardPolicy> longer = new ArrayList<>(policies);
    longer.add(next);
    return new PolicyBook(longer);
  }

  /**
   * Offers a policy file. A file that is refused changes nothing.
   *
   * @param file JSON or YAML, see {@link RewardPolicy#parse}
   * @param openEpoch index of the first epoch whose policy is not fixed yet
   * @return the book to go on with, and why the file was refused where it was
   */
  public Offer offer(byte[] file, long openEpoch) {
    try {
      return new Offer(with(RewardPolicy.parse(file), openEpoch), Optional.empty());
    } catch (PolicyException refused) {
      return new Offer(this, Optional.of(refused));
    }
  }

  /**
   * The answer to an offered file.
   *
   * @param book the book to go on with
   * @param refused why the file was refused, empty where it was taken
   */
  public record Offer(PolicyBook book, Optional<PolicyException> refused) {}

  private static PolicyProblem problem(String field, String reason) {
    return new PolicyProblem(0, 0, field, reason);
  }
}
