package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.BundleStores;
import org.depinsdk.epoch.store.Content;
import org.depinsdk.epoch.store.FolderBundleStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder as a store. */
class FolderBundleStoreTest extends BundleStoreContract {
  @TempDir
  Path folder;

  @Override
  protected BundleStore open() throws IOException {
    return BundleStores.open(folder.resolve("bundles").toString());
  }

  @Override
  protected void delete(BundleName name, String file) throws IOException {
    Files.delete(folder.resolve("bundles").resolve(name.toString()).resolve(file));
  }

  @Test
  void isWrittenByOneProcessAtATime() throws IOException {
    BundleName name = BundleName.ofEpoch(0);
    try (BundleStore one = new FolderBundleStore(folder);
        BundleStore other = new FolderBundleStore(folder)) {
      one.create(name, "a", Content.of(new byte[1]));
      assertThatThrownBy(() -> other.create(name, "b", Content.of(new byte[1])))
          .hasMessageContaining("another process writes bundles to " + folder);
      assertThat(other.find(name, "a")).isPresent();
    }
  }

  @Test
  void doesNotFollowLinks() throws IOException {
    Files.createDirectories(folder.resolve("epoch-0"));
    Files.writeString(folder.resolve("secret"), "secret");
    Files.createSymbolicLink(folder.resolve("epoch-0/policy.json"), folder.resolve("secret"));
    try (BundleStore store = new FolderBundleStore(folder)) {
      assertThat(store.find(BundleName.ofEpoch(0), "policy.json")).isEmpty();
      assertThat(store.create(BundleName.ofEpoch(0), "policy.json", Content.of(new byte[1])))
          .isFalse();
    }
  }

  @Test
  void saysWhichJarIsMissing() {
    assertThatThrownBy(() -> BundleStores.check("gs://bucket/prefix"))
        .hasMessageContaining("no jar on the class path stores bundles at gs://");
  }
}
