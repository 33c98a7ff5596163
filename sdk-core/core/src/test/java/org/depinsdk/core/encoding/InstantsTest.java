package org.depinsdk.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1970-01-01T00:00:00Z"})
  void theYearsOneTo9999AreRead(String text) throws EncodingException {
    assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
    assertThat(
            Json.parseObject("{\"at\": \"" + text + "\"}", JsonLimits.DEFAULT).instant("at"))
        .isEqualTo(Instant.parse(text));
  }

  /** Java reads them, and their milliseconds overflow, or those of their neighbours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "+10000-01-01T00:00:00Z",
        "0000-12-31T23:59:59Z",
        "-0001-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void othersAreRefused(String text) throws EncodingException {
    assertThat(Instant.parse(text).toString()).isEqualTo(text);
    assertThatThrownBy(() -> Instants.parse(text))
        .isInstanceOf(DateTimeParseException.class)
        .hasMessageContaining("1 to 9999");
    var json = Json.parseObject("{\"at\": \"" + text + "\"}", JsonLimits.DEFAULT);
    assertThatThrownBy(() -> json.instant("at"))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("at is ");
  }
}
