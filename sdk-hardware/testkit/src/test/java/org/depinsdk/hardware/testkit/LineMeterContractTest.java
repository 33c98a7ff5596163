package org.depinsdk.hardware.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverProvider;
import org.junit.jupiter.api.Nested;

/** A driver on a socket keeps the contract whichever way its network breaks. */
class LineMeterContractTest {
  static final class Rig implements DriverRig {
    private final LineMeter meter;
    private final FaultyProxy proxy;
    private final FaultyProxy.Fault breakage;

    Rig(FaultyProxy.Fault breakage) {
      this.breakage = breakage;
      try {
        meter = new LineMeter("s3cr3t-that-must-not-show");
        proxy = FaultyProxy.to(meter.address());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public DriverProvider provider() {
      return new LineMeterProvider();
    }

    @Override
    public DriverConfig config() {
      return DriverConfig.of(Map.of(
          "host", "127.0.0.1",
          "port", Integer.toString(proxy.port()),
          "password", DriverContract.SECRET_NAME,
          "emulated", "true",
          "timeout", "PT0.2S",
          "watch", "PT0.02S"));
    }

    @Override
    public Set<String> channels() {
      return Set.of("energy", "power");
    }

    @Override
    public Provenance provenance() {
      return Provenance.SIMULATED;
    }

    @Override
    public void breakDevice() {
      proxy.set(breakage);
    }

    @Override
    public void repairDevice() {
      proxy.set(FaultyProxy.Fault.NONE);
    }

    @Override
    public boolean answerWith(byte[] garbage) {
      // each answer that is cut costs a timeout, and how connections break makes no difference to
      // it
      if (breakage != FaultyProxy.Fault.REFUSE) {
        return false;
      }
      proxy.answerWith(garbage);
      return true;
    }

    @Override
    public void close() {
      proxy.close();
      meter.close();
    }
  }

  @Nested
  class WhenConnectionsAreRefused extends DriverContract {
    @Override
    protected DriverRig newRig() {
      return new Rig(FaultyProxy.Fault.REFUSE);
    }
  }

  @Nested
  class WhenTheCableIsPulled extends DriverContract {
    @Override
    protected DriverRig newRig() {
      return new Rig(FaultyProxy.Fault.STALL);
    }
  }

  @Nested
  class WhenAnswersAreCutShort extends DriverContract {
    @Override
    protected DriverRig newRig() {
      return new Rig(FaultyProxy.Fault.TRUNCATE);
    }
  }
}
