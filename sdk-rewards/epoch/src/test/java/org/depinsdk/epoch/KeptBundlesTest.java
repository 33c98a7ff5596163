package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bundles that stay in the repository for ever, a folder for each format, so that whoever holds old ones can replay them with
 * every later version. Never write them anew: a change that breaks this test breaks the bundles that networks published.
 */
class KeptBundlesTest {
  private static final Path KEPT = Path.of("src", "test", "resources", "bundles");

  @TempDir
  Path folder;

  private static List<String> roots(Path run) throws Exception {
    List<String> roots = new ArrayList<>();
    for (int epoch = 0; epoch < LoggedNetwork.EPOCHS; epoch++) {
      roots.add(
          EpochBundle.open(run.resolve("epoch-" + epoch)).manifest().root().toString());
    }
    return roots;
  }

  private static void replay(Path run) throws Exception {
    assertThat(new RunReplay(LoggedNetwork.ENGINE, Optional.empty())
            .replay(List.of(RunFolder.open(run)), step -> {}))
        .isEmpty();
  }

  @Test
  void format3Replays() throws Exception {
    Path run = KEPT.resolve("format-3");
    replay(run);
    assertThat(roots(run))
        .containsExactly(
            "0xff48f80777419d628fbdc1f3a82fee143ab876ac774253d24357bcaa0ee8ae3c",
            "0x538194bf359917bf0b6b27ab4781a0876fe3a22055a8e47b1fbfd6ddb9875a07",
            "0x1eabb82a1f81ef0a8752388e870037409742d13a6b43ff8dd2226041f3855d5a");
  }

  /** As long as the format is the present one, the same network writes the same bytes. */
  @Test
  void thePresentFormatIsWrittenAlike() throws Exception {
    new LoggedNetwork().publish(folder);
    Path run = KEPT.resolve("format-3");
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path written = folder.resolve(run.relativize(file).toString());
        assertThat(written).as(file.toString()).hasSameBinaryContentAs(file);
      }
    }
  }
}
