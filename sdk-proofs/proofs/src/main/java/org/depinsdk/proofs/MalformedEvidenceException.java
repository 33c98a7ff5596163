package org.depinsdk.proofs;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.ReasonCode;

/**
 * Bytes that are not evidence of the kind that their report claims. It carries a code and facts, which a bundle may hold; the
 * sentence is made from them, and no library's message gets into either.
 */
public final class MalformedEvidenceException extends Exception {
  /** The bytes have not the form of this evidence at all. Fact: {@code expected}. */
  public static final ReasonCode UNREADABLE = new ReasonCode("evidence.unreadable");

  /** A field has a value that it cannot have. Facts: {@code field}, {@code value}, {@code expected}. */
  public static final ReasonCode INVALID_FIELD = new ReasonCode("evidence.invalid-field");

  private static final long serialVersionUID = 1L;

  private final transient ReasonCode reason;
  private final transient SortedMap<String, String> facts;

  /**
   * Malformed evidence.
   *
   * @param reason what is wrong; a verifier may have codes of its own
   * @param facts names and values; copied
   */
  public MalformedEvidenceException(ReasonCode reason, Map<String, String> facts) {
    super(sentence(reason, facts));
    this.reason = reason;
    this.facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  /**
   * Bytes that have not the form of this evidence at all.
   *
   * @param expected what they should be, for example the name of a protobuf message
   * @return the exception
   */
  public static MalformedEvidenceException unreadable(String expected) {
    return new MalformedEvidenceException(UNREADABLE, Map.of("expected", expected));
  }

  /**
   * A field with a value that it cannot have.
   *
   * @param field its name
   * @param value its value, as far as it can be shown; long ones are cut
   * @param expected what it should be
   * @return the exception
   */
  public static MalformedEvidenceException field(String field, Object value, String expected) {
    String shown =
        value instanceof Number ? value.toString() : EncodingException.shown(value.toString());
    return new MalformedEvidenceException(
        INVALID_FIELD, Map.of("field", field, "value", shown, "expected", expected));
  }

  /**
   * What is wrong.
   *
   * @return a stable code
   */
  public ReasonCode reason() {
    return reason;
  }

  /**
   * The facts of the code.
   *
   * @return names and values, sorted, unmodifiable
   */
  public SortedMap<String, String> facts() {
    return facts;
  }

  /**
   * What a code and its facts say, for people.
   *
   * @param reason {@link #UNREADABLE}, {@link #INVALID_FIELD} or a verifier's own
   * @param facts the facts that belong to it
   * @return a sentence without a full stop; of a verifier's own code the code and the facts
   */
  public static String sentence(ReasonCode reason, Map<String, String> facts) {
    if (reason.equals(UNREADABLE)) {
      return "not a " + facts.get("expected");
    }
    return reason.equals(INVALID_FIELD)
        ? facts.get("field") + " must be " + facts.get("expected") + ", not " + facts.get("value")
        : reason + " " + new TreeMap<>(facts);
  }
}
