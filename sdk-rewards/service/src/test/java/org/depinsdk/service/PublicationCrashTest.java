package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a real process, killed with SIGKILL while it settles an epoch and publishes its bundle. */
class PublicationCrashTest {
  private static final int KILLS = 6;
  private static final int MOST_MILLIS = 600;
  private static final long SEED = 3;

  @TempDir
  Path folder;

  /** After each kill a bundle is whole or absent; in the end every epoch is settled once, as without kills. */
  @Test
  void everyEpochIsSettledOnceAndItsBundleIsWholeOrAbsent() throws Exception {
    Path killed = folder.resolve("killed");
    try (TestService service = new TestService(killed)) {
      for (int device = 0; device < 4; device++) {
        InMemorySigner signer = service.enrolled(device);
        for (int i = 1; i <= 50; i++) {
          service.client.submit(TestNetwork.report(signer, i, TestNetwork.GENESIS.plusSeconds(i)));
        }
      }
    }
    Path undisturbed = folder.resolve("undisturbed");
    copy(killed, undisturbed);

    Random random = new Random(SEED);
    long epoch = 0;
    int inTheMiddle = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      if (settles(killed, epoch, random.nextInt(MOST_MILLIS))) {
        epoch++;
      } else {
        inTheMiddle++;
      }
      assertThat(published(killed)).isSubsetOf(names(epoch + 1)).containsAll(names(epoch));
    }
    assertThat(inTheMiddle).as("kills before the epoch was settled").isPositive();
    assertThat(settles(killed, epoch, (int) TestService.TIMEOUT.toMillis())).isTrue();
    epoch++;

    try (TestService service = new TestService(undisturbed)) {
      for (long each = 0; each < epoch; each++) {
        service.clock.advance(closed(each));
        service.server.settleDue();
      }
    }
    assertThat(published(killed)).isEqualTo(names(epoch)).isEqualTo(published(undisturbed));
    for (String name : names(epoch)) {
      assertThat(root(killed, name)).isEqualTo(root(undisturbed, name));
    }
    assertThat(new RunReplay(new TestNetwork().engine())
            .replay(List.of(RunFolder.open(killed.resolve("bundles"))), step -> {}))
        .isEmpty();
  }

  /** Lets a process settle an epoch, and kills it after so many milliseconds; whether it said that it was done. */
  private static boolean settles(Path data, long epoch, int millis) throws Exception {
    try (ServiceProcess service = new ServiceProcess("256m", data, "--control");
        PrintStream in =
            new PrintStream(service.process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      in.println("advance " + closed(epoch));
      if (millis < TestService.TIMEOUT.toMillis()) {
        assertThat(service.process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
        boolean answered = service.out.ready();
        service.process.destroyForcibly().waitFor();
        return answered;
      }
      return service.out.readLine().startsWith("now ");
    }
  }

  private static Instant closed(long epoch) {
    return TestNetwork.GENESIS.plus(Duration.ofMinutes(75 + 60 * epoch));
  }

  /** The bundles that readers see; drafts begin with a dot or have another name. */
  private static List<String> published(Path data) throws IOException {
    Path bundles = data.resolve("bundles");
    if (!Files.exists(bundles)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(bundles)) {
      if (entries.noneMatch(entry -> entry.getFileName().toString().equals("epoch-0"))) {
        return List.of();
      }
    }
    return RunFolder.open(bundles).bundles().stream()
        .map(bundle -> bundle.getFileName().toString())
        .toList();
  }

  private static List<String> names(long epochs) {
    return Stream.iterate(0L, i -> i + 1).limit(epochs).map(i -> "epoch-" + i).toList();
  }

  private static String root(Path data, String bundle) throws IOException {
    return Files.readAllLines(data.resolve("bundles").resolve(bundle).resolve("manifest.json"))
        .stream()
        .filter(line -> line.contains("\"root\""))
        .findFirst()
        .orElseThrow();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
