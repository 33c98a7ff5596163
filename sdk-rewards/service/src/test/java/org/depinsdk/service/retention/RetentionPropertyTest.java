package org.depinsdk.service.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.CompensationFiles;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.FolderBundleStore;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.memory.InMemoryStorage;
import org.depinsdk.service.settle.BundleFolder;
import org.depinsdk.service.settle.BundlePublisher;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.Storage;
import org.depinsdk.testing.Property;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over random histories: nothing that is needed goes, everything else does, and a crash in the middle changes nothing of that. */
class RetentionPropertyTest {
  private static final EpochSchedule SCHEDULE =
      new EpochSchedule(TestNetwork.GENESIS, Duration.ofHours(1), Duration.ofMinutes(10));
  private static final DeviceId DEVICE = TestNetwork.device(TestNetwork.signer(1));

  @TempDir
  Path scratch;

  /** What happened in a network, and what has to follow from it. */
  private final class History implements AutoCloseable {
    final RandomGenerator random;
    final Path folder = scratch.resolve("bundles");
    final int newest;
    final Map<Long, List<Long>> corrections = new TreeMap<>();
    final int published;
    final Storage storage;
    final BundlePublisher publisher;
    SanctionLedger sanctions = SanctionLedger.EMPTY;

    History(RandomGenerator random) throws Exception {
      this.random = random;
      clear(scratch);
      Files.createDirectories(folder);
      newest = random.nextInt(12);
      published = random.nextInt(newest + 2);
      storage = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
      writeLog();
      publisher = new BundlePublisher(folder, new FolderBundleStore(scratch.resolve("published")));
      for (int epoch = 0; epoch <= newest + 1; epoch++) {
        if (epoch == published) {
          publisher.publish();
        }
        if (epoch > 0 && random.nextInt(3) == 0) {
          writeCompensation(epoch);
        }
        if (epoch <= newest) {
          Path bundle = Files.createDirectories(folder.resolve("epoch-" + epoch));
          Files.write(
              bundle.resolve("manifest.json"),
              new BundleManifest(TestNetwork.NAME, epoch, Optional.empty(), "p", "r", List.of())
                  .toJson());
        }
      }
      writeSanctions();
    }

    private void writeLog() throws IOException {
      NetworkLog log = storage.log();
      log.recover(0, new NetworkLog.Recovery() {
        @Override
        public void begin(NetworkLog.State before) {}

        @Override
        public void visit(NetworkLog.Entry entry) {}
      });
      for (long epoch = 0; epoch <= newest + 1; epoch++) {
        if (epoch == 0 || random.nextInt(4) > 0) {
          log.begin(epoch, NetworkLog.State.EMPTY);
        }
        log.append(new NetworkLog.Entry(
            epoch, epoch, Optional.of(new LogRecord.EpochOpened(epoch, 0)), Optional.empty()));
      }
      for (long epoch = 0; epoch <= newest; epoch++) {
        storage
            .ledger()
            .record(new Ledger.Entry(
                epoch,
                "policy",
                0,
                MerkleDistribution.of(new TreeMap<OperatorId, TokenAmount>()),
                new SettlementState(
                    epoch + 1,
                    SettlementState.GENESIS.emission(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    SettlementState.GENESIS.proofs())));
      }
      log.commit();
    }

    private void writeCompensation(long next) throws IOException {
      List<Correction.Item> items = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(2); i++) {
        long epoch = Math.max(0, next - 1 - random.nextInt(5));
        corrections.computeIfAbsent(next, none -> new ArrayList<>()).add(epoch);
        items.add(new Correction.Item(
            epoch,
            DEVICE,
            UptimeVerifier.KIND,
            new Correction.What.Contribution(),
            1,
            Optional.empty(),
            "a test"));
      }
      Path paid = Files.createDirectories(folder.resolve("compensation-" + next));
      byte[] json = new Correction(TestNetwork.NAME, items).toJson();
      Files.write(paid.resolve(CompensationFiles.CORRECTION), json);
      for (String file : List.of(
          CompensationFiles.RECORD, CompensationFiles.AFTER, CompensationFiles.DISTRIBUTION)) {
        Files.writeString(paid.resolve(file), file);
      }
    }

    private void writeSanctions() throws Exception {
      Instant at = TestNetwork.GENESIS;
      int steps = random.nextInt(4);
      for (long number = 1; number <= steps; number++) {
        at = at.plus(Duration.ofMinutes(random.nextInt(60 * (newest + 1))));
        sanctions = sanctions.with(new SanctionEvent.Imposed(
            at,
            number,
            DEVICE,
            new ReasonCode("office.fraud"),
            List.of(new ReportId(Bytes32.ZERO)),
            at.plus(Duration.ofMinutes(1 + random.nextInt(200))),
            Duration.ofMinutes(1 + random.nextInt(200))));
        if (random.nextBoolean()) {
          sanctions = sanctions.with(new SanctionEvent.Appealed(at, number, "no"));
        }
      }
    }

