package org.depinsdk.hardware.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.testkit.DriverContract;
import org.depinsdk.hardware.testkit.DriverRig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskContractTest extends DriverContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir
  Path scratch;

  private static final class Rig implements DriverRig {
    private final Path folder;
    private final Path away;
    private final byte[] identity;

    Rig(Path scratch) throws IOException {
      this.folder = scratch.resolve("store");
      this.away = scratch.resolve("unmounted");
      PieceStore.init(folder, "node-1");
      this.identity = Files.readAllBytes(folder.resolve(StoreIdentity.FILE));
    }

    @Override
    public DriverProvider provider() {
      return new DiskProvider();
    }

    @Override
    public DriverConfig config() {
      return DriverConfig.of(Map.of("folder", folder.toString(), "watch", "PT0.01S"));
    }

    @Override
    public Set<String> channels() {
      return Set.of(DiskChannels.FREE_BYTES, DiskChannels.PIECES, DiskChannels.SCRUB_CHECKED);
    }

    @Override
    public Provenance provenance() {
      return DiskSource.provenance(folder.getParent());
    }

    @Override
    public void breakDevice() {
      unchecked(() -> {
        Files.move(folder, away);
        Files.createDirectory(folder);
      });
    }

    @Override
    public void repairDevice() {
      unchecked(() -> {
        if (Files.exists(away)) {
          Files.delete(folder);
          Files.move(away, folder);
        }
        Files.write(folder.resolve(StoreIdentity.FILE), identity);
      });
    }

    @Override
    public boolean answerWith(byte[] garbage) {
      unchecked(() -> Files.write(folder.resolve(StoreIdentity.FILE), garbage));
      return true;
    }

    @Override
    public void close() {}

    private interface FileWork {
      void run() throws IOException;
    }

    private static void unchecked(FileWork work) {
      try {
        work.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  protected DriverRig newRig() {
    try {
      return new Rig(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void measuresWhatIsThereAndTellsWhatIsDamaged() throws Exception {
    Path folder = scratch.resolve("measured");
    PieceStore.init(folder, "node-1");
    Path smartctl = scratch.resolve("smartctl");
    Files.writeString(smartctl, "#!/bin/sh\ncat <<'END'\n" + SmartFiguresTest.ATA + "\nEND\n");
    assertThat(smartctl.toFile().setExecutable(true)).isTrue();
    DriverConfig config = DriverConfig.of(Map.of(
        "folder",
        folder.toString(),
        "allocation",
        "10000",
        "smart-device",
        "/dev/sda",
        "smartctl",
        smartctl.toString()));
    try (DriverContext context = DriverContext.builder().build();
        DeviceDriver driver = new DiskProvider().open(config, context)) {
      PieceStore store =
          driver.device().capability(PieceStorage.class).orElseThrow().store();
      PieceId id = Stores.put(store, Stores.content(1, 4000));
      Readable readable = driver.device().capability(Readable.class).orElseThrow();
      List<Reading> readings = readable.readNow(
          List.of(
              DiskChannels.PIECE_BYTES,
              DiskChannels.ROOM_BYTES,
              DiskChannels.SMART_DAMAGED,
              DiskChannels.SMART_USED),
          TIMEOUT);
      assertThat(readings.subList(0, 3))
          .extracting(r -> r.value().orElseThrow().intValueExact())
          .containsExactly(4000, 6000, 8);
      assertThat(readings.get(3).quality().detail()).isEqualTo("the disk has no such figure");
      store.condemn(id, "a test");
      assertThat(readable.readNow(List.of(DiskChannels.PIECES), TIMEOUT).get(0).value())
          .hasValueSatisfying(v -> assertThat(v.intValueExact()).isZero());
      assertThat(driver.status().state()).isEqualTo(DriverState.DEGRADED);
      assertThat(driver.status().reason()).contains(DiskReasons.PIECES_LOST);
    }
  }
}
