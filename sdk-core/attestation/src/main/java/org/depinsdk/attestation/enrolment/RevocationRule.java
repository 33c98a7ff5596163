package org.depinsdk.attestation.enrolment;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.RevocationSource;

/**
 * What holds about withdrawn certificates, whatever the lists of the moment are.
 *
 * @param mode what holds if the status of a certificate is not known
 * @param maxAge a list that is older says nothing; zero if no lists are read
 * @param reason why no lists are read; empty if they are
 */
public record RevocationRule(Revocation.Mode mode, Duration maxAge, String reason) {
  /** Checks that there is an age, or a reason. */
  public RevocationRule {
    boolean none = mode == Revocation.Mode.NONE;
    if (none == reason.isBlank() || none != maxAge.isZero() || maxAge.isNegative()) {
      throw new IllegalArgumentException(
          "revocation none has a reason and no maxAge, the others have a maxAge and no reason");
    }
  }

  /**
   * What is not known to be good is refused.
   *
   * @param maxAge a list that is older says nothing
   * @return the rule
   */
  public static RevocationRule failClosed(Duration maxAge) {
    return new RevocationRule(Revocation.Mode.FAIL_CLOSED, maxAge, "");
  }

  /**
   * What is not known to be withdrawn is accepted.
   *
   * @param maxAge a list that is older says nothing
   * @return the rule
   */
  public static RevocationRule failOpen(Duration maxAge) {
    return new RevocationRule(Revocation.Mode.FAIL_OPEN, maxAge, "");
  }

  /**
   * No lists are read.
   *
   * @param reason why, for those who read the policy
   * @return the rule
   */
  public static RevocationRule none(String reason) {
    return new RevocationRule(Revocation.Mode.NONE, Duration.ZERO, reason);
  }

  /** The rule with the lists of a moment; without any, nothing is known. */
  Revocation with(Optional<RevocationSource> lists) {
    return mode == Revocation.Mode.NONE
        ? Revocation.none(reason)
        : new Revocation(mode, Optional.of(lists.orElse(MissingList.INSTANCE)), maxAge, "");
  }
}
