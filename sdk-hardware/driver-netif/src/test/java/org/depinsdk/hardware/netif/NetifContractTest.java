package org.depinsdk.hardware.netif;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.testkit.DriverContract;
import org.depinsdk.hardware.testkit.DriverRig;
import org.junit.jupiter.api.io.TempDir;

class NetifContractTest extends DriverContract {
  @TempDir
  Path folder;

  private static final class Rig implements DriverRig {
    private final FakeSys sys;

    Rig(Path root) throws IOException {
      this.sys = new FakeSys(root).addInterface("eth0");
    }

    @Override
    public DriverProvider provider() {
      return new NetifProvider();
    }

    @Override
    public DriverConfig config() {
      return DriverConfig.of(
          Map.of("interface", "eth0", "root", sys.root.toString(), "watch", "PT0.01S"));
    }

    @Override
    public Set<String> channels() {
      return Set.of(NetifChannels.RX_BYTES, NetifChannels.OPERSTATE);
    }

    @Override
    public Provenance provenance() {
      return Provenance.REPLAY;
    }

    @Override
    public void breakDevice() {
      unchecked(() -> sys.remove("eth0"));
    }

    @Override
    public void repairDevice() {
      unchecked(() -> sys.addInterface("eth0"));
    }

    @Override
    public boolean answerWith(byte[] garbage) {
      unchecked(() -> {
        Files.write(sys.root.resolve("eth0/statistics/rx_bytes"), garbage);
        Files.write(sys.root.resolve("eth0/operstate"), garbage);
      });
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
      return new Rig(folder.resolve("net"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
