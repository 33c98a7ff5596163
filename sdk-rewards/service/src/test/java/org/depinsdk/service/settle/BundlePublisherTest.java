package org.depinsdk.service.settle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.CompensationFiles;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.Content;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles are copied to where they are published until all of them are there. */
@Timeout(120)
class BundlePublisherTest {
  @TempDir
  Path folder;

  /** A store of which every second use fails. */
  private static final class Unreliable implements BundleStore {
    final Map<String, byte[]> files = new LinkedHashMap<>();
    private int uses;

    private void use() throws IOException {
      if (uses++ % 2 == 0) {
        throw new IOException("the store does not answer");
      }
    }

    @Override
    public String location() {
      return "s3://played";
    }

    @Override
    public SortedSet<BundleName> names() {
      return new TreeSet<>();
    }

    @Override
    public Optional<InputStream> find(BundleName name, String file) {
      return Optional.ofNullable(files.get(name + "/" + file)).map(ByteArrayInputStream::new);
    }

    @Override
    public boolean create(BundleName name, String file, Content content) throws IOException {
      if (files.containsKey(name + "/" + file)) {
        return false;
      }
      use();
      try (InputStream in = content.open()) {
        files.put(name + "/" + file, in.readAllBytes());
      }
      return true;
    }

    @Override
    public void close() {}
  }

  private void writeBundle(long epoch) throws IOException {
    byte[] reports = ("reports of " + epoch).getBytes(UTF_8);
    Path bundle = Files.createDirectories(folder.resolve("epoch-" + epoch));
    Files.write(bundle.resolve("reports.pb"), reports);
    Files.write(
        bundle.resolve("manifest.json"),
        new BundleManifest(
                "net",
                epoch,
                Optional.empty(),
                "policy",
                "root",
                List.of(new BundleManifest.Part(
                    "reports.pb",
                    reports.length,
                    Hex.encode(Bytes32.sha256(reports).bytes()))))
            .toJson());
  }

  private void writeCompensation(long next) throws IOException {
    Path paid = Files.createDirectories(folder.resolve("compensation-" + next));
    for (String file : List.of(
        CompensationFiles.CORRECTION,
        CompensationFiles.RECORD,
        CompensationFiles.AFTER,
        CompensationFiles.DISTRIBUTION)) {
      Files.writeString(paid.resolve(file), file);
    }
  }

  /** With a publisher that is killed at each failure. */
  private static int publishAll(Path folder, Unreliable store) {
    for (int failures = 0; ; failures++) {
      try (BundlePublisher publisher = new BundlePublisher(folder, store)) {
        publisher.publish();
        return failures;
      } catch (IOException e) {
        assertThat(e).hasMessage("the store does not answer");
      }
    }
  }

  @Test
  void goesOnAfterEachFailureAndRestart() throws Exception {
    writeBundle(0);
    writeBundle(1);
    writeCompensation(2);
    writeBundle(2);
    Unreliable store = new Unreliable();
    assertThat(publishAll(folder, store)).isEqualTo(10);
    assertThat(store.files.keySet())
        .containsExactly(
            "epoch-0/reports.pb",
            "epoch-0/manifest.json",
            "epoch-1/reports.pb",
            "epoch-1/manifest.json",
            "compensation-2/correction.json",
            "compensation-2/after.json",
            "compensation-2/distribution.json",
            "compensation-2/compensation.json",
            "epoch-2/reports.pb",
            "epoch-2/manifest.json");
  }

  @Test
  void publishesACompensationThatComesLater() throws Exception {
    writeBundle(0);
    Unreliable store = new Unreliable();
    try (BundlePublisher publisher = new BundlePublisher(folder, store)) {
      assertThatThrownBy(publisher::publish).hasMessage("the store does not answer");
      assertThat(publisher.firstUnpublished()).isZero();
      assertThatThrownBy(publisher::publish).hasMessage("the store does not answer");
      publisher.publish();
      assertThat(publisher.firstUnpublished()).isEqualTo(1);
      writeCompensation(1);
      for (int i = 0; i < 4; i++) {
        assertThatThrownBy(publisher::publish).hasMessage("the store does not answer");
      }
      publisher.publish();
      assertThat(publisher.firstUnpublished()).isEqualTo(1);
    }
    assertThat(store.files).containsKey("compensation-1/compensation.json");
  }

  @Test
  void aServicePublishesWhatItSettles() throws Exception {
    Path data = folder.resolve("data");
    Path target = folder.resolve("published");
    Logger log = Logger.getLogger("org.depinsdk.service.server.ServiceHealth");
    Files.writeString(target, "in the way");
    String[] options = {"--publish-bundles", target.toString(), "--publish-every", "PT0.05S"};
    try (TestService service = new TestService(data, options)) {
      log.setLevel(Level.OFF);
      service.client.submit(TestNetwork.report(service.enrolled(1), 1, service.now()));
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(75)));
      service.server.settleDue();
      while (!service.server.admin().status().failing().contains("publication of bundles")) {
        Thread.onSpinWait();
      }
      // who reports is served all the same
      assertThat(service.server.admin().status().serving()).isTrue();
    } finally {
      log.setLevel(null);
    }
    Files.delete(target);
    try (TestService service = new TestService(data, options)) {
      while (!Files.exists(target.resolve("epoch-0/manifest.json"))) {
        Thread.onSpinWait();
      }
    }
    assertThat(new RunReplay(new LocalEpochEngine(ProofVerifiers.load()))
            .replay(List.of(RunFolder.open(target)), step -> {}))
        .isEmpty();
  }

  @Test
  void aWrongLocationIsRefusedBeforeAnythingStarts() {
    assertThatThrownBy(() -> new TestService(folder, "--publish-bundles", "s3:/"))
        .hasMessageContaining("no jar on the class path stores bundles at s3://");
    assertThatThrownBy(() -> new TestService(folder, "--publish-bundles", "gs://bucket"))
        .hasMessageContaining("no jar on the class path stores bundles at gs://");
  }
}
