package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.SubmitRequest;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.epoch.ReplayNote;
import org.depinsdk.epoch.ReplayNotes;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, a replay of the bundles decides about every report as the service did. */
class ReplayedLogTest {
  private static final int DEVICES = 5;
  private static final int STEPS = 80;

  @TempDir
  Path data;

  private RandomGenerator random;
  private long imposed;
  private final List<InMemorySigner> signers = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void bundlesOfAnEventfulNetworkReplay(long seed) throws Exception {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    long settled = -1;
    // two lives of the service, the second takes up what the first left behind
    Instant reached = TestNetwork.GENESIS.minusSeconds(30);
    for (int life = 0; life < 2; life++) {
      try (TestService service = new TestService(data)) {
        service.clock.advance(reached);
        for (int i = 0; life == 0 && i < DEVICES; i++) {
          signers.add(service.enrolled(i));
        }
        for (int step = 0; step < STEPS; step++) {
          step(service);
        }
        if (life == 1) {
          service.clock.advance(service.now().plus(Duration.ofHours(2)));
        }
        service.server.settleDue();
        settled = service.client.network().getNewestSettledEpoch();
        reached = service.now();
      }
    }
    assertThat(settled).isGreaterThan(2);
    List<ReplayNote> notes = new ArrayList<>();
    assertThat(new RunReplay(new TestNetwork().engine())
            .replay(
                List.of(RunFolder.open(data.resolve("bundles"))),
                done -> notes.addAll(((RunReplay.Step.Epoch) done).same().notes())))
        .isEmpty();
    assertThat(notes)
        .filteredOn(note -> note.code().equals(ReplayNotes.SANCTIONS_CHECKED))
        .as("sanctions reached the log when they were decided")
        .isNotEmpty();
    assertThat(notes)
        .filteredOn(note -> note.level() != ReplayNote.Level.CHECKED)
        .extracting(ReplayNote::code)
        .as("what a network with demo randomness, without witnesses, cannot show")
        .containsOnly(
            ReplayNotes.BEACON_CHOSEN, ReplayNotes.NOT_WITNESSED, ReplayNotes.REGISTRY_UNSIGNED);
    assertThat(TestService.log(data).stream()
            .map(LoggedReport::getRefusal)
            .distinct()
            .toList())
        .as("the run met every kind of decision")
        .contains(
            "",
            "report.bad-signature",
            "report.device-suspended",
            "report.epoch-closed",
            "report.from-future",
            "report.malformed",
            "report.replayed",
            "report.too-old",
            "report.unknown-device");
  }

  private void step(TestService service) throws Exception {
    int what = random.nextInt(11);
    if (what < 3) {
      service.clock.advance(service.now().plusMillis(random.nextInt(15 * 60_000)));
    } else if (what < 5) {
      change(service);
    } else if (what == 5) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      NetworkServiceGrpc.newBlockingStub(service.client.channel())
          .submit(SubmitRequest.newBuilder()
              .setReport(SignedReport.newBuilder().setBody(ByteString.copyFrom(bytes)))
              .build());
    } else if (what == 6) {
      service.server.settleDue();
    } else if (what == 7) {
      sanction(service);
    } else {
      service.client.submitAll(IntStream.range(0, 1 + random.nextInt(12))
          .mapToObj(i -> report(service.now()))
          .iterator());
    }
  }

  private org.depinsdk.core.report.SignedReport report(Instant now) {
    InMemorySigner owner = signers.get(random.nextInt(signers.size()));
    InMemorySigner signer = random.nextInt(8) == 0 ? TestNetwork.signer(99) : owner;
    DeviceId device = TestNetwork.device(random.nextInt(10) == 0 ? TestNetwork.signer(98) : owner);
    Instant time = random.nextInt(6) == 0
        ? now.plusMillis(random.nextInt(2 * 60_000))
        : now.minusMillis(random.nextInt(150 * 60_000) / (1 + random.nextInt(20)));
    return TestNetwork.report(signer, device, 1 + random.nextInt(40), time);
  }

  private void sanction(TestService service) throws InterruptedException {
    long number = 1 + random.nextInt(4);
    Instant now = service.now();
    SanctionEvent step = switch (random.nextInt(3)) {
      case 0 ->
        new SanctionEvent.Imposed(
            now,
            imposed + 1,
            TestNetwork.device(signers.get(random.nextInt(signers.size()))),
            new ReasonCode("test.lied"),
            List.of(new ReportId("0".repeat(64))),
            now.plus(Duration.ofDays(30)),
            Duration.ofDays(1));
      case 1 -> new SanctionEvent.Appealed(now, number, "not I");
      default -> new SanctionEvent.Reversed(now, number, "not it");
    };
    try {
      service.server.admin().sanction(step).get();
      imposed += step instanceof SanctionEvent.Imposed ? 1 : 0;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(SanctionConflictException.class);
    }
  }

  private void change(TestService service) throws InterruptedException {
    DeviceId device = TestNetwork.device(signers.get(random.nextInt(signers.size())));
    RegistryChange change = switch (random.nextInt(4)) {
      case 0 -> new RegistryChange.Suspended("appeal");
      case 1, 2 -> new RegistryChange.Activated();
      default -> new RegistryChange.Transferred(TestNetwork.TREASURY);
    };
    try {
      service.server.admin().change(device, change).get();
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(RegistryConflictException.class);
    }
  }
}
