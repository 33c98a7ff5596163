package org.depinsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.kit.DeviceNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run explain} and {@code ./run report} on bundles that the epoch engine made. */
class ExplainCommandTest {
  @TempDir
  Path scratch;

  private Path bundles;
  private ThreeEpochs network;

  @BeforeEach
  void settle() throws Exception {
    bundles = scratch.resolve("run");
    network = new ThreeEpochs(bundles);
  }

  private ToolRun explain(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "explain";
    args[1] = bundles.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    return ToolRun.of(args);
  }

  @Test
  void anOwnerReadsWhatWasPaidForWhatAndWhen() throws Exception {
    String device = network.devices.get(0).text();
    DeviceNames.of(Map.of(device, "clock-1")).write(bundles);
    ToolRun run = explain("clock-1");
    assertThat(run.exit()).isZero();
    // 3.00, 1.80 and 3.00 of 9.00 an epoch
    assertThat(run.out())
        .contains("clock-1 (" + device + ")\nwas paid 7.8 HRS by hours in epochs 0 to 2.")
        .containsPattern("clock-1 +uptime +uptime/1 +7\\.80")
        .containsPattern("1 +6 +0 +1\\.80")
        .containsPattern("clock-1 +uptime/1: uptime\\.[a-z-]+ +1 +epoch 1");
    assertThat(run.out().lines())
        .hasSizeLessThan(24)
        .allMatch(line ->
            line.length() <= 80 || line.startsWith("clock-1 (") || line.startsWith("Next:"));
    assertThat(explain(device).out()).isEqualTo(run.out().replace("clock-1 --", device + " --"));
  }

  @Test
  void anOwnerOfPartReadsHisPart() {
    ToolRun before = explain(ThreeEpochs.operator(2).text());
    ToolRun after = explain(ThreeEpochs.operator(3).text());
    // 12 of 36, then 12 of 30, of which half each, then 12 of 36
    assertThat(before.out()).contains("was paid 4.8 HRS");
    assertThat(after.out()).contains("was paid 4.8 HRS");
    assertThat(explain("0x00000000000000000000000000000000000000fe").out())
        .contains("was paid 3 HRS")
        .containsPattern("- +treasury +a fixed account +3\\.00");
  }

  @Test
  void detailsGoOnToTheReportsAndEachReportIsShown() {
    String device = network.devices.get(0).text();
    String details = explain(device, "--details").out();
    assertThat(details)
        .contains("3.00 HRS  from pool uptime of 9.00 HRS", "total 1.80 HRS", device);
    Matcher id = Pattern.compile("report ([0-9a-f]{64})").matcher(details);
    assertThat(id.find()).isTrue();
    ToolRun report = ToolRun.of("report", bundles.toString(), id.group(1).substring(0, 8));
    assertThat(report.exit()).isZero();
    assertThat(report.out())
        .contains("report    " + id.group(1))
        .contains("device    " + device)
        .contains("proof     uptime/1, number 1 of the device")
        .contains("received  2026-01-01T00:01:00Z, in epoch 0")
        .contains("result    accepted")
        .contains("evidence  Heartbeat[");
    assertThat(explain(device, "--json").out()).contains("\"token\": \"HRS\"", "\"decimals\": 2");
  }

  @Test
  void programsGetOneDocumentAndWholeIds() throws Exception {
    String device = network.devices.get(0).text();
    Files.writeString(bundles.resolve(DeviceNames.FILE), device + "\tap-1\n");
    JsonNode json = new ObjectMapper()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readTree(explain("ap-1", "--json").out());
    assertThat(json).extracting(statement -> statement.get("epoch").asLong()).contains(0L, 1L);
    assertThat(json)
        .allSatisfy(statement -> assertThat(statement.get("subject").asText()).isEqualTo(device));
    assertThat(explain("ap-1", "--csv").out())
        .contains("For what," + device + ",uptime")
        .doesNotContain("ap-1");
  }

  @Test
  void whatIsNotThereIsNoAndWhatIsNoIdIsRefused() {
    assertThat(ToolRun.of("report", bundles.toString(), "0".repeat(64)))
        .isEqualTo(new ToolRun(
            1, "", "no bundle of " + bundles + " holds a report " + "0".repeat(64) + "\n"));
    ToolRun wrong = ToolRun.of("report", bundles.toString(), "0x12");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("ID is 8 to 64 digits 0-9 a-f, not 0x12");
    String stranger = "dev-" + "a".repeat(32);
    assertThat(explain(stranger).exit()).isEqualTo(1);
    assertThat(explain(stranger).err()).contains("no bundle of").contains("names " + stranger);
    assertThat(explain("dev-zzz").err()).contains("names dev-zzz: no device or operator");
    assertThat(explain("dev-none").exit()).isEqualTo(1);
    assertThat(
            ToolRun.of("explain", scratch.resolve("none").toString(), stranger).exit())
        .isEqualTo(2);
  }

  @Test
  void theBeginningOfAnIdIsEnough() {
    String device = network.devices.get(0).text();
    assertThat(explain(device.substring(0, 12)).out())
        .startsWith(device + "\n")
        .isEqualTo(explain(device).out().replace(device + " --", device.substring(0, 12) + " --"));
    ToolRun several = explain("dev-");
    assertThat(several.exit()).isEqualTo(1);
    assertThat(several.err()).contains("dev- is the beginning of dev-").contains(device);
  }

  @Test
  void namesThatAreNoNamesAreRefused() throws Exception {
    Files.writeString(bundles.resolve(DeviceNames.FILE), "dev-a\t\u001b[2J\n");
    ToolRun run = explain("dev-a");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("names.tsv: line 1 is not a device's id, a tab and a name");
  }
}
