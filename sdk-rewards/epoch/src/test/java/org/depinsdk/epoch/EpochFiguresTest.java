package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.EpochFigures.Limits;
import org.depinsdk.proofs.ProofVerifiers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochFiguresTest {
  private static final Limits ALL = new Limits(100, 100, Long.MAX_VALUE);

  @TempDir
  Path scratch;

  private final TestNetwork network = new TestNetwork(7);
  private DeviceId steady;
  private DeviceId cheat;
  private Path folder;
  private EpochOutcome outcome;

  /** A device that is there all the time, one half of it, and one whose two reports are signed by another. */
  @BeforeEach
  void run() throws Exception {
    steady = network.enroll(0);
    DeviceId half = network.enroll(1);
    cheat = network.enroll(2);
    for (int i = 0; i < 12; i++) {
      network.heartbeat(steady, i + 1, Duration.ofMinutes(5L * i + 1));
      if (i < 6) {
        network.heartbeat(half, i + 1, Duration.ofMinutes(5L * i + 2));
      }
    }
    for (int i = 1; i <= 2; i++) {
      network.heartbeat(
          cheat, i, Duration.ofMinutes(58 + i), Provenance.HARDWARE, network.signer(steady));
    }
    folder = scratch.resolve("epoch-0");
    EpochInput input = network.input(SettlementState.GENESIS);
    outcome = new LocalEpochEngine(ProofVerifiers.load()).run(input);
    EpochBundle.write(folder, Publication.FIRST, input, outcome);
  }

  @Test
  void theFiguresAreThoseOfTheOutcome() throws Exception {
    EpochFigures figures = EpochFigures.read(EpochBundle.open(folder), ALL);
    assertThat(figures.root()).isEqualTo(outcome.distribution().root().toString());
    assertThat(figures.minted()).isEqualTo(outcome.allocation().minted());
    assertThat(figures.paid()).isEqualTo(outcome.allocation().paid());
    assertThat(figures.left()).isEqualTo(figures.minted().minus(figures.paid()));
    assertThat(figures.network()).isEqualTo(TestNetwork.NAME);
    assertThat(figures.policyId()).isEqualTo(TestNetwork.policy().id());
    figures
        .operators()
        .forEach((operator, pools) -> assertThat(EpochFigures.sum(pools))
            .isEqualTo(outcome.allocation().perOperator().get(operator)));
    assertThat(figures.operators().keySet())
        .isEqualTo(outcome.allocation().perOperator().keySet());
    assertThat(figures.reports())
        .hasValue(new EpochFigures.Reports(18, new TreeMap<>(Map.of(refusal(), 2L))));
    assertThat(figures.devices().get(steady).reports().accepted()).isEqualTo(12);
    assertThat(figures.devices().get(cheat).reports().refusals()).isEqualTo(2);
    assertThat(figures.devices().get(cheat).paid()).isEmpty();
    assertThat(figures.devices().get(cheat).operator()).isEqualTo(TestNetwork.operator(2));
  }

  private static String refusal() {
    return "report.bad-signature";
  }

  @Test
  void ofManyThoseWhoWerePaidMostAreKeptWithTheirWholeAmounts() throws Exception {
    EpochFigures all = EpochFigures.read(EpochBundle.open(folder), ALL);
    EpochFigures some = EpochFigures.read(EpochBundle.open(folder), new Limits(1, 1, 0));
    assertThat(some.devices()).containsOnlyKeys(steady);
    assertThat(some.operators()).hasSize(1);
    assertThat(some.operators().firstKey()).isEqualTo(all.devices().get(steady).operator());
    assertThat(all.operators()).containsAllEntriesOf(some.operators());
    assertThat(some.paid()).isEqualTo(all.paid());
    assertThat(some.operatorCount()).isEqualTo(all.operators().size());
    assertThat(some.deviceCount()).isEqualTo(3);
    assertThat(some.reports()).as("more bytes than may be read").isEmpty();
    assertThat(some.devices().get(steady).reports()).isEqualTo(EpochFigures.Reports.NONE);
  }

  @Test
  void amountsThatOverflowAreAFaultOfTheBundle() throws Exception {
    String line =
        Files.readString(folder.resolve("payouts.jsonl")).lines().findFirst().orElseThrow();
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    String huge = line.replaceFirst("\"amount\":\"\\d+\"", "\"amount\":\"" + most + "\"");
    Files.writeString(folder.resolve("payouts.jsonl"), huge + "\n" + huge + "\n");
    assertThatThrownBy(() -> EpochFigures.read(EpochBundle.open(folder), ALL))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("the sum of the amounts");
  }
}
