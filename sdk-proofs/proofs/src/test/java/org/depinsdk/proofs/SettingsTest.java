package org.depinsdk.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Setting<Long> MINIMUM =
      Setting.number("minimum", "metres", -5, 10, 3, "A number.");
  private static final Setting<Duration> INTERVAL =
      Setting.duration("interval", Duration.ofHours(1), "A duration.");
  private static final Setting<Optional<Duration>> GRACE =
      Setting.optionalDuration("grace", "A duration or none.");
  private static final Setting<Integer> MODE =
      Setting.choice("mode", Map.of("fast", 2, "slow", 1), "slow", "One of two.");
  private static final Setting<SortedSet<Integer>> LIST =
      Setting.set("list", "number", Integer::valueOf, "Some numbers.");
  private static final Setting<Long> MAX =
      Setting.number("*.max", "metres", 0, 10, 7, "A number for each key.");
  private static final Settings ALL = Settings.of(MINIMUM, INTERVAL, GRACE, MODE, LIST, MAX);

  private static ProofConfig config(String name, String value) {
    return new ProofConfig(Map.of(name, value));
  }

  @Test
  void settingsAreReadByTheirType() {
    assertThat(config("minimum", "-5").get(MINIMUM)).isEqualTo(-5);
    assertThat(config("interval", "PT5M").get(INTERVAL)).isEqualTo(Duration.ofMinutes(5));
    assertThat(config("grace", "P1D").get(GRACE)).contains(Duration.ofDays(1));
    assertThat(config("mode", "fast").get(MODE)).isEqualTo(2);
    assertThat(config("list", "3, 1,2").get(LIST)).containsExactly(1, 2, 3);
    assertThat(new ProofConfig(Map.of("a.b.max", "0", "c.max", "10", "max", "11")).family(MAX))
        .isEqualTo(Map.of("a.b", 0L, "c", 10L));
  }

  @Test
  void absentSettingsHaveTheirFallback() {
    ProofConfig none = ProofConfig.DEFAULTS;
    assertThat(none.get(MINIMUM)).isEqualTo(3);
    assertThat(none.get(INTERVAL)).isEqualTo(Duration.ofHours(1));
    assertThat(none.get(GRACE)).isEmpty();
    assertThat(none.get(MODE)).isEqualTo(1);
    assertThat(none.get(LIST)).isEmpty();
    assertThat(none.family(MAX)).isEmpty();
  }

  @Test
  void wrongValuesAreFoundWithNameValueAndWhatWasExpected() {
    Map<String, String> wrong = new TreeMap<>(Map.of(
        "minimum", "11",
        "interval", "PT0.0009S",
        "grace", "-PT1S",
        "mode", "quick",
        "list", "1,1",
        "a.max", "1.5"));
    assertThat(ALL.problems(new ProofConfig(wrong)))
        .extracting(Settings.Problem::setting)
        .containsExactlyElementsOf(wrong.keySet());
    for (String value : List.of("11", "-6", "twelve", "", "+1", "01", "9223372036854775808")) {
      assertThat(ALL.problems(config("minimum", value)))
          .containsExactly(new Settings.Problem(
              "minimum", "must be whole number from -5 to 10 (metres), not \"" + value + "\""));
    }
    assertThatThrownBy(() -> config("mode", "quick").get(MODE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting mode must be fast or slow, not \"quick\"");
    assertThatThrownBy(() -> config("a.max", "-1").family(MAX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.max");
  }

  @Test
  void unknownNamesAreFound() {
    for (String name : List.of("minimun", "interval ", "max", ".max", "")) {
      assertThat(ALL.problems(config(name, "1")))
          .containsExactly(new Settings.Problem(
              name,
              "unknown setting; expected one of minimum, interval, grace, mode, list, *.max"));
    }
    assertThat(Settings.NONE.problems(config("x", "1")))
        .containsExactly(new Settings.Problem("x", "unknown setting; this proof has none"));
  }

  @Test
  void rowsThatCannotBeReadAreLeftOutAndNamed() {
    Table<Integer, Boolean> table =
        Table.set("numbers", "number", "Some numbers.", Integer::valueOf);
    Tables tables = Tables.NONE.with(
        "numbers", new TreeMap<>(Map.of("1", "yes", "2", "no", "x", "yes", "3", "yes")));
    assertThat(table.rows(tables)).isEqualTo(Map.of(1, true, 3, true));
    assertThat(table.unreadable(tables)).isEqualTo(Map.of("2", "no", "x", "yes"));
    assertThat(table.rows(Tables.NONE)).isEmpty();
  }

  @Test
  void everyVerifierDescribesItsSettingsAndTables() {
    TestNetwork network = new TestNetwork();
    ProofVerifiers.load()
        .all()
        .forEach(v -> VerifierLaws.description(v, network.context(Map.of())));
  }

  @Test
  void lawsOfTheDescriptionFindWhatIsWrong() {
    Setting<Long> capital = Setting.number("Minimum", "metres", 0, 1, 0, "A number.");
    Setting<Long> phrase = Setting.number("least", "metres", 0, 1, 0, "a number");
    for (Settings wrong :
        List.of(Settings.of(capital), Settings.of(phrase), Settings.of(MINIMUM, MINIMUM))) {
      assertThat(wrong.problems(ProofConfig.DEFAULTS)).isEmpty();
      assertThatThrownBy(() -> VerifierLaws.description(
              new DescribedVerifier(wrong), new TestNetwork().context(Map.of())))
          .isInstanceOf(AssertionError.class);
    }
    VerifierLaws.description(new DescribedVerifier(ALL), new TestNetwork().context(Map.of()));
  }
}
