package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of a bundle's files of any text: each is refused by name, or has one form. */
class BundleLineFuzzTest {
  private interface Reader<T> {
    T read(JsonObject line) throws EncodingException;
  }

  private interface Writer<T> {
    JsonObject write(T value);
  }

  private static <T> void hasOneForm(JsonObject line, Reader<T> reader, Writer<T> writer) {
    T value;
    try {
      value = reader.read(line);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    try {
      assertThat(reader.read(writer.write(value))).isEqualTo(value);
    } catch (EncodingException e) {
      throw new AssertionError("its own form is refused: " + value, e);
    }
  }

  static Stream<byte[]> lines() {
    Instant at = Instant.parse("2026-08-05T12:00:00Z");
    return Stream.of(
            new SanctionEvent.Imposed(
                at,
                1,
                new DeviceId("dev-" + "a".repeat(32)),
                new ReasonCode("usage.counter-fell"),
                List.of(new ReportId("00".repeat(32))),
                at.plusSeconds(86_400),
                Duration.ofHours(1),
                new TreeSet<>(List.of(new ProofKind("usage/1")))),
            new SanctionEvent.Appealed(at, 1, "not I"),
            new SanctionEvent.Upheld(at, 1, "it was"),
            new SanctionEvent.Reversed(at, 1, "it was not"))
        .map(event -> SanctionJson.format(event).getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("lines")
  @FuzzTest
  void lines(byte[] data) {
    JsonObject line;
    try {
      line = Json.parseObject(new String(data, StandardCharsets.UTF_8), JsonLimits.DEFAULT);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    hasOneForm(line, SanctionJson::parse, event -> {
      try {
        return Json.parseObject(SanctionJson.format(event), JsonLimits.DEFAULT);
      } catch (EncodingException e) {
        throw new AssertionError(e);
      }
    });
    hasOneForm(line, CloneJson::parse, CloneJson::format);
    hasOneForm(line, ContributionJson::parse, ContributionJson::format);
    hasOneForm(line, FaultJson::parse, FaultJson::format);
    hasOneForm(line, VerdictJson::parse, VerdictJson::format);
  }
}
