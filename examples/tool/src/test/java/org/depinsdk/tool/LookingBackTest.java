package org.depinsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run what-if} and {@code ./run compensate} on bundles that the epoch engine made. */
class LookingBackTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EQUAL = """
      format: depin-reward-policy/1
      name: hours
      version: 2
      token: {symbol: HRS, decimals: 2}
      emission: {schedule: constant, perEpoch: 4.00 HRS}
      pools:
        - {name: uptime, share: 100, pay: {by: equal, minimumUnits: 1, kinds: [uptime/1]}, leftoverTo: carry-forward}
      """;

  @TempDir
  Path scratch;

  private Path bundles;
  private ThreeEpochs network;
  private String out = "";
  private String err = "";

  @BeforeEach
  void settle() throws Exception {
    bundles = scratch.resolve("run");
    network = new ThreeEpochs(bundles);
  }

  private int run(String... args) {
    ToolRun run = ToolRun.of(args);
    out = run.out();
    err = run.err();
    return run.exit();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(scratch.resolve(name), text).toString();
  }

  private static BigInteger number(JsonNode node, String field) {
    return new BigInteger(node.get(field).asText());
  }

  private static BigInteger sum(JsonNode rows, String field) {
    BigInteger sum = BigInteger.ZERO;
    for (JsonNode row : rows) {
      sum = sum.add(number(row, field));
    }
    return sum;
  }

  private static JsonNode row(JsonNode rows, String field, String value) {
    for (JsonNode row : rows) {
      if (row.get(field).asText().equals(value)) {
        return row;
      }
    }
    throw new AssertionError("no row with " + field + " " + value);
  }

  @Test
  void theSamePolicyMakesNoDifference() throws Exception {
    assertThat(run(
            "what-if",
            bundles.toString(),
            "--policy",
            file("same.yaml", ThreeEpochs.POLICY),
            "--json"))
        .isZero();
    JsonNode result = JSON.readTree(out);
    assertThat(result.get("operators")).hasSize(5);
    result.get("operators").forEach(o -> assertThat(o.get("change").asText()).isEqualTo("0"));
    assertThat(result.get("carriedForward").get("change").asText()).isEqualTo("0");
    assertThat(result.get("changes")).isEmpty();
  }

  @Test
  void anotherPolicyShowsEachOperatorAndTotalsThatAddUp() throws Exception {
    String policy = file("equal.yaml", EQUAL);
    for (boolean mint : new boolean[] {false, true}) {
      assertThat(
              mint
                  ? run("what-if", bundles.toString(), "--policy", policy, "--json", "--mint")
                  : run("what-if", bundles.toString(), "--policy", policy, "--json"))
          .as(err)
          .isZero();
      JsonNode result = JSON.readTree(out);
      for (String side : List.of("before", "after", "change")) {
        assertThat(sum(result.get("operators"), side)).isEqualTo(number(result.get("paid"), side));
        assertThat(sum(result.get("pools"), side)).isEqualTo(number(result.get("paid"), side));
        assertThat(number(result.get("paid"), side)
                .add(number(result.get("unallocated"), side))
                .add(number(result.get("carriedForward"), side)))
            .isEqualTo(number(result.get("minted"), side));
      }
      assertThat(number(result.get("minted"), "after").intValue()).isEqualTo(mint ? 1200 : 3000);
      // all but the treasury's share went to devices
      assertThat(result.get("devices")).hasSize(3);
      JsonNode version = row(result.get("changes"), "path", "version");
      assertThat(version.get("before").asText()).isEqualTo("nothing");
      assertThat(version.get("after").asText()).isEqualTo("2");
      assertThat(sum(result.get("devices"), "before"))
          .isEqualTo(number(row(result.get("pools"), "pool", "uptime"), "before"));
      // each epoch pays three devices alike, also the one that is sold in epoch 1
      JsonNode first = result.get("operators").get(0);
      assertThat(first.get("operator").asText())
          .isEqualTo(ThreeEpochs.operator(0).text());
      assertThat(number(first, "after").intValue())
          .isEqualTo(mint ? 133 + 133 + 134 : 333 + 333 + 334);
    }
    assertThat(run("what-if", bundles.toString(), "--policy", policy)).isZero();
    assertThat(out)
        .contains("By device", "By pool", "What differs between the policies")
        .containsPattern("version +nothing +2\\b")
        .contains("What if hours/2 had been in force in epochs 0 to 2")
        .containsPattern("paid +30\\.00 +30\\.00 +0\\.00")
        .containsPattern("carried forward +0\\.00 +0\\.00 +0\\.00")
        .containsPattern("minted +30\\.00 +30\\.00 +0\\.00");
  }

  @Test
  void csvIsOneTableWithWholeIds() throws Exception {
    String policy = file("equal.yaml", EQUAL);
    assertThat(run("what-if", bundles.toString(), "--policy", policy, "--csv")).isZero();
    List<String> lines = out.lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("table,field,was in force,other policy,operator,paid,would be paid,difference,"
            + "device,pool,sum,recorded");
    assertThat(lines).anyMatch(line -> line.contains(ThreeEpochs.operator(0).text()));
    assertThat(lines).allMatch(line -> line.split(",", -1).length >= 12);
    assertThat(run("explain", bundles.toString(), ThreeEpochs.operator(0).text(), "--csv"))
        .as(err)
        .isZero();
    assertThat(out).startsWith("table,device,pool,proof,").contains("\r\nEpochs,");
    assertThat(run("replay", bundles.toString(), "--csv")).as(err).isZero();
    assertThat(out)
        .startsWith("table,what,result,root,recomputed,detail,epochs\r\nSteps,epoch 0,same,0x");
  }

  @Test
  void bundlesAreTakenInAnyOrderButWithoutGaps() throws Exception {
    String policy = file("equal.yaml", EQUAL);
    String[] epochs = {"0", "1", "2"};
    for (int i = 0; i < 3; i++) {
      epochs[i] = bundles.resolve("epoch-" + i).toString();
    }
    assertThat(run("what-if", bundles.toString(), "--policy", policy, "--json")).isZero();
    String inOrder = out;
    assertThat(run("what-if", epochs[2], epochs[0], epochs[1], "--policy", policy, "--json"))
        .isZero();
    assertThat(out).isEqualTo(inOrder);
    assertThat(run("what-if", epochs[2], epochs[0], "--policy", policy)).isEqualTo(2);
    assertThat(err)
        .contains("is of epoch 2, but the one in front of it is of 0; name those between");
    assertThat(run("what-if", epochs[2], bundles.toString(), "--policy", policy))
        .isEqualTo(2);
    assertThat(err).contains("both of epoch 2");
    assertThat(run("what-if", epochs[1], epochs[2], "--policy", policy)).isZero();
    assertThat(out).contains("epochs 1 to 2").contains("carried in");
    assertThat(run("what-if", scratch.resolve("none").toString(), "--policy", policy))
        .isEqualTo(2);
    assertThat(err).contains("is not a folder; name a bundle");
  }

  @Test
  void aBrokenPolicyIsRefusedWithLineFieldAndReason() throws Exception {
    String[][] broken = {
      {"share: 100", "share: 101", "line 7, column 27: pools[0].share: a share is 0 to 100"},
      {"carry-forward", "nowhere", "line 7, column 98: pools[0].leftoverTo: there is no pool"},
      {"carry-forward", "uptime", "line 7, column 98: pools[0].leftoverTo: what pools leave"},
      {
        "4.00 HRS",
        "4.00 DAYS",
        "line 5, column 42: emission.perEpoch: expected HRS, which the policy pays, not DAYS"
      },
      {
        "[uptime/1]}",
        "[uptime/1], cap: {per: device, amount: -1 HRS}}",
        "pools[0].pay.cap.amount: expected an amount with its unit, such as \"34.24 HRS\", not \"-1"
      },
      {"decimals: 2", "decimals: 8", "pays HRS with 8 decimals, the bundles pay HRS with 2"}
    };
    for (String[] row : broken) {
      String policy = file("broken.yaml", EQUAL.replace(row[0], row[1]));
      assertThat(run("what-if", bundles.toString(), "--policy", policy))
          .as(row[1])
          .isEqualTo(2);
      assertThat(err).contains(row[2]).contains("broken.yaml");
      assertThat(out).isEmpty();
    }
    assertThat(run("what-if", bundles.toString(), "--policy", "no-such-file")).isEqualTo(2);
    assertThat(err).contains("there is no file no-such-file");
  }

  @Test
  void aNetworksOwnPolicyFileIsAPolicyToo() {
    String own = bundles.resolve("epoch-0").resolve("policy.json").toString();
    assertThat(run("what-if", bundles.toString(), "--policy", own)).as(err).isZero();
    assertThat(out).contains("What if hours/1");
  }

  private String correction(String... items) throws IOException {
    return file(
        "correction.json",
        "{\"format\": \"depin-correction/1\", \"network\": \"hours\", \"corrections\": ["
            + String.join(",\n", items) + "]}");
  }

  private String units(int epoch, int device, int units, String more) {
    return "{\"epoch\": %d, \"device\": \"%s\", \"kind\": \"uptime/1\", \"units\": %d%s, \"reason\": \"the gateway slept\"}"
        .formatted(epoch, network.devices.get(device), units, more);
  }

  @Test
  void aCorrectedVerdictIsToppedUpUnderANewCumulativeRoot() throws Exception {
    Path written = scratch.resolve("compensation");
    String file = correction(units(1, 0, 12, ""));
    assertThat(run(
            "compensate",
            bundles.toString(),
            "--correction",
            file,
            "--out",
            written.toString(),
            "--json"))
        .as(err)
        .isZero();
    JsonNode record = JSON.readTree(out);
    assertThat(Files.readString(written.resolve("compensation.json"))).isEqualTo(out);
    BigInteger paid = BigInteger.ZERO;
    BigInteger corrected = BigInteger.ZERO;
    BigInteger topUps = BigInteger.ZERO;
    BigInteger overpaid = BigInteger.ZERO;
    for (JsonNode operator : record.get("operators")) {
      paid = paid.add(number(operator, "paid"));
      corrected = corrected.add(number(operator, "corrected"));
      topUps = topUps.add(number(operator, "topUp"));
      overpaid = overpaid.add(number(operator, "overpaid"));
      assertThat(number(operator, "lifetimeAfter"))
          .isEqualTo(number(operator, "lifetimeBefore").add(number(operator, "topUp")));
    }
    assertThat(paid.add(topUps).subtract(overpaid)).isEqualTo(corrected);
    assertThat(topUps).isEqualTo(number(record, "topUps")).isPositive();
    assertThat(overpaid).isEqualTo(number(record, "overpaid")).isPositive();
    // epoch 1: 180 was paid for 6 of 30 intervals; 12 of 36 are 300
    JsonNode first = record.get("operators").get(0);
    assertThat(first.get("operator").asText()).isEqualTo(ThreeEpochs.operator(0).text());
    assertThat(number(first, "topUp").intValue()).isEqualTo(120);
    assertThat(root(written.resolve("distribution.json")))
        .isEqualTo(record.get("root").asText())
        .isNotEqualTo(record.get("rootBefore").asText());
    assertThat(record.get("rootBefore").asText())
        .isEqualTo(EpochBundle.open(bundles.resolve("epoch-2")).manifest().root());

    assertThat(run("compensate", bundles.toString(), "--correction", file)).isZero();
    assertThat(out.replaceAll("\\s+", " "))
        .contains("uptime/1: 6 -> 12 the gateway slept")
        .contains("A cumulative distribution takes nothing back: 1.20 HRS stay")
        .contains("new root " + record.get("root").asText());
  }

  /** The root of the totals in a dump, computed anew. */
  private static String root(Path dump) throws Exception {
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    for (JsonNode value : JSON.readTree(dump.toFile()).get("values")) {
      totals.put(
          OperatorId.parse(value.get("value").get(0).asText()),
          TokenAmount.parse(value.get("value").get(1).asText()));
    }
    MerkleDistribution distribution = MerkleDistribution.of(totals);
    ByteArrayOutputStream anew = new ByteArrayOutputStream();
    distribution.writeDump(anew);
    assertThat(Files.readAllBytes(dump)).isEqualTo(anew.toByteArray());
    return distribution.root().toString();
  }

  @Test
  void anyoneCanRecomputeACompensation() throws Exception {
    Path written = scratch.resolve("compensation");
    String file = correction(units(1, 0, 12, ""), units(0, 1, 3, ""));
    assertThat(run(
            "compensate", bundles.toString(), "--correction", file, "--out", written.toString()))
        .isZero();
    String its = written.resolve("correction.json").toString();
    assertThat(run(
            "compensate", bundles.toString(), "--correction", its, "--check", written.toString()))
        .isZero();
    assertThat(out).contains("same  ");
    Path dump = written.resolve("distribution.json");
    Files.writeString(dump, Files.readString(dump).replaceFirst("\",\"[0-9]+\"]", "\",\"9\"]"));
    assertThat(run(
            "compensate", bundles.toString(), "--correction", its, "--check", written.toString()))
        .isEqualTo(1);
    assertThat(out).contains("DIFFERENT").contains("distribution.json");
    assertThat(
            run("compensate", bundles.toString(), "--correction", its, "--out", written.toString()))
        .isEqualTo(2);
    assertThat(err).contains("exists already; a compensation is never overwritten");
  }

  @Test
  void replayRecomputesACompensationThatLiesBesideTheBundles() throws Exception {
    Path paid = bundles.resolve("compensation-3");
    String file = correction(units(1, 0, 12, ""));
    assertThat(
            run("compensate", bundles.toString(), "--correction", file, "--out", paid.toString()))
        .isZero();
    SettlementState after = SettlementState.parse(Files.readAllBytes(paid.resolve("after.json")));
    network.settle(3, after);
    String[] all = {"replay", bundles.toString()};
    assertThat(run(all)).as(out).isZero();
    assertThat(out).contains("same  compensation before epoch 3").contains("same  epoch 3");

    for (String name :
        List.of("correction.json", "compensation.json", "after.json", "distribution.json")) {
      Path part = paid.resolve(name);
      byte[] whole = Files.readAllBytes(part);
      for (int at = 0; at < whole.length; at += 1 + whole.length / 7) {
        byte[] changed = whole.clone();
        changed[at] ^= 1;
        Files.write(part, changed);
        assertThat(run(all)).as(name + " byte " + at).isEqualTo(1);
        assertThat(out).contains("DIFFERENT").contains("compensation-3");
      }
      Files.delete(part);
      assertThat(run(all)).isEqualTo(1);
      assertThat(out).contains(name + ": the file is missing");
      Files.write(part, whole);
    }
    Files.writeString(paid.resolve("more.json"), "{}");
    assertThat(run(all)).isEqualTo(1);
    assertThat(out).contains("more.json: is none of the files of a compensation");
    Files.delete(paid.resolve("more.json"));
    assertThat(run(all)).isZero();

    Path stray = Files.createDirectory(bundles.resolve("compensation-9"));
    assertThat(run(all)).isEqualTo(1);
    assertThat(out).contains("compensation-9: follows no bundle");
    Files.delete(stray);

    Files.move(paid, scratch.resolve("elsewhere"));
    assertThat(run(all)).isEqualTo(1);
    assertThat(out).contains("before.json: does not continue").contains("compensation-3");
  }

  @Test
  void aCorrectionThatLowersTakesNothingBack() throws Exception {
    String file = correction(units(2, 1, 0, ""));
    assertThat(run("compensate", bundles.toString(), "--correction", file, "--json"))
        .isZero();
    JsonNode record = JSON.readTree(out);
    JsonNode lowered = record.get("operators").get(1);
    assertThat(lowered.get("operator").asText())
        .isEqualTo(ThreeEpochs.operator(1).text());
    assertThat(number(lowered, "overpaid")).isEqualTo(BigInteger.valueOf(300));
    assertThat(number(lowered, "lifetimeAfter")).isEqualTo(number(lowered, "lifetimeBefore"));
    assertThat(number(record, "overpaid")).isEqualTo(number(record, "topUps"));
  }

  @Test
  void aVerdictIsReplacedAsItStandsInTheBundle() throws Exception {
    String line = Files.readAllLines(bundles.resolve("epoch-1").resolve("verdicts.jsonl")).stream()
        .filter(l -> l.contains(network.devices.get(0).text()))
        .findFirst()
        .orElseThrow()
        .replaceAll("\"(units|lower|upper)\":6", "\"$1\":12");
    String verdict = "{\"epoch\": 1, \"verdict\": " + line + ", \"reason\": \"as it should be\"}";
    assertThat(run("compensate", bundles.toString(), "--correction", correction(verdict), "--json"))
        .as(err)
        .isZero();
    String byVerdict = JSON.readTree(out).get("root").asText();
    assertThat(run(
            "compensate",
            bundles.toString(),
            "--correction",
            correction(units(1, 0, 12, "")),
            "--json"))
        .isZero();
    assertThat(JSON.readTree(out).get("root").asText()).isEqualTo(byVerdict);
  }

  @Test
  void correctionsThatDoNotFitAreRefusedWithWhatToDo() throws Exception {
    String sold = units(1, 2, 12, "");
    String stranger = ", \"operator\": \"" + ThreeEpochs.operator(7).text() + "\"";
    String[][] broken = {
      {sold, "had the owners [", "name one as \"operator\""},
      {units(1, 2, 9, stranger), "did not own dev-", "in epoch 1"},
      {units(9, 0, 1, ""), "epoch 9 is not among the bundles, which are [0, 1, 2]", ""},
      {units(1, 0, 1, "") + "," + units(1, 0, 2, ""), "corrections[1]: ", "corrected twice"},
      {units(1, 0, 1, "").replace("uptime/1", "usage/1"), "usage/1 is not judged", "[uptime/1]"},
      {
        units(1, 0, 1, "").replace("\"units\": 1", "\"units\": -1"),
        "corrections[0].units is -1",
        "0 or more"
      },
      {units(1, 0, 1, "").replace("the gateway slept", " "), "gives a reason", ""},
      {units(1, 0, 1, ", \"why\": 1"), "corrections[0].why is unknown", "reason"},
      {units(1, 0, 1, "").replace("dev-", "dev-a"), "corrections[0].device", "dev-"},
      {"7", "corrections[0] is 7, expected an object", ""}
    };
    for (String[] row : broken) {
      assertThat(run("compensate", bundles.toString(), "--correction", correction(row[0])))
          .as(row[0])
          .isEqualTo(2);
      assertThat(err).contains("correction.json is refused: ").contains(row[1]).contains(row[2]);
    }
    String other =
        Files.readString(Path.of(correction(units(1, 0, 1, "")))).replace("\"hours\"", "\"days\"");
    assertThat(run("compensate", bundles.toString(), "--correction", file("other.json", other)))
        .isEqualTo(2);
    assertThat(err).contains("for network \"days\", the bundles are of hours");
    String newOwner = ", \"operator\": \"" + ThreeEpochs.operator(3).text() + "\"";
    assertThat(run(
            "compensate", bundles.toString(), "--correction", correction(units(1, 2, 9, newOwner))))
        .as(err)
        .isZero();
    assertThat(out).contains("uptime/1: 6 -> 9 ");
  }

  @Test
  void oldAndDamagedBundlesAreRefused() throws Exception {
    String file = correction(units(1, 0, 12, ""));
    String old = bundles.resolve("epoch-1").toString();
    assertThat(run("compensate", old, "--correction", file)).isEqualTo(2);
    assertThat(err).contains("is not the newest bundle").contains("name the folder");
    Path verdicts = bundles.resolve("epoch-1").resolve("verdicts.jsonl");
    Files.writeString(verdicts, Files.readString(verdicts).replace("\"units\":6", "\"units\":9"));
    assertThat(run("compensate", bundles.toString(), "--correction", file)).isEqualTo(2);
    assertThat(err).contains("verdicts.jsonl: has sha256");
    assertThat(run("what-if", bundles.toString(), "--policy", file("p", EQUAL))).isEqualTo(2);
    assertThat(err).contains("verdicts.jsonl: has sha256");
  }
}
