package org.depinsdk.transparency.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.MisbehaviourProof.OtherLeaf;
import org.depinsdk.transparency.proof.MisbehaviourProof.Overdue;
import org.depinsdk.transparency.proof.MisbehaviourProof.SplitView;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.InconsistencyProof;
import org.depinsdk.transparency.tree.TreeHash;

/** The file of a {@link MisbehaviourProof}. */
final class MisbehaviourFormat {
  static final String FIRST_LINE = "depin-misbehaviour-proof/1";

  private static final int MAX_LENGTH = 3 * SignedNote.MAX_BYTES;
  private static final String KIND = "kind ";
  private static final String PART = "part ";

  private MisbehaviourFormat() {}

  static String write(OtherLeaf proof) {
    return file("other-leaf")
        + part("receipt", proof.receipt().toString())
        + part("leaf", proof.leaf() + "\n")
        + part("proof", proof.proof().toString());
  }

  static String write(Overdue proof) {
    return file("overdue")
        + part("receipt", proof.receipt().toString())
        + part("later", proof.later().toString());
  }

  static String write(SplitView proof) {
    StringBuilder hashes = new StringBuilder();
    proof.inconsistency().hashes().forEach(hash -> hashes.append(hash).append('\n'));
    return file("split-view")
        + part("older", proof.older().toString())
        + part("newer", proof.newer().toString())
        + part("hashes", hashes.toString());
  }

  private static String file(String kind) {
    return FIRST_LINE + "\n" + KIND + kind + "\n";
  }

  private static String part(String name, String content) {
    return PART + name + " " + content.chars().filter(c -> c == '\n').count() + "\n" + content;
  }

  static MisbehaviourProof parse(String file) throws TransparencyException {
    if (file.length() > MAX_LENGTH
        || !file.startsWith(FIRST_LINE + "\n" + KIND)
        || !file.endsWith("\n")) {
      throw TransparencyException.malformed(
          "a misbehaviour proof has at most " + MAX_LENGTH + " characters, begins with the lines "
              + FIRST_LINE + " and '" + KIND + "…', and ends in a line feed");
    }
    // the last part is what follows the last line feed: nothing
    String[] lines = file.split("\n", -1);
    String kind = lines[1].substring(KIND.length());
    Map<String, String> parts = parts(lines);
    return switch (kind) {
      case "other-leaf" -> {
        checkNames(parts, "receipt", "leaf", "proof");
        String[] leaf = part(parts, "leaf").split("\n", -1);
        if (leaf.length != 2) {
          throw TransparencyException.malformed("the part leaf is one hash");
        }
        yield new OtherLeaf(
            LogReceipt.parse(part(parts, "receipt")),
            TreeHash.parse(leaf[0]),
            TlogProof.parse(part(parts, "proof")));
      }
      case "overdue" -> {
        checkNames(parts, "receipt", "later");
        yield new Overdue(
            LogReceipt.parse(part(parts, "receipt")), SignedCheckpoint.parse(part(parts, "later")));
      }
      case "split-view" -> {
        checkNames(parts, "older", "newer", "hashes");
        yield new SplitView(
            SignedCheckpoint.parse(part(parts, "older")),
            SignedCheckpoint.parse(part(parts, "newer")),
            hashes(part(parts, "hashes")));
      }
      default ->
        throw TransparencyException.malformed(
            "the kind of a misbehaviour proof is other-leaf, overdue or split-view, not "
                + Strict.shown(kind));
    };
  }

  private static Map<String, String> parts(String[] lines) throws TransparencyException {
    Map<String, String> parts = new LinkedHashMap<>();
    int at = 2;
    while (at < lines.length - 1) {
      String[] words = lines[at++].split(" ", -1);
      if (words.length != 3 || !(words[0] + " ").equals(PART)) {
        throw TransparencyException.malformed("line " + at + " of a misbehaviour proof is '" + PART
            + "NAME LINES', not " + Strict.shown(lines[at - 1]));
      }
      long number = Strict.decimal(words[2], "the lines of part " + Strict.shown(words[1]));
      if (number > lines.length - 1 - at) {
        throw TransparencyException.malformed(
            "part " + Strict.shown(words[1]) + " has fewer than " + number + " lines");
      }
      int end = at + (int) number;
      String content =
          String.join("\n", Arrays.asList(lines).subList(at, end)) + (number == 0 ? "" : "\n");
      if (parts.put(words[1], content) != null) {
        throw TransparencyException.malformed("part " + Strict.shown(words[1]) + " is there twice");
      }
      at = end;
    }
    return parts;
  }

  private static String part(Map<String, String> parts, String name) {
    return Objects.requireNonNull(parts.get(name));
  }

  private static void checkNames(Map<String, String> parts, String... names)
      throws TransparencyException {
    if (!List.copyOf(parts.keySet()).equals(List.of(names))) {
      throw TransparencyException.malformed("the parts are " + List.of(names)
          + " in this order, not " + Strict.shown(parts.keySet().toString()));
    }
  }

  private static InconsistencyProof hashes(String content) throws TransparencyException {
    String[] lines = content.split("\n", -1);
    // one more than a consistency proof: the older tree's own hash
    if (lines.length - 1 > ConsistencyProof.MAX_HASHES + 1) {
      throw TransparencyException.malformed(
          "at most " + (ConsistencyProof.MAX_HASHES + 1) + " hashes, not " + (lines.length - 1));
    }
    List<TreeHash> hashes = new ArrayList<>();
    for (int i = 0; i < lines.length - 1; i++) {
      hashes.add(TreeHash.parse(lines[i]));
    }
    return new InconsistencyProof(hashes);
  }
}
