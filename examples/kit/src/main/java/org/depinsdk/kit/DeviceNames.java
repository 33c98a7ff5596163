package org.depinsdk.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.core.identity.OperatorId;

/**
 * What the devices of a run are called, by id: the file {@code names.tsv} beside its bundles. The names are for reading alone;
 * nothing is paid by them.
 */
public final class DeviceNames {
  /** The file's name. */
  public static final String FILE = "names.tsv";

  private static final long MOST = 16 << 20;
  private static final Pattern LINE =
      Pattern.compile("(dev-[a-z2-7]{1,64})\t([A-Za-z0-9._ -]{1,64})");

  private final SortedMap<String, String> byId;

  private DeviceNames(Map<String, String> byId) {
    this.byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
  }

  /** Names by the devices' ids. */
  public static DeviceNames of(Map<String, String> byId) {
    return new DeviceNames(byId);
  }

  /** Reads the names beside a run's bundles; there are none if the file is missing. */
  public static DeviceNames read(Path run) throws IOException {
    Path file = run.resolve(FILE);
    SortedMap<String, String> names = new TreeMap<>();
    if (Files.isRegularFile(file)) {
      if (Files.size(file) > MOST) {
        throw new IOException(file + " has more than " + MOST + " bytes");
      }
      for (String line : Files.readAllLines(file)) {
        var match = LINE.matcher(line);
        if (!match.matches()) {
          throw new IOException(
              file + ": line " + (names.size() + 1) + " is not a device's id, a tab and a name");
        }
        names.put(match.group(1), match.group(2));
      }
    }
    return new DeviceNames(names);
  }

  /** Writes the names beside a run's bundles. */
  public void write(Path run) throws IOException {
    StringBuilder lines = new StringBuilder();
    byId.forEach((id, name) -> lines.append(id).append('\t').append(name).append('\n'));
    Files.writeString(run.resolve(FILE), lines);
  }

  /** All names, with that of an operator that is none, such as a treasury. */
  public Map<String, String> with(OperatorId account, String name) {
    Map<String, String> names = new TreeMap<>(byId);
    names.put(account.text(), name);
    return names;
  }

  /** The id of the device with a name. */
  public Optional<String> id(String name) {
    return byId.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** A device's name, or its id if it has none. */
  public String of(String id) {
    return byId.getOrDefault(id, id);
  }
}
