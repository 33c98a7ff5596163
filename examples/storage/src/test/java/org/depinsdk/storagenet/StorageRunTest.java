package org.depinsdk.storagenet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.Statement;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.DeviceNames;
import org.depinsdk.page.Page;
import org.depinsdk.proofs.ProofVerifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole network: real gRPC, real files, every kind of provider. */
class StorageRunTest {
  private static final int EPOCHS = 3;
  private static final int PROVIDERS = 20;
  private static final long SEED = 7;

  @TempDir
  static Path scratch;

  @Test
  void everyCheatShowsWithItsReasonAndEarnsNothingByIt() throws Exception {
    Path folder = run("one", "--epochs", "" + EPOCHS, "--in-process");
    RunSummary summary = RunSummary.of(folder, EPOCHS);
    for (int number = 1; number <= PROVIDERS; number++) {
      DeviceId id = Party.of(SEED, "provider-" + number, "provider").id();
      Behaviour behaviour = Fleet.behaviour(number, PROVIDERS);
      long dataSet = number;
      String what = "provider-" + number + " " + behaviour + " " + summary.troubles(id);
      boolean earns = !summary.totals().earned(id, StorageRewards.STORAGE).isZero();
      switch (behaviour) {
        case HONEST -> {
          assertThat(summary.troubles(id)).as(what).isEmpty();
          assertThat(earns).as(what).isTrue();
        }
        case ROTTEN_DISK -> {
          assertThat(summary.troubles(id))
              .as(what)
              .containsKeys("possession.damaged", "audit.lost");
          assertThat(earns).as(what).isFalse();
        }
        case DELETES -> {
          assertThat(summary.troubles(id))
              .as(what)
              .containsKeys("possession.wrong-proof", "audit.wrong-share");
          assertThat(summary.totals().earned(id).isZero()).as(what).isTrue();
        }
        case LATE -> {
          // suspended for the second epoch, and paid again for the third
          assertThat(summary.troubles(id))
              .as(what)
              .containsKeys("possession.late", "sanction.withheld");
          assertThat(statement(folder, 1, id)).contains("sanction.withheld");
          assertThat(earns).as(what).isTrue();
        }
        case SINGLE_COPY -> {
          assertThat(summary.troubles(id)).as(what).containsKey("possession.same-piece");
          assertThat(summary.provenBytes(id)).as(what).isEqualTo(bytesOfSet(folder, number));
        }
        case FALSE_CAPACITY -> {
          assertThat(summary.troubles(id)).as(what).containsKeys("audit.lost", "sanction.withheld");
          assertThat(summary.totals().earned(id).isZero()).as(what).isTrue();
          assertThat(Contracts.read(folder.resolve(Main.CONTRACTS)))
              .filteredOn(c -> c.dataSet() == dataSet)
              .isNotEmpty()
              .noneMatch(Contract::isOpen);
        }
        case FETCHES -> assertThat(earns).as(what).isTrue();
      }
    }
    assertThat(Files.readString(folder.resolve(Page.FILE)))
        .contains(summary.totals().root(), "3 reads gave back what was stored");
    List<Contract> contracts = Contracts.read(folder.resolve(Main.CONTRACTS));
    for (String object : List.of("object-1", "object-2", "object-3")) {
      List<Contract> open = contracts.stream()
          .filter(c -> c.object().equals(object) && c.isOpen())
          .toList();
      assertThat(open).as(object).hasSize(ObjectClient.TOTAL);
      assertThat(open.stream().map(Contract::dataSet).distinct()).hasSize(ObjectClient.TOTAL);
    }
    assertThat(contracts.stream().filter(c -> !c.isOpen())).isNotEmpty();
    assertThat(health(folder, "object-1")).contains("14 of 14 are proven");
    assertThat(health(folder, "no-such-object")).contains("has no object and no piece");
  }

  @Test
  void processesGiveTheRootThatOneProcessGivesAndItReplays() throws Exception {
    Path together = run("one", "--epochs", "" + EPOCHS, "--in-process");
    Path apart = run("apart", "--epochs", "1");
    assertThat(root(apart, 0)).isEqualTo(root(together, 0)).isNotEqualTo(root(together, 1));
    BundleReplay replay = new BundleReplay(new LocalEpochEngine(ProofVerifiers.load()));
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertThat(replay.replay(together.resolve("epoch-" + epoch)))
          .isInstanceOf(ReplayResult.Same.class);
    }
  }

  /** What the first epochs hold back is in no leaf; half of it comes with the third. */
  @Test
  void whatIsHeldCannotBeClaimedUntilItIsReturned() throws Exception {
    Path folder = run("one", "--epochs", "" + EPOCHS, "--in-process");
    RunSummary summary = RunSummary.of(folder, EPOCHS);
    RunSummary two = RunSummary.of(folder, EPOCHS - 1);
    Party honest = Party.of(SEED, "provider-1", "provider");
    RunSummary.Account before = two.account(honest.id());
    RunSummary.Account after = summary.account(honest.id());
    assertThat(before.held()).isPositive();
    assertThat(after.held()).isBetween(before.held() / 2, before.held() / 2 + 1);
    assertThat(after.paid() + after.held()).isBetween(after.earned() - EPOCHS, after.earned());
    assertThat(Files.readString(folder.resolve(Main.PAYOUTS)))
        .contains(honest.operator().text(), "" + after.paid())
        .doesNotContain(Party.of(SEED, "provider-17", "provider").operator().text());
  }

  /** As {@code ./run explain} finds it: by the name in the tables. */
  @Test
  void aProviderIsExplainedByItsName() throws Exception {
    Path folder = run("one", "--epochs", "" + EPOCHS, "--in-process");
    for (int number = 1; number <= PROVIDERS; number++) {
      if (Fleet.behaviour(number, PROVIDERS) == Behaviour.DELETES) {
        String id = DeviceNames.read(folder).id("provider-" + number).orElseThrow();
        assertThat(Statement.of(EpochBundle.open(folder.resolve("epoch-0")), id).toText(1))
            .contains("possession.wrong-proof", "audit.wrong-share");
      }
    }
  }

  // what lay there during whole epochs, summed over them
  private static long bytesOfSet(Path folder, long dataSet) throws Exception {
    long bytes = 0;
    for (Contract contract : Contracts.read(folder.resolve(Main.CONTRACTS))) {
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        boolean held = contract.held().contains(StorageNetwork.start(epoch))
            && !contract.held().endsBy(StorageNetwork.start(epoch + 1));
        bytes += held && contract.dataSet() == dataSet ? contract.cid().rawSize() : 0;
      }
    }
    return bytes;
  }

  private static String statement(Path folder, int epoch, DeviceId id) throws Exception {
    return Statement.of(EpochBundle.open(folder.resolve("epoch-" + epoch)), id.text())
        .toText(0);
  }

  private static String health(Path folder, String id) {
    StringWriter said = new StringWriter();
    CommandLine line = Commands.line(new Main());
    line.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    line.execute("health", id, "--run", folder.toString());
    return said.toString();
  }

  /** One run serves both tests. */
  private static Path run(String name, String... more) {
    Path folder = scratch.resolve(name);
    if (Files.exists(folder)) {
      return folder;
    }
    List<String> options =
        new ArrayList<>(List.of("--seed", "" + SEED, "--out", folder.toString()));
    options.addAll(List.of(more));
    assertThat(Commands.line(new Main()).execute(options.toArray(String[]::new)))
        .isZero();
    return folder;
  }

  private static String root(Path folder, int epoch) throws Exception {
    return EpochBundle.open(folder.resolve("epoch-" + epoch)).manifest().root();
  }
}
