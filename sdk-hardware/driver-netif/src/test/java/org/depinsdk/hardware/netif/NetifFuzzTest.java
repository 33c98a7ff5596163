package org.depinsdk.hardware.netif;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.support.Sample;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/** A kernel that says anything: each channel has a value or a reason, and no setting breaks the driver. */
class NetifFuzzTest {
  private static final List<String> FILES = new ArrayList<>(List.of("address", "ifindex"));
  private static final FakeSys SYS = sys();

  private static FakeSys sys() {
    try {
      Path root = Files.createTempDirectory("depin-fuzz-");
      FakeSys sys = new FakeSys(root).addInterface("eth0");
      Path folder = root.resolve("eth0");
      for (var channel : NetifChannels.ALL) {
        FILES.add(
            Files.exists(folder.resolve("statistics").resolve(channel.name()))
                ? "statistics/" + channel.name()
                : channel.name());
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        try (Stream<Path> all = Files.walk(root)) {
          all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        } catch (IOException e) {
          // a folder of the system's temporary files stays
        }
      }));
      return sys;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<byte[]> files() {
    return Stream.of("up\n", "-1\n", "18446744073709551615\n", "down\n", "02:00:00:00:00:01\n")
        .flatMap(text -> Stream.iterate(0, n -> n < FILES.size(), n -> n + 4)
            .map(n -> FuzzInput.concat(
                new byte[] {n.byteValue()},
                FuzzInput.blocks(text.getBytes(StandardCharsets.UTF_8)))));
  }

  @MethodSource("files")
  @FuzzTest
  void files(byte[] data) throws IOException, DriverException {
    FuzzInput input = new FuzzInput(data);
    while (input.hasMore()) {
      String file = FILES.get(input.octet() % FILES.size());
      Files.write(SYS.root.resolve("eth0").resolve(file), input.block());
    }
    NetifSource source = new NetifSource(SYS.root, "eth0", 64);
    assertThat(source.identity()).isNotNull();
    Sample sample = source.sample(NetifChannels.ALL);
    assertThat(sample.values())
        .hasSameSizeAs(NetifChannels.ALL)
        .allSatisfy(v -> assertThat(v.value().isPresent()
                || v.text().isPresent()
                || v.quality().reason().isPresent())
            .isTrue());
    assertThat(source.sample(NetifChannels.ALL)).isEqualTo(sample);
  }

  static Stream<byte[]> settings() {
    return Stream.of("PT1H", "PT1S", "PT2562047788015215H")
        .map(watch -> FuzzInput.blocks(
            "eth0".getBytes(StandardCharsets.UTF_8),
            "64".getBytes(StandardCharsets.UTF_8),
            watch.getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("settings")
  @FuzzTest
  void settings(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    DriverConfig config = DriverConfig.of(Map.of(
        "root",
        SYS.root.toString(),
        "interface",
        new String(input.block(), StandardCharsets.UTF_8),
        "counter-bits",
        new String(input.block(), StandardCharsets.UTF_8),
        "watch",
        new String(input.block(), StandardCharsets.UTF_8)));
    try (DriverContext context = DriverContext.builder().build()) {
      new NetifProvider().open(config, context).close();
    } catch (DriverException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
