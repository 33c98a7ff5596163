package org.depinsdk.hardware.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.reading.Grade;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.reading.ReadingReasons;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedDeviceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final List<String> ALL = List.of(
      SimulatedDevice.RX_BYTES,
      SimulatedDevice.TX_BYTES,
      SimulatedDevice.RX_PACKETS,
      SimulatedDevice.TX_PACKETS,
      SimulatedDevice.OPERSTATE);

  private final DriverContext context = DriverContext.builder().build();

  @AfterEach
  void closeContext() {
    context.close();
  }

  private static List<Reading> read(DeviceDriver driver) throws DriverException {
    return driver.device().capability(Readable.class).orElseThrow().readNow(ALL, LONG);
  }

  private List<BigDecimal> rxBytes(long seed, int reads) throws DriverException {
    DriverConfig config = DriverConfig.empty().with("seed", Long.toString(seed));
    List<BigDecimal> values = new ArrayList<>();
    try (DeviceDriver driver = new SimulatedProvider().open(config, context)) {
      for (int i = 0; i < reads; i++) {
        List<Reading> readings = read(driver);
        assertThat(readings).allMatch(Reading::isGood);
        assertThat(readings).extracting(Reading::provenance).containsOnly(Provenance.SIMULATED);
        assertThat(readings).extracting(Reading::sequence).startsWith(5L * i + 1);
        values.add(readings.get(0).value().orElseThrow());
      }
    }
    return values;
  }

  @Test
  void theSameSeedGivesTheSameReadings() throws Exception {
    List<BigDecimal> first = rxBytes(7, 20);
    assertThat(rxBytes(7, 20)).isEqualTo(first).isSorted();
    assertThat(rxBytes(8, 20)).isNotEqualTo(first);
  }

  @Test
  void unpluggedItIsOfflineAndComesBack() throws Exception {
    SimulatedDevice device = SimulatedDevice.ofSeed(1);
    try (DeviceDriver driver = device.open(context, Duration.ofHours(1))) {
      List<Reading> before = read(driver);
      device.unplug();
      assertThat(read(driver)).allSatisfy(r -> {
        assertThat(r.quality().grade()).isEqualTo(Grade.BAD);
        assertThat(r.quality().reason()).hasValue(ReadingReasons.DEVICE_GONE);
        assertThat(r.provenance()).isEqualTo(Provenance.SIMULATED);
      });
      assertThat(driver.status().state()).isEqualTo(DriverState.OFFLINE);
      assertThat(driver.status().consecutiveFailures()).isPositive();
      device.plugIn();
      assertThat(read(driver).get(0).value().orElseThrow())
          .isGreaterThan(before.get(0).value().orElseThrow());
      assertThat(driver.status().state()).isEqualTo(DriverState.ONLINE);
    }
  }

  @Test
  void aDownLinkCountsNothing() throws Exception {
    SimulatedDevice device = SimulatedDevice.ofSeed(1);
    try (DeviceDriver driver = device.open(context, Duration.ofHours(1))) {
      BigDecimal before = read(driver).get(0).value().orElseThrow();
      device.setLink(false);
      List<Reading> down = read(driver);
      assertThat(down.get(0).value()).hasValue(before);
      assertThat(down.get(0).quality().reason()).hasValue(ReadingReasons.LINK_DOWN);
      assertThat(down.get(4).text()).hasValue("down");
      assertThat(driver.status().state()).isEqualTo(DriverState.OFFLINE);
      assertThat(driver.status().reason()).hasValue(ReadingReasons.LINK_DOWN);
    }
  }

  @Test
  void aResetIsFlaggedOnceForEachReader() throws Exception {
    SimulatedDevice device = SimulatedDevice.ofSeed(1);
    try (DeviceDriver driver = device.open(context, Duration.ofHours(1))) {
      for (int i = 0; i < 3; i++) {
        read(driver);
      }
      device.resetCounters();
      assertThat(read(driver).subList(0, 4))
          .allSatisfy(r -> assertThat(r.quality().reason()).hasValue(ReadingReasons.COUNTER_RESET));
      assertThat(read(driver)).allMatch(Reading::isGood);
    }
  }

  @Test
  void aCommandIsDoneOnceForEachKey() throws Exception {
    SimulatedDevice device = SimulatedDevice.ofSeed(1);
    try (DeviceDriver driver = device.open(context, Duration.ofHours(1))) {
      Commandable commands = driver.device().capability(Commandable.class).orElseThrow();
      Command down = new Command("link-down", "key-1", Map.of());
      assertThat(DriverException.await(commands.execute(down, LONG), LONG).accepted())
          .isTrue();
      assertThat(read(driver).get(4).text()).hasValue("down");
      device.setLink(true);
      assertThat(DriverException.await(commands.execute(down, LONG), LONG).accepted())
          .isTrue();
      assertThat(read(driver).get(4).text()).hasValue("up");
      assertThatThrownBy(() -> DriverException.await(
              commands.execute(new Command("explode", "key-2", Map.of()), LONG), LONG))
          .isInstanceOf(DriverException.Unsupported.class)
          .hasMessageContaining("link-down");
      device.unplug();
      assertThatThrownBy(() -> DriverException.await(
              commands.execute(new Command("link-up", "key-3", Map.of()), LONG), LONG))
          .isInstanceOf(DriverException.Unavailable.class);
    }
  }

  @Test
  void aClosedContextOpensNothing() {
    context.close();
    assertThatThrownBy(() -> new SimulatedProvider().open(DriverConfig.empty(), context))
        .isInstanceOf(DriverException.Closed.class);
  }
}
