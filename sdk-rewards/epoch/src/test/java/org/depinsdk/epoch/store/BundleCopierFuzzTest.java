package org.depinsdk.epoch.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.epoch.BundleManifest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests that strangers put into a store: a copy ends with a bundle that is what it says, or with a reason and none. */
class BundleCopierFuzzTest {
  private static final BundleName NAME = BundleName.ofEpoch(7);
  private static final byte[] PART = "part".getBytes(UTF_8);

  private static final class InMemory implements BundleStore {
    private final Map<String, byte[]> files = new HashMap<>();

    @Override
    public String location() {
      return "memory";
    }

    @Override
    public SortedSet<BundleName> names() {
      return new TreeSet<>(List.of(NAME));
    }

    @Override
    public Optional<InputStream> find(BundleName name, String file) {
      return Optional.ofNullable(files.get(file)).map(ByteArrayInputStream::new);
    }

    @Override
    public boolean create(BundleName name, String file, Content content) throws IOException {
      assertThat(BundleName.isFile(file)).as(file).isTrue();
      try (InputStream in = content.open()) {
        return files.putIfAbsent(file, in.readAllBytes()) == null;
      }
    }

    @Override
    public void close() {}
  }

  static Stream<byte[]> manifests() {
    String sha256 = Hex.encode(Bytes32.sha256(PART).bytes());
    return Stream.of(
            new BundleManifest.Part("a.json", PART.length, sha256),
            new BundleManifest.Part("../a", PART.length, sha256),
            new BundleManifest.Part("a.json", PART.length, "00"),
            new BundleManifest.Part("a.json", 0, sha256))
        .map(part -> new BundleManifest(
                "net", NAME.epoch(), Optional.of("00"), "policy", "root", List.of(part))
            .toJson());
  }

  @MethodSource("manifests")
  @FuzzTest
  void copiesWhatItSaysOrNothing(byte[] manifest) throws IOException {
    InMemory from = new InMemory();
    InMemory to = new InMemory();
    from.files.put("a.json", PART);
    from.files.put("manifest.json", manifest);
    try {
      assertThat(new BundleCopier(from, to).copy(NAME)).isTrue();
      assertThat(to.files.get("manifest.json")).isEqualTo(manifest);
    } catch (IOException e) {
      assertThat(e.getMessage()).contains("memory/epoch-7/");
      assertThat(to.files).doesNotContainKey("manifest.json");
    }
  }
}
