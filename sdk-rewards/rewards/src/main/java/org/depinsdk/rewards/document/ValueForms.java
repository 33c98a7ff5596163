package org.depinsdk.rewards.document;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.JsonBoolean;
import org.depinsdk.core.json.JsonNumber;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.report.ProofKind;

/** The forms of values that many documents have. */
public final class ValueForms {
  private static final Duration LONGEST = Duration.ofDays(365_000);

  /** True or false. */
  public static final Form<Boolean> BOOLEAN = new Form<>(
      (value, problems) -> {
        if (value instanceof JsonBoolean bool) {
          return bool.value();
        }
        problems.expected(value, "true or false");
        return true;
      },
      JsonBoolean::new,
      schemas -> JsonObject.builder().put("type", "boolean").build(),
      () -> true);

  /** A string; numbers, true and false are taken as they are written, so that YAML needs no quotes. */
  public static final Form<String> SCALAR = new Form<>(
      (value, problems) -> {
        if (value instanceof JsonString string) {
          return string.value();
        } else if (value instanceof JsonNumber number) {
          return number.literal();
        } else if (value instanceof JsonBoolean bool) {
          return Boolean.toString(bool.value());
        }
        problems.expected(value, "a string, a number, true or false");
        return "";
      },
      JsonString::new,
      schemas -> JsonObject.builder()
          .put(
              "type",
              org.depinsdk.core.json.JsonArray.ofStrings(
                  java.util.List.of("string", "number", "boolean")))
          .build(),
      () -> "");

  /** The name of a network or a policy. */
  public static final Form<String> NAME = Forms.string(
      "a name of 1 to 64 of a-z 0-9 . -", Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}"), "a");

  /** A kind of proof. */
  public static final Form<ProofKind> PROOF_KIND = Forms.named(
      "kind",
      () -> Forms.parsed(
          "a proof kind such as uptime/1",
          Pattern.compile("[a-z][a-z0-9.-]{0,39}/[1-9][0-9]{0,3}"),
          ProofKind::parse,
          new ProofKind("none/1")));

  /** An account. */
  public static final Form<OperatorId> OPERATOR = Forms.parsed(
      "an account of 0x and 40 hexadecimal digits",
      Pattern.compile("0x[0-9a-fA-F]{40}"),
      OperatorId::parse,
      new OperatorId("0x" + "0".repeat(40)));

  /** An instant. */
  public static final Form<Instant> INSTANT = Forms.named(
      "instant",
      () -> Forms.parsed(
          "an instant such as 2026-08-05T12:00:00Z",
          Pattern.compile("[0-9]{4}-[0-9T:.-]{1,40}Z"),
          text -> time(text, Instant::parse),
          Instant.EPOCH));

  /** A duration of zero or more. */
  public static final Form<Duration> DURATION = Forms.named(
      "duration",
      () -> Forms.parsed(
          "a duration such as P30D or PT12H, at most P365000D",
          Pattern.compile("P[0-9DTHMS.]{1,60}"),
          ValueForms::duration,
          Duration.ofSeconds(1)));

  /** A whole number of 0 or more and of at most 77 digits, as a string. */
  public static final Form<BigInteger> BIG_NUMBER = Forms.named(
      "bigNumber",
      () -> Forms.parsed(
          "a whole number in quotes",
          Pattern.compile("0|[1-9][0-9]{0,76}"),
          BigInteger::new,
          BigInteger.ONE));

  private ValueForms() {}

  private static Duration duration(String text) {
    Duration duration = time(text, Duration::parse);
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  private static <V> V time(String text, Function<String, V> parser) {
    try {
      return parser.apply(text);
    } catch (ArithmeticException | DateTimeParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
