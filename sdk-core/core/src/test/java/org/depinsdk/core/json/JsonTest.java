package org.depinsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String DOCUMENT = """
      {
        "epoch": 7,
        "at": "2026-01-01T00:00:00Z",
        "length": "PT1H",
        "device": "dev-2",
        "open": true,
        "none": null,
        "parts": [
          {"path": "a", "bytes": 1},
          {"path": "b", "bytes": "12"}
        ]
      }
      """;

  private static JsonObject document() throws EncodingException {
    return Json.parseObject(DOCUMENT, JsonLimits.DEFAULT);
  }

  /** What ECMAScript's {@code JSON.stringify(value, null, 2)} and {@code JSON.stringify(value)} print. */
  @Test
  void writesWhatEcmaScriptWrites() throws Exception {
    String line =
        "{\"b\":1,\"a\":{},\"c\":[],\"d\":[1,[2,{\"x\":\"é\u2028\\u0001\\u001f\\t\\\"\\\\/😀\"}]],\"e\":null,\"f\":true}";
    String document = """
        {
          "b": 1,
          "a": {},
          "c": [],
          "d": [
            1,
            [
              2,
              {
                "x": "é\u2028\\u0001\\u001f\\t\\"\\\\/😀"
              }
            ]
          ],
          "e": null,
          "f": true
        }
        """;
    JsonValue value = Json.parse(line, JsonLimits.DEFAULT);
    assertThat(Json.line(value)).isEqualTo(line);
    assertThat(new String(Json.document(value), StandardCharsets.UTF_8)).isEqualTo(document);
    assertThat(Json.parse(Json.document(value), JsonLimits.DEFAULT)).isEqualTo(value);
  }

  @Test
  void buildsWhatItReads() throws Exception {
    JsonObject built = JsonObject.builder()
        .put("epoch", 7)
        .put("name", "x")
        .put("open", false)
        .put("list", JsonArray.ofStrings(List.of("a", "b")))
        .put("map", JsonObject.ofStrings(new TreeMap<>(Map.of("k", "v"))))
        .put("items", JsonArray.of(List.of(1L, 2L), JsonNumber::new))
        .build();
    String line =
        "{\"epoch\":7,\"name\":\"x\",\"open\":false,\"list\":[\"a\",\"b\"],\"map\":{\"k\":\"v\"},\"items\":[1,2]}";
    assertThat(Json.line(built)).isEqualTo(line);
    assertThat(Json.parseObject(line, JsonLimits.DEFAULT))
        .isEqualTo(built)
        .hasSameHashCodeAs(built);
    assertThat(built.without("name").with("epoch", new JsonNumber(8)).members().keySet())
        .containsExactly("epoch", "open", "list", "map", "items");
  }

  @Test
  void readsMembers() throws Exception {
    JsonObject json = document();
    assertThat(json.wholeNumber("epoch")).isEqualTo(7);
    assertThat(json.instant("at")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(json.duration("length")).isEqualTo(Duration.ofHours(1));
    assertThat(json.bool("open")).isTrue();
    assertThat(json.has("none")).isTrue();
    assertThat(json.get("absent")).isNull();
    assertThat(json.objects("parts").get(0).string("path")).isEqualTo("a");
    json.onlyNames("epoch", "at", "length", "device", "open", "none", "parts");
  }

  @Test
  void anErrorNamesPathValueExpectationAndPlace() throws Exception {
    JsonObject json = document();
    fails(
        () -> json.objects("parts").get(1).wholeNumber("bytes"),
        "parts[1].bytes is \"12\", expected a whole number, 0 or more (line 10, column 28)");
    fails(
        () -> json.objects("parts").get(0).string("sha256"),
        "parts[0].sha256 is missing, expected a string (line 9, column 5)");
    fails(() -> json.string("epoch"), "epoch is 7, expected a string (line 2, column 12)");
    fails(
        () -> json.instant("length"),
        "length is \"PT1H\", expected an instant such as 2026-01-01T00:00:00Z (line 4, column 13)");
    fails(
        () -> json.duration("at"),
        "at is \"2026-01-01T00:00:00Z\", expected a duration such as PT1H (line 3, column 9)");
    fails(() -> json.object("parts"), "parts is an array, expected an object (line 8, column 12)");
    fails(
        () -> json.strings("parts"), "parts[0] is an object, expected a string (line 9, column 5)");
    fails(() -> json.array("none"), "none is null, expected an array (line 7, column 11)");
    fails(
        () -> json.bool("at"),
        "at is \"2026-01-01T00:00:00Z\", expected true or false (line 3, column 9)");
    fails(
        () -> json.parsed("device", DeviceId::parse),
        "device is refused: a device id is dev- and 32 characters of a-z 2-7, not \"dev-2\" (line 5, column 13)");
    fails(
        () -> json.onlyNames("epoch", "at"),
        "length is unknown, expected one of [at, epoch] (line 4, column 13)");
    fails(
        () -> Json.parseObject(" [1]", JsonLimits.DEFAULT),
        "the document is an array, expected an object (line 1, column 2)");
    EncodingException e = catchThrowableOfType(EncodingException.class, () -> json.string("epoch"));
    assertThat(e.line()).isEqualTo(2);
    assertThat(e.column()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "1e3", "9223372036854775808", "\"1\"", "true", "null"})
  void aWholeNumberIsZeroOrMoreWithoutFraction(String literal) throws Exception {
    JsonObject json = Json.parseObject("{\"n\":" + literal + "}", JsonLimits.DEFAULT);
    assertThatThrownBy(() -> json.wholeNumber("n"))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("expected a whole number, 0 or more");
  }

  @Test
  void numbersKeepTheirDigits() throws Exception {
    assertThat(Json.line(Json.parse("[62.50,-0,1E+2,9223372036854775807]", JsonLimits.DEFAULT)))
        .isEqualTo("[62.50,-0,1E+2,9223372036854775807]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | the document is empty, expected a JSON value (line 1, column 1)",
        "{\"a\":1} x | not JSON (RFC 8259) (line 1, column ",
        "{} {} | there is content after the JSON value, expected the end (line 1, column 4)",
        "{\"a\":1,\"a\":2} | a occurs twice in its object (line 1, column 8)",
        "{\"b\":{\"a\":1,\"\\u0061\":2}} | b.a occurs twice in its object (line 1, column 13)",
        "\"\\ud800\" | a string with a lone surrogate, expected Unicode (line 1, column 1)",
        "{\"\udc00\":1} | a name with a lone surrogate, expected Unicode (line 1, column 2)",
        "{\"a\":1 | not JSON (RFC 8259) (line 1, column ",
        "[1,] | not JSON (RFC 8259) (line 1, column ",
        "[01] | not JSON (RFC 8259) (line 1, column ",
        "[NaN] | not JSON (RFC 8259) (line 1, column ",
        "{a:1} | not JSON (RFC 8259) (line 1, column ",
        "['a'] | not JSON (RFC 8259) (line 1, column ",
        "[1]// | not JSON (RFC 8259) (line 1, column ",
        "\ufeff[] | not JSON (RFC 8259) (line 1, column ",
        "\"\t\" | not JSON (RFC 8259) (line 1, column ",
      })
  void refusesWhatIsNotStrictJson(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text, JsonLimits.DEFAULT))
        .isInstanceOf(EncodingException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[][] hostile = {
      {'"', (byte) 0xff, '"'}, // never a byte of UTF-8
      {'"', (byte) 0xc0, (byte) 0xa2, '"'}, // overlong
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, // a surrogate
      {0, '1'}, // UTF-16
    };
    for (byte[] bytes : hostile) {
      assertThatThrownBy(() -> Json.parse(bytes, JsonLimits.DEFAULT))
          .isInstanceOf(EncodingException.class);
    }
    fails(() -> Json.parse(hostile[0], JsonLimits.DEFAULT), "JSON of 3 bytes that are not UTF-8");
  }

  @Test
  void keepsTheLimits() throws Exception {
    JsonLimits limits = JsonLimits.DEFAULT
        .withLength(40)
        .withDepth(2)
        .withValues(4)
        .withStringLength(3)
        .withNameLength(2)
        .withNumberLength(5);
    for (String atTheLimit :
        List.of("[[]]", "[1,2,3]", "\"abc\"", "{\"ab\":1}", "12345", " ".repeat(39) + "1")) {
      assertThat(Json.parse(atTheLimit, limits)).isNotNull();
      assertThat(Json.parse(atTheLimit.getBytes(StandardCharsets.UTF_8), limits))
          .isNotNull();
    }
    fails(
        () -> Json.parse("[[[]]]", limits),
        "[0][0] is nested deeper than the 2 levels allowed (line 1, column 3)");
    fails(
        () -> Json.parse("[1,2,3,4]", limits),
        "[3] is one value more than the 4 allowed (line 1, column 8)");
    fails(
        () -> Json.parse("\"abcd\"", limits),
        "a string of 4 characters, expected at most 3 (line 1, column 1)");
    fails(
        () -> Json.parse("{\"abc\":1}", limits),
        "a name of 3 characters, expected at most 2 (line 1, column 2)");
    fails(
        () -> Json.parse("123456", limits),
        "a number of 6 characters, expected at most 5 (line 1, column 1)");
    fails(
        () -> Json.parse(" ".repeat(40) + "1", limits),
        "JSON of 41 characters, expected at most 40");
    fails(() -> Json.parse(new byte[41], limits), "JSON of 41 bytes, expected at most 40");
    assertThatThrownBy(() -> JsonLimits.DEFAULT.withDepth(501))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Jackson has limits of its own, for example on nesting; none is reached before ours. */
  @Test
  void theDeepestNestingAndTheLongestNumberAreRead() throws Exception {
    String deep = "[".repeat(500) + "]".repeat(500);
    assertThat(Json.line(Json.parse(deep, JsonLimits.DEFAULT.withDepth(500)))).isEqualTo(deep);
    fails(
        () -> Json.parse("[" + deep + "]", JsonLimits.DEFAULT.withDepth(500)),
        "[0]".repeat(500) + " is nested deeper than the 500 levels allowed (line 1, column 501)");
    String number = "9".repeat(5_000);
    assertThat(Json.parse(number, JsonLimits.DEFAULT.withNumberLength(5_000)))
        .isEqualTo(new JsonNumber(number, JsonLocation.NONE));
  }

  private static void fails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(EncodingException.class).hasMessage(message);
  }
}
