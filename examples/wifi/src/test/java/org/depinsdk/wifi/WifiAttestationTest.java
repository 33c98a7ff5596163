package org.depinsdk.wifi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.Statement;
import org.depinsdk.kit.Commands;
import org.depinsdk.page.Page;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.TokenAmount;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What access points show of themselves, and what it is worth. */
class WifiAttestationTest {
  private static final long SEED = 11;
  // as many as there are behaviours
  private static final int DEVICES = 14;

  @TempDir
  Path folder;

  @Test
  void aTierIsEarnedByEvidenceAndPaysByItsWorth() throws Exception {
    run("--seed", "" + SEED, "--devices", "" + DEVICES);
    HexGrid grid = HexGrid.load();
    List<Fleet.AccessPoint> fleet = Fleet.of(new Seed(SEED), DEVICES, false, grid);
    RunSummary summary = RunSummary.of(bundles(), 1, grid);

    Fleet.AccessPoint chip = fleet.get(0);
    Fleet.AccessPoint software = fleet.get(1);
    assertThat(tier(chip, summary)).isEqualTo("affirming");
    assertThat(tier(software, summary)).isEqualTo("warning");
    assertThat(chip.behaviour()).isEqualTo(software.behaviour()).isEqualTo(Fleet.Behaviour.HONEST);
    TokenAmount full = summary.totals().earned(chip.self().id(), "uptime");
    TokenAmount half = summary.totals().earned(software.self().id(), "uptime");
    assertThat(half.isZero()).isFalse();
    // rounded down
    assertThat(full.minus(half.times(2))).isLessThanOrEqualTo(TokenAmount.of(1));
    assertThat(Statement.of(
                EpochBundle.open(bundles().resolve("epoch-0")),
                software.self().id().text())
            .toText(0))
        .contains("verdict attestation/1: 500 thousandths", "tier warning");

    Fleet.AccessPoint forger = fleet.stream()
        .filter(one -> one.behaviour() == Fleet.Behaviour.FORGER)
        .findFirst()
        .orElseThrow();
    assertThat(summary.attested(forger.self().id())).isEmpty();
    assertThat(summary.totals().earned(forger.self().id()).isZero()).isTrue();
    assertThat(page())
        .contains(
            "attestation.contraindicated",
            "device.chain.unknown-anchor",
            "device.software-key",
            summary.attested(chip.self().id()).orElseThrow().evidence().toString());
    assertReplays();
  }

  private static String tier(Fleet.AccessPoint one, RunSummary summary) {
    return summary.attested(one.self().id()).orElseThrow().tier();
  }

  @Test
  void anAccessPointWithATpmIsAffirmed() throws Exception {
    Assumptions.assumeTrue(SoftwareTpm.isInstalled(), "skipped: swtpm is not installed, so no TPM");
    run("--seed", "" + SEED, "--devices", "2", "--tpm");
    assertThat(EpochBundle.open(bundles().resolve("epoch-0")).input().registry().records().stream()
            .map(record -> record.change())
            .filter(RegistryChange.Attested.class::isInstance)
            .map(RegistryChange.Attested.class::cast)
            .filter(attested -> attested.scheme().equals("tpm")))
        .hasSize(1)
        .allSatisfy(attested -> assertThat(attested.tier()).isEqualTo("affirming"));
    assertThat(page()).contains("a key in a TPM 2.0");
    assertReplays();
  }

  /** On this machine's clock, with packets over UDP and its network interface. */
  @Test
  void aRunOnTheClockMeasuresLinesByPackets() throws Exception {
    run("--devices", "3");
    RunSummary summary = RunSummary.of(bundles(), 1, HexGrid.load());
    assertThat(summary.totals().paid().isZero()).isFalse();
    assertThat(summary.findings()).doesNotContainKey("uptime.challenge-missing");
    assertReplays();
  }

  private void run(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--epochs", "1", "--out", bundles().toString()));
    assertThat(Commands.line(new Main()).execute(all.toArray(String[]::new))).isZero();
  }

  private Path bundles() {
    return folder.resolve("out");
  }

  private String page() throws Exception {
    return Files.readString(bundles().resolve(Page.FILE));
  }

  private void assertReplays() throws Exception {
    assertThat(new BundleReplay(new LocalEpochEngine(ProofVerifiers.load()))
            .replay(bundles().resolve("epoch-0")))
        .isInstanceOf(ReplayResult.Same.class);
  }
}
