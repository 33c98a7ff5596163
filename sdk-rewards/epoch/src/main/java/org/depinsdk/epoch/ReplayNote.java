package org.depinsdk.epoch;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.ReasonCode;

/**
 * One thing that a replay knows about what a bundle rests on, beyond that everything in it was recomputed.
 *
 * @param level how far it could be checked
 * @param code what it is about, such as {@code log.complete}; {@link ReplayNotes} has them all
 * @param facts what was found, by name; may quote what strangers wrote, of which what cannot be printed is replaced
 */
public record ReplayNote(Level level, ReasonCode code, SortedMap<String, String> facts) {
  /** How far something could be checked. */
  public enum Level {
    /** It was recomputed, or those who have to sign it signed it. */
    CHECKED,
    /** It is asserted by the network alone: whoever had to sign it did not, or nobody can. */
    UNSIGNED,
    /** It could not be checked; the code says why. */
    UNCHECKED
  }

  /** Copies, and makes the facts printable: what would steer a terminal is replaced. */
  public ReplayNote {
    SortedMap<String, String> printable = new TreeMap<>();
    facts.forEach((name, value) -> printable.put(name, EncodingException.printable(value)));
    facts = Collections.unmodifiableSortedMap(printable);
  }

  static ReplayNote checked(ReasonCode code, Map<String, String> facts) {
    return new ReplayNote(Level.CHECKED, code, new TreeMap<>(facts));
  }

  static ReplayNote unsigned(ReasonCode code, Map<String, String> facts) {
    return new ReplayNote(Level.UNSIGNED, code, new TreeMap<>(facts));
  }

  static ReplayNote unchecked(ReasonCode code, Map<String, String> facts) {
    return new ReplayNote(Level.UNCHECKED, code, new TreeMap<>(facts));
  }
}
