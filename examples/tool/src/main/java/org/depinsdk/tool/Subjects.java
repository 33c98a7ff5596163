package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.kit.DeviceNames;

/** The bundles that a command is given, and whom they know: by id, by the beginning of an id, or by name. */
final class Subjects {
  private final List<EpochBundle> bundles;
  private final DeviceNames names;

  private Subjects(List<EpochBundle> bundles, DeviceNames names) {
    this.bundles = List.copyOf(bundles);
    this.names = names;
  }

  static Subjects open(BundleArgument argument) throws IOException, BundleException {
    RunFolder run = argument.open();
    List<EpochBundle> bundles = new ArrayList<>();
    for (Path folder : run.bundles()) {
      bundles.add(EpochBundle.open(folder));
    }
    return new Subjects(bundles, DeviceNames.read(run.folder()));
  }

  List<EpochBundle> bundles() {
    return bundles;
  }

  DeviceNames names() {
    return names;
  }

  /** The ids that are meant: none is known by that, one, or several begin like that. */
  List<String> ids(String subject) throws BundleException {
    Optional<String> named = names.id(subject);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    SortedSet<String> ids = new TreeSet<>();
    for (EpochBundle bundle : bundles) {
      bundle.input().registry().devices().forEach(device -> ids.add(device.text()));
      bundle.after().lifetime().keySet().forEach(operator -> ids.add(operator.text()));
    }
    return ids.stream()
        .filter(id -> id.regionMatches(true, 0, subject, 0, subject.length()))
        .toList();
  }
}
