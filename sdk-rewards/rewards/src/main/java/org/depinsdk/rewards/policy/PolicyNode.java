package org.depinsdk.rewards.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a policy document, with the place where it stands. */
sealed interface PolicyNode {
  /** Line from 1. */
  int line();

  /** Column from 1. */
  int column();

  /** Fields by name, in the order of the document. */
  record Fields(int line, int column, Map<String, PolicyNode> fields) implements PolicyNode {
    public Fields {
      fields = new LinkedHashMap<>(fields);
    }
  }

  /** A list. */
  record Items(int line, int column, List<PolicyNode> items) implements PolicyNode {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A text. */
  record Text(int line, int column, String text) implements PolicyNode {}

  /** A whole number. */
  record Whole(int line, int column, long number) implements PolicyNode {}

  /** True or false. */
  record Truth(int line, int column, boolean value) implements PolicyNode {}
}
