package org.depinsdk.transparency.note;

import java.util.Arrays;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * What a log says about its tree (C2SP tlog-checkpoint): three lines and, seldom, more.
 *
 * @param origin names the log
 * @param head size and root of its tree
 * @param extensions further lines, which the specification discourages
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
  /**
   * A checkpoint.
   *
   * @throws IllegalArgumentException if the origin or an extension line is empty or has a line feed
   */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    checkLine(origin);
    extensions.forEach(Checkpoint::checkLine);
  }

  /**
   * A checkpoint without extension lines.
   *
   * @param origin names the log
   * @param head its tree
   * @throws IllegalArgumentException if the origin is empty or has a line feed
   */
  public Checkpoint(String origin, TreeHead head) {
    this(origin, head, List.of());
  }

  private static void checkLine(String line) {
    if (line.isEmpty() || line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("not a line of a checkpoint: " + Strict.shown(line));
    }
  }

  /**
   * Reads the text of a checkpoint.
   *
   * @param text what {@link #text} gives
   * @return the checkpoint
   * @throws TransparencyException if it has another form
   */
  public static Checkpoint parse(String text) throws TransparencyException {
    String[] lines = text.split("\n", -1);
    int last = lines.length - 1;
    if (last < 3
        || !lines[last].isEmpty()
        || Arrays.asList(lines).indexOf("") != last
        || text.indexOf('\r') >= 0) {
      throw TransparencyException.malformed(
          "a checkpoint is three or more lines, none of them empty: origin, size and root; not "
              + Strict.shown(text));
    }
    TreeHead head =
        new TreeHead(Strict.decimal(lines[1], "size of a checkpoint"), TreeHash.parse(lines[2]));
    return new Checkpoint(lines[0], head, List.of(lines).subList(3, last));
  }

  /**
   * What is signed.
   *
   * @return origin, size, base64 of the root and the extension lines, each with a line feed
   */
  public String text() {
    StringBuilder text =
        new StringBuilder(origin).append('\n').append(head.size()).append('\n').append(head.root());
    extensions.forEach(line -> text.append('\n').append(line));
    return text.append('\n').toString();
  }
}
