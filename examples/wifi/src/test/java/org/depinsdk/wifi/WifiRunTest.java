package org.depinsdk.wifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.CannotJudgeException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.epoch.Statement;
import org.depinsdk.hardware.agent.ReceiptAudit;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.RunTotals;
import org.depinsdk.page.Page;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole network: its own process, real gRPC on loopback, every kind of access point. */
class WifiRunTest {
  private static final int EPOCHS = 2;
  private static final int DEVICES = 15;

  private static final long CHEATS = 4;
  private static final long OTHER = 5;

  @TempDir
  static Path scratch;

  @Test
  void theSameSeedGivesTheSameRootsAndBundlesThatReplay() throws Exception {
    Path again = run("again", CHEATS, EPOCHS);
    assertThat(roots(again)).isEqualTo(roots(cheats())).hasSize(EPOCHS).doesNotHaveDuplicates();
    BundleReplay replay = new BundleReplay(new LocalEpochEngine(ProofVerifiers.load()));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertThat(replay.replay(again.resolve("epoch-" + epoch)))
          .isInstanceOf(ReplayResult.Same.class);
    }
    assertThat(RunIndex.check(again)).isEmpty();
    Files.writeString(again.resolve(Page.FILE), "<p>all is well</p>");
    assertThat(RunIndex.check(again))
        .hasValueSatisfying(d -> assertThat(d.part()).isEqualTo(Page.FILE));
    assertThat(roots(lie())).hasSize(1).doesNotContainAnyElementsOf(roots(again));
  }

  @Test
  void everyCheatShowsWithItsReasonAndEarnsNothingByIt() throws Exception {
    Path folder = cheats();
    HexGrid grid = HexGrid.load();
    RunSummary summary = RunSummary.of(folder, EPOCHS, grid);
    // a report that is sent again is answered as before and counts once
    assertThat(summary.refusals())
        .containsKeys("report.device-revoked")
        .doesNotContainKey("report.replayed");
    assertThat(summary.findings())
        .containsKeys(
            "uptime.challenge-missing",
            "usage.claim-above-receipt",
            "usage.self-dealing",
            "bandwidth.absent",
            "bandwidth.below-claim",
            "coverage.contradicted",
            "coverage.not-trusted",
            "location.elsewhere",
            "location.heard-elsewhere",
            "location.teleport",
            "sanction.withheld");
    for (Fleet.AccessPoint one : Fleet.of(new Seed(CHEATS), DEVICES, false, grid)) {
      TokenAmount fromUsage = summary.totals().earned(one.self().id(), "usage");
      TokenAmount fromCoverage = summary.totals().earned(one.self().id(), "coverage");
      bandwidth(one, summary);
      switch (one.behaviour()) {
        case HONEST, REPLAYER, MISJUDGED, BANDWIDTH_LIAR -> {
          assertThat(fromUsage.isZero()).isFalse();
          assertThat(fromCoverage.isZero()).isFalse();
        }
        case BYTE_INFLATER, SELF_DEALER -> assertThat(fromUsage.isZero()).isTrue();
        case ELSEWHERE, FAKE_FIX, TELEPORTER ->
          assertThat(fromCoverage.isZero()).isTrue();
        case OVERSTATER ->
          assertThat(summary.troubles(one.self().id())).containsKey("coverage.contradicted");
        case UPTIME_LIAR, FORGER ->
          assertThat(summary.totals().earned(one.self().id()).isZero()).isTrue();
        case REVOKED ->
          assertThat(summary.troubles(one.self().id())).containsKey("report.device-revoked");
        case REAL_INTERFACE -> throw new AssertionError("a seeded run reads no real interface");
      }
    }
    assertThat(summary.sanctions())
        .extracting(line -> line.sanction().imposed().reason().text())
        .containsExactlyInAnyOrder("complaint.interference", "location.teleport");
    for (SanctionLine line : summary.sanctions()) {
      boolean wrong = line.sanction().imposed().reason().equals(Moderators.COMPLAINT);
      assertThat(line.owed().isZero()).isEqualTo(!wrong);
      assertThat(line.inForce()).isEqualTo(!wrong);
    }
    page(folder, summary);
    TokenAmount left = summary.totals().epochs().stream()
        .map(RunTotals.EpochLine::left)
        .reduce(TokenAmount.ZERO, TokenAmount::plus);
    assertThat(summary.totals().paid().plus(left)).isEqualTo(summary.totals().minted());
  }

  // nobody is proven more than its line carries, and who is honest and there two thirds of it, less
  // what an unlucky bin costs
  private static void bandwidth(Fleet.AccessPoint one, RunSummary summary) {
    long proven = summary.provenKbps(one.self().id());
    assertThat(proven).isLessThanOrEqualTo(one.line().carriesKbps());
    switch (one.behaviour()) {
      case UPTIME_LIAR, FORGER -> assertThat(proven).isZero();
      case BANDWIDTH_LIAR -> {
        assertThat(one.line().claimedKbps()).isEqualTo(10 * one.line().carriesKbps());
        assertThat(summary.troubles(one.self().id())).containsKey("bandwidth.below-claim");
      }
      default -> {
        assertThat(proven)
            .isBetween(one.line().carriesKbps() * 50 / 100, one.line().carriesKbps() * 67 / 100);
        assertThat(summary.troubles(one.self().id())).doesNotContainKey("bandwidth.below-claim");
      }
    }
  }

  // one page, nothing from elsewhere, every covered cell on its map
  private static void page(Path folder, RunSummary summary) throws Exception {
    String page = Files.readString(folder.resolve(Page.FILE));
    assertThat(page)
        .as("network, policy, period and root")
        .contains(
            "wifi-demo", "0 to 1, 2026-01-01T00:00:00Z to ", summary.totals().root());
    assertThat(page).contains("claims, Mbit/s", "proven, Mbit/s");
    assertThat(page)
        .doesNotContainPattern(
            "src=|href=(?!#|\"data:,\"|\"epoch-\\d+/)|@import|url\\(|fetch\\(|https?://");
    assertThat(page.split("data-cell=[0-9a-f]", -1))
        .hasSize(1 + summary.coverage().cells().size());
    assertThat(summary.coverage().cells()).hasSizeGreaterThan(40);
    assertThat(summary.coverage().boosted()).containsValue(2);
    TokenAmount inCells = summary.coverage().cells().values().stream()
        .map(CoverageSummary::paid)
        .reduce(TokenAmount.ZERO, TokenAmount::plus);
    // rounded down in each cell
    assertThat(inCells).isLessThanOrEqualTo(summary.totals().paid("coverage"));
    assertThat(inCells.isZero()).isFalse();
  }

  @Test
  void aVerifierFromAJarIsJudgedPaidAndExplained() throws Exception {
    Path folder = run("plugin", OTHER, 1, "--with-verifier", "ping/1");
    String device = Fleet.of(new Seed(OTHER), DEVICES, false, HexGrid.load())
        .get(0)
        .self()
        .id()
        .text();
    Statement statement = Statement.of(EpochBundle.open(folder.resolve("epoch-0")), device);
    assertThat(statement.toText(0))
        .contains("from pool ping-1")
        .containsPattern("\\d units of ping/1")
        .containsPattern("verdict ping/1: \\d+ ping")
        .containsPattern("info ping.counted \\(good \\d+, limit 100\\)");
    BundleReplay replay = new BundleReplay(new LocalEpochEngine(ProofVerifiers.load()));
    assertThat(replay.replay(folder.resolve("epoch-0"))).isInstanceOf(ReplayResult.Same.class);
    // without the jar the same bundle says what is missing
    List<ProofVerifier<?>> others = new ArrayList<>(ProofVerifiers.load().all());
    others.removeIf(v -> v.kind().text().equals("ping/1"));
    BundleReplay without = new BundleReplay(new LocalEpochEngine(ProofVerifiers.of(others)));
    assertThatThrownBy(() -> without.replay(folder.resolve("epoch-0")))
        .isInstanceOf(CannotJudgeException.class)
        .hasMessageContaining("no verifier for ping/1")
        .hasMessageContaining("add the jar");
  }

  @Test
  void wrongOptionsSayWhatIsExpected() {
    assertThat(refusal("--devices", "1")).contains("--devices must be 2 to 500, not 1");
    assertThat(refusal("--with-verifier", "pong/1"))
        .contains("no verifier for pong/1")
        .contains("put the jar that provides it into plugins/");
    assertThat(refusal("--with-verifier", "uptime/1")).contains("comes with the SDK");
    assertThat(refusal("--with-verifier", "ping")).contains("a proof kind is a name");
  }

  private static String refusal(String... options) {
    StringWriter said = new StringWriter();
    assertThat(Commands.line(new Main()).setErr(new PrintWriter(said)).execute(options))
        .isEqualTo(2);
    return said.toString();
  }

  @Test
  void aReceiptProvesThatTheOperatorLies() throws Exception {
    Path folder = lie();
    Path lie = folder.resolve("operator-lies");
    Path proof;
    try (Stream<Path> files = Files.list(lie)) {
      proof =
          files.filter(f -> f.toString().endsWith(".misbehaviour")).findFirst().orElseThrow();
    }
    assertThat(MisbehaviourProof.parse(Files.readString(proof)))
        .isInstanceOfSatisfying(MisbehaviourProof.OtherLeaf.class, other -> {
          try {
            WitnessPolicy policy = WitnessPolicy.parse(Files.readString(lie.resolve("policy")));
            other.verify(ReceiptAudit.terms(policy, Duration.ofSeconds(60)));
          } catch (java.io.IOException | TransparencyException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(Files.readString(folder.resolve(Page.FILE)))
        .contains("The operator lies", proof.getFileName().toString());
  }

  private static Path cheats() {
    return run("cheats", CHEATS, EPOCHS);
  }

  private static Path lie() {
    return run("lie", OTHER, 1, "--operator-lies");
  }

  /** One run serves all tests that name it. */
  private static Path run(String name, long seed, int epochs, String... more) {
    Path folder = scratch.resolve(name);
    if (Files.exists(folder)) {
      return folder;
    }
    List<String> options = new ArrayList<>(List.of(
        "--seed",
        Long.toString(seed),
        "--devices",
        Integer.toString(DEVICES),
        "--epochs",
        Integer.toString(epochs),
        "--out",
        folder.toString()));
    options.addAll(List.of(more));
    assertThat(Commands.line(new Main()).execute(options.toArray(String[]::new)))
        .isZero();
    return folder;
  }

  private static List<String> roots(Path folder) throws Exception {
    List<String> roots = new ArrayList<>();
    for (int epoch = 0; Files.exists(folder.resolve("epoch-" + epoch)); epoch++) {
      roots.add(EpochBundle.open(folder.resolve("epoch-" + epoch)).manifest().root());
    }
    return roots;
  }
}
