package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.hardware.netif.NetifProvider;

/** Finds a network interface of this machine, a real one before the loopback. */
final class RealInterface {
  private RealInterface() {}

  static Optional<String> name() {
    Path root = Path.of(NetifProvider.SYS_CLASS_NET);
    if (!Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (Stream<Path> interfaces = Files.list(root)) {
      return interfaces
          .filter(i -> Files.isReadable(i.resolve("statistics/rx_bytes")))
          .map(i -> i.getFileName().toString())
          .min((a, b) -> {
            int loopback = Boolean.compare(a.equals("lo"), b.equals("lo"));
            return loopback != 0 ? loopback : a.compareTo(b);
          });
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
