package org.depinsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.kit.Commands;
import org.junit.jupiter.api.Test;

class BenchEpochTest {
  @Test
  void theSameSeedGivesTheSameEpochAndAnotherSeedAnotherOne() throws Exception {
    JsonNode first = bench("--seed", "7");
    assertThat(root(first)).isEqualTo(root(bench("--seed", "7")));
    assertThat(root(first)).isNotEqualTo(root(bench("--seed", "8")));
  }

  @Test
  void sensorsAreJudgedAndPaidToo() throws Exception {
    assertThat(figure(bench("--proof", "sensor/1", "--usage", "10"), "signatures"))
        .isEqualTo("143");
    ToolRun other = ToolRun.of("bench", "epoch", "--proof", "ping/1");
    assertThat(other.exit()).isEqualTo(Commands.FAILED);
    assertThat(other.err()).startsWith("--proof must be uptime/1 or sensor/1, not 'ping/1'");
  }

  @Test
  void receiptsAreSignaturesOfTheirOwn() throws Exception {
    assertThat(figure(bench("--usage", "0"), "signatures")).isEqualTo("130");
    assertThat(figure(bench("--usage", "50"), "signatures")).isEqualTo("195");
    assertThat(figure(bench("--usage", "100"), "signatures")).isEqualTo("260");
  }

  @Test
  void everyStepIsMeasured() throws Exception {
    JsonNode json = bench("--usage", "50", "--rounds", "2");
    List<String> steps = new ArrayList<>();
    for (JsonNode row : json.get(0).get("rows")) {
      steps.add(row.get("step").asText());
    }
    assertThat(steps)
        .containsExactly(
            "sign", "judge and settle", "write the bundle", "signatures alone", "replay");
    assertThat(figure(json, "replay against signatures alone, %")).matches("|[0-9]+\\.[0-9]");
  }

  @Test
  void aDeviceReportsAtLeastOnceAndNoMoreThanEachSecond() {
    ToolRun few = ToolRun.of("bench", "epoch", "--devices", "10", "--reports", "9");
    assertThat(few.exit()).isEqualTo(Commands.FAILED);
    assertThat(few.err()).startsWith("--reports must be 10 to 864000, not 9");
  }

  private static JsonNode bench(String... options) throws Exception {
    List<String> args =
        new ArrayList<>(List.of("bench", "epoch", "--devices", "13", "--reports", "130", "--json"));
    args.addAll(List.of(options));
    ToolRun run = ToolRun.of(args.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static String figure(JsonNode json, String what) {
    for (JsonNode row : json.get(1).get("rows")) {
      if (row.get("what").asText().equals(what)) {
        return row.get("figure").asText();
      }
    }
    throw new AssertionError("no " + what);
  }

  private static String root(JsonNode json) {
    return json.get(2).get("rows").get(0).get("root").asText();
  }
}
