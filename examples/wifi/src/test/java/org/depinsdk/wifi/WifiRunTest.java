package org.depinsdk.wifi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole network: its own process, real gRPC on loopback, every kind of access point. */
class WifiRunTest {
  private static final int EPOCHS = 2;

  @TempDir
  Path scratch;

  @Test
  void theSameSeedGivesTheSameRootsAndBundlesThatReplay() throws Exception {
    Path first = run("first", 7);
    Path second = run("second", 7);
    assertThat(roots(first)).isEqualTo(roots(second)).doesNotHaveDuplicates();
    BundleReplay replay = new BundleReplay(new LocalEpochEngine(ProofVerifiers.load()));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertThat(replay.replay(first.resolve("epoch-" + epoch)))
          .isInstanceOf(ReplayResult.Same.class);
    }
    assertThat(RunIndex.check(first)).isEmpty();
    Files.writeString(first.resolve(HtmlReport.FILE), "<p>all is well</p>");
    assertThat(RunIndex.check(first))
        .hasValueSatisfying(d -> assertThat(d.part()).isEqualTo(HtmlReport.FILE));
    assertThat(roots(run("other", 8))).doesNotContainAnyElementsOf(roots(second));
  }

  @Test
  void everyCheatShowsWithItsReasonAndEarnsNothingByIt() throws Exception {
    Path folder = run("cheats", 3);
    RunSummary summary = RunSummary.of(folder, EPOCHS);
    assertThat(summary.refusals()).containsKeys("report.replayed", "report.device-revoked");
    assertThat(summary.findings())
        .containsKeys(
            "uptime.challenge-missing", "usage.claim-above-receipt", "usage.self-dealing");
    for (Fleet.AccessPoint one : Fleet.of(new Seed(3), 8, false, HexGrid.load())) {
      TokenAmount fromUsage = summary.earnedFrom("usage", one.self().id());
      switch (one.behaviour()) {
        case HONEST, REPLAYER -> assertThat(fromUsage.isZero()).isFalse();
        case BYTE_INFLATER, SELF_DEALER -> assertThat(fromUsage.isZero()).isTrue();
        case UPTIME_LIAR -> assertThat(summary.earned(one.self().id()).isZero()).isTrue();
        case REVOKED ->
          assertThat(summary.troubles(one.self().id())).containsKey("report.device-revoked");
        case REAL_INTERFACE -> throw new AssertionError("a seeded run reads no real interface");
      }
    }
    TokenAmount paid =
        summary.operators().values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
    assertThat(paid.plus(summary.left())).isEqualTo(summary.minted());
  }

  @Test
  void wrongOptionsSayWhatIsExpected() {
    assertThat(new CommandLine(new Main())
            .setErr(new java.io.PrintWriter(java.io.Writer.nullWriter()))
            .execute("--devices", "1"))
        .isEqualTo(2);
  }

  private Path run(String name, long seed) {
    Path folder = scratch.resolve(name);
    int code = new CommandLine(new Main())
        .execute(
            "--seed",
            Long.toString(seed),
            "--devices",
            "8",
            "--epochs",
            Integer.toString(EPOCHS),
            "--out",
            folder.toString());
    assertThat(code).isZero();
    return folder;
  }

  private static List<String> roots(Path folder) throws Exception {
    List<String> roots = new ArrayList<>();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      roots.add(EpochBundle.open(folder.resolve("epoch-" + epoch)).manifest().root());
    }
    return roots;
  }
}
