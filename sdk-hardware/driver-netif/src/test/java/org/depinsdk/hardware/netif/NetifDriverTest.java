package org.depinsdk.hardware.netif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Drivers;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.ReadingStream;
import org.depinsdk.hardware.driver.Streaming;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.Grade;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.hardware.reading.ReadingReasons;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetifDriverTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final DriverContext context = DriverContext.builder().build();
  private final NetifProvider provider = new NetifProvider();

  @TempDir
  Path folder;

  private FakeSys sys;

  @BeforeEach
  void addInterface() throws Exception {
    sys = new FakeSys(Files.createDirectory(folder.resolve("net"))).addInterface("eth0");
  }

  @AfterEach
  void closeContext() {
    context.close();
  }

  private DriverConfig config() {
    return DriverConfig.of(
        Map.of("interface", "eth0", "root", sys.root.toString(), "watch", "PT1H"));
  }

  private DeviceDriver open() throws DriverException {
    return provider.open(config(), context);
  }

  private static Map<String, Reading> read(DeviceDriver driver) throws DriverException {
    Readable readable = driver.device().capability(Readable.class).orElseThrow();
    List<String> names = readable.channels().stream().map(Channel::name).toList();
    Map<String, Reading> byName = new TreeMap<>();
    for (Reading reading : readable.readNow(names, LONG)) {
      byName.put(reading.channel(), reading);
    }
    assertThat(byName).hasSize(names.size());
    return byName;
  }

  private static void assertReason(
      Map<String, Reading> readings, String channel, ReasonCode reason) {
    assertThat(readings.get(channel).quality().reason()).as(channel).hasValue(reason);
  }

  @Test
  void theDriverIsFoundOnThePath() {
    assertThat(Drivers.load().find(NetifProvider.ID)).isPresent();
  }

  @Test
  void thisMachinesOwnInterfaceIsHardware() throws Exception {
    Path kernels = Path.of(NetifProvider.SYS_CLASS_NET);
    Assumptions.assumeTrue(
        Files.isDirectory(kernels.resolve("lo")), "skipped: no /sys/class/net/lo on this machine");
    DriverConfig config = DriverConfig.empty().with("interface", "lo");
    try (DeviceDriver driver = provider.open(config, context)) {
      Map<String, Reading> readings = read(driver);
      Reading received = readings.get(NetifChannels.RX_BYTES);
      assertThat(received.isGood()).isTrue();
      assertThat(received.unit().code()).isEqualTo("By");
      assertThat(received.value().orElseThrow())
          .isLessThanOrEqualTo(new BigDecimal(
              Files.readString(kernels.resolve("lo/statistics/rx_bytes")).strip()));
      assertThat(readings.values())
          .extracting(Reading::provenance)
          .containsOnly(Provenance.HARDWARE);
      assertThat(readings.get(NetifChannels.OPERSTATE).text()).isPresent();
      // the loopback has no speed
      assertReason(readings, NetifChannels.SPEED, ReadingReasons.NOT_AVAILABLE);
      assertThat(driver.status().state()).isEqualTo(DriverState.ONLINE);
      assertThat(driver.device().identity().model()).isEqualTo("virtual");
      assertThat(driver.device().identity().serial()).isEqualTo("00:00:00:00:00:00");
    }
    assertThat(provider.discover(DriverConfig.empty(), context, LONG)).contains(config);
  }

  @Test
  void anotherFolderIsAReplay() throws Exception {
    try (DeviceDriver driver = open()) {
      Map<String, Reading> readings = read(driver);
      assertThat(readings.values())
          .allSatisfy(r -> assertThat(r.isGood()).as(r.channel()).isTrue())
          .extracting(Reading::provenance)
          .containsOnly(Provenance.REPLAY);
      assertThat(readings.get(NetifChannels.SPEED).value()).hasValue(new BigDecimal(1000));
      assertThat(readings.get(NetifChannels.CARRIER).value()).hasValue(BigDecimal.ONE);
      assertThat(readings.get("rx_crc_errors").quantity().name())
          .isEqualTo("network.received.crc-errors");
    }
  }

  @Test
  void aLinkToTheKernelsFolderIsStillTheKernels() throws Exception {
    Assumptions.assumeTrue(
        Files.isDirectory(Path.of(NetifProvider.SYS_CLASS_NET, "lo")),
        "skipped: no /sys/class/net/lo on this machine");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/sys/class/net"));
    DriverConfig config =
        DriverConfig.of(Map.of("interface", "lo", "root", link.toString(), "watch", "PT1H"));
    try (DeviceDriver driver = provider.open(config, context)) {
      assertThat(read(driver).values())
          .extracting(Reading::provenance)
          .containsOnly(Provenance.HARDWARE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"down", "lowerlayerdown", "dormant", "notpresent", "testing"})
  void aLinkThatIsDownIsOffline(String state) throws Exception {
    sys.set("eth0", "operstate", state);
    try (DeviceDriver driver = open()) {
      Map<String, Reading> readings = read(driver);
      assertThat(driver.status().state()).isEqualTo(DriverState.OFFLINE);
      assertThat(driver.status().reason()).hasValue(ReadingReasons.LINK_DOWN);
      assertThat(readings.get(NetifChannels.OPERSTATE).text()).hasValue(state);
      assertReason(readings, NetifChannels.SPEED, ReadingReasons.LINK_DOWN);
      assertThat(readings.get(NetifChannels.SPEED).quality().grade()).isEqualTo(Grade.BAD);
      assertReason(readings, NetifChannels.RX_BYTES, ReadingReasons.LINK_DOWN);
      assertThat(readings.get(NetifChannels.RX_BYTES).value()).isPresent();
      sys.set("eth0", "operstate", "up");
      assertThat(read(driver).values()).allMatch(Reading::isGood);
      assertThat(driver.status().state()).isEqualTo(DriverState.ONLINE);
    }
  }

  @Test
  void anInterfaceThatGoesAwayIsOfflineAndComesBackAsAnotherOne() throws Exception {
    try (DeviceDriver driver = open()) {
      read(driver);
      sys.remove("eth0");
      assertThat(read(driver).values()).allSatisfy(r -> {
        assertThat(r.quality().grade()).isEqualTo(Grade.BAD);
        assertThat(r.quality().reason()).hasValue(ReadingReasons.DEVICE_GONE);
      });
      assertThat(driver.status().state()).isEqualTo(DriverState.OFFLINE);
      assertThat(driver.status().detail()).contains("eth0");
      sys.addInterface("eth0");
      sys.set("eth0", "ifindex", "9");
      sys.set("eth0", "statistics/rx_bytes", "5000");
      Map<String, Reading> back = read(driver);
      assertReason(back, NetifChannels.RX_BYTES, ReadingReasons.COUNTER_RESET);
      assertThat(back.get(NetifChannels.RX_BYTES).value()).hasValue(new BigDecimal(5000));
      assertThat(driver.status().state()).isEqualTo(DriverState.ONLINE);
      assertThat(read(driver).values()).allMatch(Reading::isGood);
    }
  }

  @Test
  void anInterfaceThatIsNotThereYetIsAwaited() throws Exception {
    DriverConfig later = config().with("interface", "wlan0").with("watch", "PT0.01S");
    LinkedBlockingQueue<DriverState> states = new LinkedBlockingQueue<>();
    try (DeviceDriver driver = provider.open(later, context);
        var registration = driver.onStatus(s -> states.add(s.state()))) {
      assertThat(registration).isNotNull();
      if (driver.status().state() != DriverState.OFFLINE) {
        assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(DriverState.OFFLINE);
      }
      states.clear();
      sys.addInterface("wlan0");
      DriverState state;
      do {
        state = states.poll(30, TimeUnit.SECONDS);
      } while (state != null && state != DriverState.ONLINE);
      assertThat(state).isEqualTo(DriverState.ONLINE);
    }
  }

  @Test
  void countersThatWrapOrFallAreFlagged() throws Exception {
    sys.set("eth0", "statistics/rx_bytes", "4294967000");
    sys.set("eth0", "statistics/tx_bytes", "5000");
    try (DeviceDriver driver = provider.open(config().with("counter-bits", "32"), context)) {
      read(driver);
      sys.set("eth0", "statistics/rx_bytes", "100");
      sys.set("eth0", "statistics/tx_bytes", "4000");
      Map<String, Reading> readings = read(driver);
      assertReason(readings, NetifChannels.RX_BYTES, ReadingReasons.COUNTER_WRAPPED);
      assertReason(readings, NetifChannels.TX_BYTES, ReadingReasons.COUNTER_RESET);
      sys.set("eth0", "statistics/rx_bytes", "4294967296");
      assertReason(read(driver), NetifChannels.RX_BYTES, ReadingReasons.MALFORMED);
    }
  }

  @Test
  void eachReaderIsToldOfAReset() throws Exception {
    try (DeviceDriver driver = open();
        ReadingStream stream = driver.device().capability(Streaming.class).orElseThrow().stream(
            List.of(NetifChannels.RX_BYTES), Duration.ofMillis(5), 10_000)) {
      read(driver);
      assertThat(stream.next(LONG))
          .hasValueSatisfying(r -> assertThat(r.isGood()).isTrue());
      sys.set("eth0", "ifindex", "77");
      assertReason(read(driver), NetifChannels.RX_BYTES, ReadingReasons.COUNTER_RESET);
      Reading next;
      do {
        next = stream.next(LONG).orElseThrow();
      } while (next.isGood());
      assertThat(next.quality().reason()).hasValue(ReadingReasons.COUNTER_RESET);
      assertThat(stream.dropped()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-5", "1e3", "12 34", "99999999999999999999999", "0x10", "ten", "+1"})
  void nonsenseInAFileIsABadReading(String text) throws Exception {
    sys.set("eth0", "statistics/rx_bytes", text);
    try (DeviceDriver driver = open()) {
      Map<String, Reading> readings = read(driver);
      assertReason(readings, NetifChannels.RX_BYTES, ReadingReasons.MALFORMED);
      assertThat(readings.get(NetifChannels.TX_BYTES).isGood()).isTrue();
      assertThat(driver.status().state()).isEqualTo(DriverState.DEGRADED);
      assertThat(driver.status().detail()).contains("rx_bytes");
    }
  }

  @Test
  void anyBytesInAnyFileKillNothing() throws Exception {
    List<String> files =
        List.of("operstate", "carrier", "speed", "statistics/tx_bytes", "ifindex", "address");
    try (DeviceDriver driver = open()) {
      Property.check(200, random -> {
        byte[] bytes = new byte[random.nextInt(2) == 0 ? random.nextInt(8) : random.nextInt(600)];
        random.nextBytes(bytes);
        String file = files.get(random.nextInt(files.size()));
        Files.write(sys.root.resolve("eth0").resolve(file), bytes);
        assertThat(read(driver)).hasSize(NetifChannels.ALL.size());
        assertThat(driver.device().identity()).isNotNull();
      });
      sys.addInterface("eth0");
      assertThat(read(driver).get(NetifChannels.OPERSTATE).isGood()).isTrue();
      assertThat(driver.status().state()).isEqualTo(DriverState.ONLINE);
    }
  }

  @Test
  void missingFilesFoldersAndEndlessOnesAreBadReadings() throws Exception {
    Path eth0 = sys.root.resolve("eth0");
    Files.delete(eth0.resolve("speed"));
    Files.delete(eth0.resolve("statistics/rx_bytes"));
    Files.createDirectory(eth0.resolve("statistics/rx_bytes"));
    Files.writeString(eth0.resolve("statistics/tx_bytes"), "1".repeat(100_000));
    try (DeviceDriver driver = open()) {
      Map<String, Reading> readings = read(driver);
      assertReason(readings, NetifChannels.SPEED, ReadingReasons.NOT_AVAILABLE);
      assertReason(readings, NetifChannels.RX_BYTES, ReadingReasons.MALFORMED);
      assertReason(readings, NetifChannels.TX_BYTES, ReadingReasons.MALFORMED);
      Files.delete(eth0.resolve("operstate"));
      assertReason(read(driver), NetifChannels.OPERSTATE, ReadingReasons.NOT_AVAILABLE);
      assertThat(driver.status().state()).isEqualTo(DriverState.DEGRADED);
    }
  }

  @Test
  void anUnknownSpeedIsNotANumber() throws Exception {
    sys.set("eth0", "speed", "-1");
    try (DeviceDriver driver = open()) {
      assertReason(read(driver), NetifChannels.SPEED, ReadingReasons.NOT_AVAILABLE);
      assertThat(driver.status().state()).isEqualTo(DriverState.ONLINE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "../eth0", "sixteen-letters-", "a b", "a:1", "ü"})
  void namesThatTheKernelDoesNotAllowAreProblems(String name) {
    DriverConfig config = config().with("interface", name);
    assertThat(provider.validate(config)).hasSize(1);
    assertThatThrownBy(() -> provider.open(config, context))
        .isInstanceOf(DriverException.Misconfigured.class)
        .hasMessageContaining("interface: expected 1 to 15 printable");
  }

  @Test
  void otherWrongOptionsAreProblemsToo() {
    assertThat(provider.validate(DriverConfig.empty()))
        .extracting(p -> p.option())
        .containsExactly("interface");
    assertThat(provider.validate(config().with("counter-bits", "48")).toString())
        .contains("expected 32 or 64");
    assertThat(provider.validate(config())).isEmpty();
  }

  @Test
  void interfacesAreDiscoveredWithTheOptionsThatWereGiven() throws Exception {
    sys.addInterface("wlan0");
    Files.createDirectory(sys.root.resolve("not-an-interface"));
    Files.writeString(sys.root.resolve("bonding_masters"), "\n");
    DriverConfig where = DriverConfig.empty().with("root", sys.root.toString());
    assertThat(provider.discover(where, context, LONG))
        .containsExactly(where.with("interface", "eth0"), where.with("interface", "wlan0"));
    assertThat(provider.discover(where.with("root", "/nowhere"), context, LONG)).isEmpty();
    assertThatThrownBy(() -> provider.discover(where.with("watch", "soon"), context, LONG))
        .isInstanceOf(DriverException.Misconfigured.class);
  }
}
