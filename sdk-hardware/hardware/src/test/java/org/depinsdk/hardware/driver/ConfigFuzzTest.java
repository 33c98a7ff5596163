package org.depinsdk.hardware.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings of any text: problems that name their option, or values of the types that the driver asked for. */
class ConfigFuzzTest {
  static Stream<byte[]> settings() {
    return Stream.of(
            Map.of("address", "10.0.0.7", "port", "503", "every", "PT1M"),
            Map.of("address", "x", "fast", "true", "file", "/tmp/x", "password", "meter"))
        .map(settings -> {
          byte[][] parts = settings.entrySet().stream()
              .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
              .map(t -> t.getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new);
          return FuzzInput.blocks(parts);
        });
  }

  @MethodSource("settings")
  @FuzzTest
  void settings(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    Map<String, String> values = new LinkedHashMap<>();
    while (input.hasMore()) {
      values.put(
          new String(input.block(), StandardCharsets.UTF_8),
          new String(input.block(), StandardCharsets.UTF_8));
    }
    DriverConfig config = DriverConfig.of(values);
    try {
      DriverConfig resolved = ConfigTest.DESCRIPTOR.resolve(config);
      assertThat(ConfigTest.DESCRIPTOR.check(config)).isEmpty();
      assertThat(resolved.integer("port")).isEqualTo(Long.parseLong(resolved.string("port")));
      assertThat(resolved.duration("every")).isPositive();
      assertThat(resolved.path("file").toString()).isNotEmpty();
      resolved.flag("fast");
      assertThat(ConfigTest.DESCRIPTOR.resolve(resolved)).isEqualTo(resolved);
    } catch (DriverException.Misconfigured e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.getMessage()).hasSizeLessThan(64 * 1024);
    }
  }
}
