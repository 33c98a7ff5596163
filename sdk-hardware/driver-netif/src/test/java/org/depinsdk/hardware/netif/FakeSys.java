package org.depinsdk.hardware.netif;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder that looks like the kernel's. */
final class FakeSys {
  final Path root;

  FakeSys(Path root) {
    this.root = root;
  }

  FakeSys addInterface(String name) throws IOException {
    Files.createDirectories(root.resolve(name).resolve("statistics"));
    for (var channel : NetifChannels.ALL) {
      String file = channel.name();
      if (file.endsWith("bytes") || file.endsWith("packets")) {
        set(name, "statistics/" + file, "1000");
      } else if (channel.kind() == org.depinsdk.hardware.reading.ChannelKind.COUNTER
          && !file.equals("carrier_changes")) {
        set(name, "statistics/" + file, "0");
      }
    }
    set(name, "carrier_changes", "2");
    set(name, "operstate", "up");
    set(name, "carrier", "1");
    set(name, "speed", "1000");
    set(name, "address", "02:00:00:00:00:01");
    set(name, "ifindex", "2");
    return this;
  }

  void set(String name, String file, String text) throws IOException {
    Files.writeString(root.resolve(name).resolve(file), text + "\n");
  }

  void remove(String name) throws IOException {
    Path gone = root.resolveSibling(root.getFileName() + "-gone-" + name);
    Files.move(root.resolve(name), gone);
    try (Stream<Path> all = Files.walk(gone)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
