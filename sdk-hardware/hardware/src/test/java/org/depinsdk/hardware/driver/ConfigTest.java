package org.depinsdk.hardware.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.hardware.driver.ConfigOption.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  static final DriverDescriptor DESCRIPTOR = DriverDescriptor.of("meter", "1")
      .option(ConfigOption.required("address", Type.STRING, "Where the meter is."))
      .option(ConfigOption.withDefault("port", Type.INTEGER, "502", "Its port."))
      .option(ConfigOption.withDefault("every", Type.DURATION, "PT5S", "How often."))
      .option(ConfigOption.withDefault("file", Type.PATH, "a/b", "A file."))
      .option(ConfigOption.withDefault("fast", Type.BOOLEAN, "false", "Hurry."))
      .option(ConfigOption.optional("password", Type.SECRET, "Its password."))
      .build();

  @Test
  void defaultsAreFilledInAndReadByType() throws Exception {
    DriverConfig config = DESCRIPTOR.resolve(DriverConfig.empty().with("address", "10.0.0.7"));
    assertThat(config.string("address")).isEqualTo("10.0.0.7");
    assertThat(config.integer("port")).isEqualTo(502);
    assertThat(config.duration("every")).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.path("file")).isEqualTo(Path.of("a/b"));
    assertThat(config.flag("fast")).isFalse();
    assertThat(config.find("password")).isEmpty();
    assertThatThrownBy(() -> config.string("password"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password has no value");
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    DriverConfig config = DriverConfig.of(Map.of("prot", "1", "port", "many", "every", "-PT1S"));
    assertThat(DESCRIPTOR.check(config))
        .extracting(ConfigProblem::toString)
        .satisfiesExactly(
            p -> assertThat(p).contains("\"prot\"", "no such option", "address"),
            p -> assertThat(p).contains("address: missing", "Where the meter is."),
            p -> assertThat(p).contains("port: expected an integer, not \"many\""),
            p -> assertThat(p).contains("every: expected an ISO 8601 duration"));
    assertThatThrownBy(() -> DESCRIPTOR.resolve(config))
        .isInstanceOfSatisfying(DriverException.Misconfigured.class, e -> {
          assertThat(e.problems()).hasSize(4);
          assertThat(e.retryable()).isFalse();
          assertThat(e).hasMessageContaining("driver meter");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, 9223372036854775808",
    "INTEGER, 1.5",
    "BOOLEAN, yes",
    "DURATION, 5s",
    "DURATION, PT0S",
    "STRING, ''",
    "PATH, ''"
  })
  void textsThatDoNotParseAreProblems(Type type, String value) {
    ConfigOption option = ConfigOption.optional("x", type, "");
    assertThat(option.check(value)).isPresent();
    assertThatThrownBy(() -> ConfigOption.withDefault("x", type, value, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPathWithAZeroByteAndAnEndlessTextAreProblems() {
    assertThat(ConfigOption.optional("x", Type.PATH, "").check("a\0b")).isPresent();
    assertThat(ConfigOption.optional("x", Type.STRING, "").check("a".repeat(4097)))
        .isPresent();
  }

  @Test
  void whatIsWhereASecretsNameBelongsIsNeverShown() {
    String secret = "hunter2".repeat(40);
    DriverConfig config = DriverConfig.empty().with("address", "x").with("password", secret);
    assertThat(config.toString()).contains("password").doesNotContain("hunter2");
    assertThat(DESCRIPTOR.check(config)).hasSize(1);
    assertThat(DESCRIPTOR.check(config).toString()).doesNotContain("hunter2");
    assertThat(Secret.of("hunter2").toString()).doesNotContain("hunter2");
    assertThat(new String(Secret.of("hunter2").reveal(), StandardCharsets.UTF_8))
        .isEqualTo("hunter2");
  }

  @Test
  void aDescriptorIsChecked() {
    assertThatThrownBy(() -> DriverDescriptor.of("Not An Id", "1").build())
        .hasMessageContaining("Not An Id");
    ConfigOption option = ConfigOption.optional("x", Type.STRING, "");
    assertThatThrownBy(
            () -> DriverDescriptor.of("d", "1").option(option).option(option).build())
        .hasMessageContaining("names an option twice");
    assertThatThrownBy(() -> new ConfigOption("x", Type.STRING, Optional.of("a"), true, ""))
        .hasMessageContaining("required and has a default");
    assertThatThrownBy(() -> new Command("go", "", Map.of())).hasMessageContaining("1 to 64");
    assertThat(List.of(new Command("go", "k", Map.of("a", "b")).arguments()))
        .containsExactly(Map.of("a", "b"));
  }
}
