package org.depinsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.Correction;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.Allocation;
import org.depinsdk.rewards.allocation.AllocationLine;
import org.depinsdk.rewards.distribution.Claim;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.EmissionSchedule;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.preset.Presets;
import org.junit.jupiter.api.Test;

/** What docs/rewards.md shows: its code compiles and stands there word for word, its files and outputs are true. */
class RewardsGuideTest {
  private static final Pattern SNIPPET =
      Pattern.compile("(?ms)^ *// snippet: (\\w+)\n(.*?)^ *// end\n");
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^<!-- (snippet|file|output): (\\w+) -->\n```\\w+\n(.*?)^```\n");

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("docs/rewards.md"))) {
      root = Objects.requireNonNull(root.getParent(), "no docs/rewards.md above this module");
    }
    return root;
  }

  private static Map<String, String> page(String what) throws IOException {
    Map<String, String> blocks = new TreeMap<>();
    String page = Files.readString(root().resolve("docs/rewards.md"));
    for (Matcher m = BLOCK.matcher(page); m.find(); ) {
      if (m.group(1).equals(what)) {
        blocks.put(m.group(2), m.group(3));
      }
    }
    return blocks;
  }

  private static DeviceId station(int number) {
    return new DeviceId("dev-" + "a".repeat(31) + (char) ('a' + number));
  }

  private static OperatorId operator(int number) {
    return new OperatorId("0x%040x".formatted(number));
  }

  private static List<Contribution> contributions() {
    List<Contribution> contributions = new ArrayList<>();
    long[] scores = {900_000, 1_000_000};
    for (int i = 0; i < 2; i++) {
      // snippet: contribute
      DeviceId device = station(i);
      Owners owners = Owners.sole(operator(i + 1));
      contributions.add(
          new Contribution(device, new ProofKind("station-score/1"), scores[i], owners));
      contributions.add(new Contribution(device, new ProofKind("hardware-weight/1"), 10, owners));
      contributions.add(new Contribution(device, new ProofKind("cell/1"), 7, owners));
      contributions.add(new Contribution(device, new ProofKind("claimed-at/1"), i, owners));
      // end
    }
    return contributions;
  }

  @Test
  void theWalkFromAParagraphToAClaim() throws Exception {
    List<Contribution> contributions = contributions();
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    EpochFacts facts = EpochFacts.of(new Epoch(0, start, start.plusSeconds(86_400)));
    SortedMap<String, TokenAmount> carriedIn = Collections.emptySortedMap();
    String file = Presets.file("weatherxm");
    // snippet: divide
    RewardPolicy policy = RewardPolicy.parse(file.getBytes(StandardCharsets.UTF_8));
    String state = policy.emission().genesisText();
    EmissionSchedule.Step<String> step = policy.emission().mintText(state, facts);
    Allocation allocation =
        policy.allocate(step.minted(), carriedIn, contributions, facts.figures());
    // end
    assertThat(policy).isEqualTo(Presets.policy("weatherxm"));
    assertThat(allocation.lines().map(AllocationLine::toString).collect(Collectors.joining("\n")))
        .isEqualTo(page("output").get("lines").strip());
    // snippet: claim
    SortedMap<OperatorId, TokenAmount> lifetimeTotals = new TreeMap<>(allocation.perOperator());
    MerkleDistribution distribution = MerkleDistribution.of(lifetimeTotals);
    Claim claim = distribution.claim(operator(1)).orElseThrow();
    boolean paid = claim.isUnder(distribution.root());
    // end
    assertThat(paid).isTrue();
  }

  @Test
  void thePolicyFileIsThePreset() throws Exception {
    String preset = Presets.file("weatherxm")
        .lines()
        .filter(l -> !l.startsWith("#"))
        .collect(Collectors.joining("\n", "", "\n"));
    assertThat(page("file").get("policy")).isEqualTo(preset);
  }

  @Test
  void aBrokenFileIsRefusedInTheseWords() throws Exception {
    String broken = page("file")
        .get("policy")
        .replace("share: 100", "share: 101")
        .replace("leftoverTo: business", "leftoverTo: bank");
    PolicyException refused = catchThrowableOfType(
        PolicyException.class, () -> RewardPolicy.parse(broken.getBytes(StandardCharsets.UTF_8)));
    assertThat(refused.problems().stream()
            .map(Object::toString)
            .collect(Collectors.joining("\n", "", "\n")))
        .isEqualTo(page("output").get("refused"));
  }

  @Test
  void theCorrectionFileIsOne() throws Exception {
    Correction correction =
        Correction.parse(page("file").get("correction").getBytes(StandardCharsets.UTF_8));
    assertThat(correction.items()).hasSize(2);
    assertThat(Correction.parse(correction.toJson())).isEqualTo(correction);
  }

  @Test
  void thePageNamesEveryPresetAndShowsThisCode() throws Exception {
    String page = Files.readString(root().resolve("docs/rewards.md"));
    assertThat(Presets.names()).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    Map<String, String> here = new TreeMap<>();
    String source = Files.readString(
        root().resolve("examples/tool/src/test/java/org/depinsdk/tool/RewardsGuideTest.java"));
    for (Matcher m = SNIPPET.matcher(source); m.find(); ) {
      here.put(m.group(1), m.group(2).stripTrailing().stripIndent() + "\n");
    }
    assertThat(page("snippet")).isEqualTo(here).hasSize(3);
  }
}
