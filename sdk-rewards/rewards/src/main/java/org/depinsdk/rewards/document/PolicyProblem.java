package org.depinsdk.rewards.document;

/**
 * One thing that is wrong with a policy.
 *
 * @param line in the file, from 1; 0 where the policy did not come from a file
 * @param column in the line, from 1; 0 where it did not come from a file
 * @param field the path to the field, for example {@code pools[2].share}
 * @param reason what is wrong, with the value, and what was expected
 */
public record PolicyProblem(int line, int column, String field, String reason) {
  @Override
  public String toString() {
    return (line > 0 ? "line " + line + ", column " + column + ": " : "")
        + (field.isEmpty() ? "" : field + ": ")
        + reason;
  }
}
