package org.depinsdk.hardware.testkit;

import java.time.Duration;
import java.util.Set;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Driver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.simulated.SimulatedDevice;
import org.depinsdk.hardware.simulated.SimulatedProvider;

class SimulatedContractTest extends DriverContract {
  private static final class Rig implements DriverRig {
    private final SimulatedDevice device = SimulatedDevice.ofSeed(1);

    @Override
    public DriverProvider provider() {
      return new SimulatedProvider();
    }

    @Override
    public DriverConfig config() {
      return DriverConfig.empty().with("seed", "1").with("watch", "PT0.01S");
    }

    // a device that the test holds in its hands; its options go the same way as those of the
    // provider
    @Override
    public Driver open(DriverContext context) throws DriverException {
      return device.open(context, Duration.ofMillis(10));
    }

    @Override
    public Set<String> channels() {
      return Set.of(SimulatedDevice.RX_BYTES, SimulatedDevice.OPERSTATE);
    }

    @Override
    public Provenance provenance() {
      return Provenance.SIMULATED;
    }

    @Override
    public void breakDevice() {
      device.unplug();
    }

    @Override
    public void repairDevice() {
      device.plugIn();
    }

    @Override
    public boolean answerWith(byte[] garbage) {
      return false;
    }

    @Override
    public void close() {
      device.unplug();
    }
  }

  @Override
  protected DriverRig newRig() {
    return new Rig();
  }
}