    Retention retention(boolean publishes) throws Exception {
      return new Retention(
          new Retention.Stores(
              storage.log(),
              new BundleFolder(folder, Ed25519NoteSigner.ofLog(TestNetwork.NAME, new byte[32])),
              storage.ledger(),
              () -> sanctions,
              publishes ? Optional.of(publisher) : Optional.empty()),
          SCHEDULE);
    }

    /** Whether the bundles from an epoch on are all that anybody needs. */
    boolean suffices(long from, Duration time, boolean publishes) {
      Instant since = SCHEDULE.at(newest).end().minus(time);
      boolean enough = from <= newest
          && (!publishes || from <= published)
          && corrections.entrySet().stream()
              .filter(entry -> entry.getKey() > from)
              .allMatch(entry -> entry.getValue().stream().allMatch(epoch -> epoch >= from));
      for (long epoch = 0; epoch < from; epoch++) {
        enough &= !SCHEDULE.at(epoch).end().isAfter(since);
        long touched = epoch;
        // a sanction that is open keeps what it began in
        enough &= sanctions.all().stream()
            .filter(sanction -> sanction.endsAt().isAfter(since)
                || sanction.answerDue().filter(due -> due.isAfter(since)).isPresent())
            .noneMatch(sanction -> SCHEDULE.containing(sanction.imposed().at()).index() == touched);
      }
      return enough;
    }

    @Override
    public void close() throws IOException {
      publisher.close();
      storage.close();
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }

  private List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> BundleName.parse(file.getFileName().toString()))
          .flatMap(Optional::stream)
          .sorted()
          .map(BundleName::toString)
          .toList();
    }
  }

  @Test
  void removesAllThatNobodyNeedsAndNothingElse() throws Exception {
    Property.check(300, random -> {
      try (History history = new History(random)) {
        boolean publishes = random.nextBoolean();
        Duration time = Duration.ofMinutes(random.nextInt(60 * 13));
        Duration log = Duration.ofMinutes(random.nextInt(60 * 13));
        RetentionRule rule = new RetentionRule(Optional.of(log), Optional.of(time));
        List<String> before = names(history.folder);
        Retention retention = history.retention(publishes);
        RemovalPlan plan = retention.plan(rule);
        assertThat(names(history.folder)).as("a plan changes nothing").isEqualTo(before);
        // a crash in the middle of the first removal
        if (!plan.bundles().isEmpty() && random.nextBoolean()) {
          String first = plan.bundles().get(0).name();
          Files.move(
              history.folder.resolve(first), history.folder.resolve("." + first + "-removed"));
        }
        retention.remove(rule);

        long best = 0;
        for (long from = 0; from <= history.newest; from++) {
          if (history.suffices(from, time, publishes)) {
            best = from;
          }
        }
        assertThat(plan.bundlesFrom()).isEqualTo(best);
        long first = best;
        assertThat(names(history.folder))
            .isEqualTo(before.stream()
                .filter(name -> first == 0
                    || BundleName.parse(name).orElseThrow().compareTo(BundleName.ofEpoch(first))
                        >= 0)
                .toList());
        assertThat(retention.remove(rule).isEmpty()).as("all is done").isTrue();

        // a service starts again, and what is not settled can be settled
        List<Long> recovered = new ArrayList<>();
        history.storage.log().recover(history.newest + 1L, new NetworkLog.Recovery() {
          @Override
          public void begin(NetworkLog.State state) {}

          @Override
          public void visit(NetworkLog.Entry entry) {
            recovered.add(entry.epoch());
          }
        });
        assertThat(recovered).contains(history.newest + 1L);
        for (long epoch = plan.logFrom(); epoch <= history.newest; epoch++) {
          List<Long> read = new ArrayList<>();
          history.storage.log().forEach(epoch, entry -> read.add(entry.epoch()));
          assertThat(read).contains(epoch);
        }
      }
    });
  }

  @Test
  void nothingGoesWithoutARuleOrASettledEpoch() throws Exception {
    try (History history = new History(Property.random(7))) {
      assertThat(history.retention(false).remove(RetentionRule.ALL).isEmpty()).isTrue();
    }
    Storage empty = new InMemoryStorage(TestNetwork.NAME).open(TestNetwork.NAME);
    clear(scratch);
    Retention retention = new Retention(
        new Retention.Stores(
            empty.log(),
            new BundleFolder(
                scratch.resolve("none"), Ed25519NoteSigner.ofLog(TestNetwork.NAME, new byte[32])),
            empty.ledger(),
            () -> SanctionLedger.EMPTY,
            Optional.empty()),
        SCHEDULE);
    assertThat(retention
            .remove(new RetentionRule(Optional.of(Duration.ZERO), Optional.of(Duration.ZERO)))
            .isEmpty())
        .isTrue();
  }
}
