package org.depinsdk.rewards.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.Contribution;

/**
 * What a pool pays: a line for each owner of each contribution that it counts. Lines are numbered in the order of device,
 * kind and operator.
 */
final class Lines {
  private final Contribution[] contributions;
  private final int[] first;
  private final int[] contributionOf;
  private final int[] byOperator;
  private final int[] operatorStarts;

  /** The lines of merged contributions, which nobody may change afterwards. */
  Lines(Contribution[] contributions) {
    this.contributions = contributions;
    this.first = new int[contributions.length + 1];
    for (int i = 0; i < contributions.length; i++) {
      first[i + 1] = Math.addExact(first[i], contributions[i].owners().shares().size());
    }
    // with one owner each, a line has its contribution's number
    this.contributionOf = areSole() ? first : new int[size()];
    for (int i = 0; i < contributions.length; i++) {
      Arrays.fill(contributionOf, first[i], first[i + 1], i);
    }
    Map<OperatorId, int[]> counts = new HashMap<>();
    for (int line = 0; line < size(); line++) {
      counts.computeIfAbsent(operator(line), operator -> new int[2])[0]++;
    }
    OperatorId[] operators = counts.keySet().toArray(new OperatorId[0]);
    Arrays.sort(operators);
    this.operatorStarts = new int[operators.length + 1];
    for (int i = 0; i < operators.length; i++) {
      int[] count = Objects.requireNonNull(counts.get(operators[i]));
      operatorStarts[i + 1] = operatorStarts[i] + count[0];
      count[1] = operatorStarts[i];
    }
    this.byOperator = new int[size()];
    for (int line = 0; line < byOperator.length; line++) {
      byOperator[Objects.requireNonNull(counts.get(operator(line)))[1]++] = line;
    }
  }

  /** How many lines there are. */
  int size() {
    return first[contributions.length];
  }

  /** Whether each contribution has one owner, and so one line. */
  boolean areSole() {
    return size() == contributions.length;
  }

  Contribution[] contributions() {
    return contributions;
  }

  /** The first line of a contribution. */
  int first(int contribution) {
    return first[contribution];
  }

  int contributionOf(int line) {
    return contributionOf[line];
  }

  OperatorId operator(int line) {
    int i = contributionOf[line];
    return contributions[i].owners().shares().get(line - first[i]).operator();
  }

  /** The numbers of all lines in the order of operator, device and kind. */
  int[] byOperator() {
    return byOperator;
  }

  /** Where each operator's lines start in {@link #byOperator()}, and where the last one's end. */
  int[] operatorStarts() {
    return operatorStarts;
  }
}
