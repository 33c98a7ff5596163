package org.depinsdk.service.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.store.BundleCopier;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.Content;
import org.depinsdk.epoch.store.OtherContentException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every {@link BundleStore}. */
public abstract class BundleStoreContract {
  private static final BundleName EPOCH = BundleName.ofEpoch(7);

  /** More than a store takes at once, and no multiple of anything. */
  private static final int LARGE = (11 << 20) + 12_345;

  private @Nullable BundleStore opened;

  /** For subclasses. */
  protected BundleStoreContract() {}

  /**
   * Opens the store of this test, which is empty when the test begins.
   *
   * @return the same store whenever it is opened
   * @throws IOException if it cannot be opened
   */
  protected abstract BundleStore open() throws IOException;

  /**
   * Removes a file by the store's own means.
   *
   * @param name which bundle
   * @param file the file in it
   * @throws IOException if it cannot be removed
   */
  protected abstract void delete(BundleName name, String file) throws IOException;

  private BundleStore store() throws IOException {
    if (opened == null) {
      opened = open();
    }
    return opened;
  }

  private BundleStore reopened() throws IOException {
    closeStore();
    return store();
  }

  /** Closes what a test opened. */
  @AfterEach
  public final void closeStore() throws IOException {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }

  /** An empty store has nothing. */
  @Test
  public void isEmptyAtFirst() throws IOException {
    assertThat(store().names()).isEmpty();
    assertThat(store().find(EPOCH, "reports.pb")).isEmpty();
    assertThat(store().holds(EPOCH, "reports.pb", Content.of(new byte[0]))).isFalse();
  }

  /** A file stays what it was created with, whoever creates it again. */
  @Test
  public void neverChangesAFile() throws IOException {
    assertThat(store().create(EPOCH, "reports.pb", content("first"))).isTrue();
    assertThat(store().create(EPOCH, "reports.pb", content("second"))).isFalse();
    assertThat(store().create(EPOCH, "empty", Content.of(new byte[0]))).isTrue();
    assertThat(read(reopened(), EPOCH, "reports.pb")).hasValue("first".getBytes(UTF_8));
    assertThat(read(store(), EPOCH, "empty")).hasValue(new byte[0]);
    assertThat(store().holds(EPOCH, "reports.pb", content("first"))).isTrue();
    assertThat(store().holds(EPOCH, "reports.pb", content("other"))).isFalse();
    assertThat(store().holds(EPOCH, "reports.pb", content("first and more"))).isFalse();
  }

  /** A file that is larger than what goes at once is there to the last byte. */
  @Test
  public void takesLargeFiles() throws IOException {
    byte[] bytes = new byte[LARGE];
    new Random(17).nextBytes(bytes);
    assertThat(store().create(EPOCH, "reports.pb", Content.of(bytes))).isTrue();
    assertThat(store().create(EPOCH, "reports.pb", content("other"))).isFalse();
    assertThat(read(reopened(), EPOCH, "reports.pb")).hasValue(bytes);
    assertThat(store().holds(EPOCH, "reports.pb", Content.of(bytes))).isTrue();
    byte[] other = bytes.clone();
    other[LARGE / 2]++;
    assertThat(store().holds(EPOCH, "reports.pb", Content.of(other))).isFalse();
  }

  /** What is read must be of the length and hash that are stated, or no file appears, whatever its size. */
  @Test
  public void refusesOtherBytesThanStated() throws IOException {
    for (int size : new int[] {5, LARGE}) {
      byte[] bytes = new byte[size];
      Content right = Content.of(bytes);
      for (Content wrong : List.of(
          new Content(size, Bytes32.ZERO, right.source()),
          new Content(size + 1, right.sha256(), right.source()),
          new Content(size - 1, right.sha256(), right.source()))) {
        assertThatThrownBy(() -> store().create(EPOCH, "reports.pb", wrong))
            .isInstanceOf(OtherContentException.class);
        assertThat(store().find(EPOCH, "reports.pb")).isEmpty();
      }
    }
    assertThat(store().create(EPOCH, "reports.pb", content("right"))).isTrue();
  }

  /** A source that fails in the middle leaves no file. */
  @Test
  public void leavesNothingOfWhatFails() throws IOException {
    byte[] bytes = new byte[LARGE];
    Content failing = new Content(LARGE, Bytes32.sha256(bytes), () -> new InputStream() {
      private int left = LARGE - 1;

      @Override
      public int read() throws IOException {
        if (left == 0) {
          throw new IOException("the disk fails");
        }
        left--;
        return 0;
      }
    });
    assertThatThrownBy(() -> store().create(EPOCH, "reports.pb", failing))
        .hasMessage("the disk fails");
    assertThat(reopened().find(EPOCH, "reports.pb")).isEmpty();
    assertThat(store().create(EPOCH, "reports.pb", Content.of(bytes))).isTrue();
  }

  /** Names come in the order in which bundles follow each other, not in that of letters or of time. */
  @Test
  public void namesWhatFollowsInOrder() throws IOException {
    List<String> names = List.of("epoch-2", "epoch-9", "compensation-10", "epoch-10", "epoch-11");
    for (String name : List.of("epoch-10", "epoch-9", "epoch-11", "compensation-10", "epoch-2")) {
      store().create(BundleName.parse(name).orElseThrow(), "policy.json", content(name));
    }
    assertThat(reopened().names()).map(BundleName::toString).isEqualTo(names);
  }

  /** No name of a file leads elsewhere. */
  @Test
  public void refusesNamesThatLeadElsewhere() {
    for (String name : List.of("../x", "a/b", "..", "", ".hidden", "a\\b", "a\0")) {
      assertThatThrownBy(() -> store().create(EPOCH, name, content("x")))
          .as(name)
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> store().find(EPOCH, name)).as(name).isInstanceOf(IOException.class);
    }
  }

  /** Of several who create a file at one time, one succeeds. */
  @Test
  public void letsOneOfSeveralCreate() throws Exception {
    BundleStore store = store();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> created = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Content mine = content("of thread " + i);
      created.add(threads.submit(() -> store.create(EPOCH, "manifest.json", mine)));
    }
    threads.shutdown();
    int winner = -1;
    for (int i = 0; i < 4; i++) {
      if (created.get(i).get()) {
        assertThat(winner).isEqualTo(-1);
        winner = i;
      }
    }
    assertThat(store.holds(EPOCH, "manifest.json", content("of thread " + winner)))
        .isTrue();
  }

  /** A bundle is copied with its signature, once, and from there back to the byte. */
  @Test
  public void keepsBundles() throws IOException {
    Files bundle = Files.ofBundle(7, "one");
    assertThat(new BundleCopier(bundle, store()).copy(EPOCH)).isTrue();
    assertThat(new BundleCopier(bundle, store()).copy(EPOCH)).isFalse();
    Files back = new Files();
    new BundleCopier(reopened(), back).copyAll(name -> assertThat(name).isEqualTo(EPOCH));
    assertThat(back.files.keySet()).isEqualTo(bundle.files.keySet());
    bundle.files.forEach((name, bytes) -> assertThat(back.files.get(name)).isEqualTo(bytes));
  }

  /** Wherever a copy is interrupted, a reader sees no bundle; the copy goes on where it ended. */
  @Test
  public void showsWholeBundlesAlone() throws IOException {
    Files bundle = Files.ofBundle(7, "one");
    for (int created = 0; created < bundle.files.size(); created++) {
      Interrupted interrupted = new Interrupted(store(), created);
      assertThatThrownBy(() -> new BundleCopier(bundle, interrupted).copy(EPOCH))
          .hasMessage("killed");
      assertThat(BundleCopier.whole(reopened())).isEmpty();
      new BundleCopier(store(), new Files())
          .copyAll(name -> assertThat(name).as("what a reader sees").isNull());
    }
    assertThat(new BundleCopier(bundle, store()).copy(EPOCH)).isTrue();
    assertThat(BundleCopier.whole(store())).containsExactly(EPOCH);
  }

  /** A second, different bundle of an epoch is refused and the first one stays whole. */
  @Test
  public void refusesASecondBundle() throws IOException {
    Files first = Files.ofBundle(7, "one");
    Files second = Files.ofBundle(7, "two");
    new BundleCopier(first, store()).copy(EPOCH);
    assertThatThrownBy(() -> new BundleCopier(second, store()).copy(EPOCH))
        .hasMessageContaining("manifest.json is of another one")
        .hasMessageContaining("never overwritten");
    Files back = new Files();
    new BundleCopier(store(), back).copyAll(name -> {});
    assertThat(back.files.get("epoch-7/reports.pb"))
        .isEqualTo(first.files.get("epoch-7/reports.pb"));
  }

  /** What an interrupted copy left is not overwritten by another bundle of the epoch; the message says what to do. */
  @Test
  public void asksBeforeItGoesOnWithAnother() throws IOException {
    Files first = Files.ofBundle(7, "one");
    assertThatThrownBy(() -> new BundleCopier(first, new Interrupted(store(), 1)).copy(EPOCH))
        .hasMessage("killed");
    Files second = Files.ofBundle(7, "two");
    assertThatThrownBy(() -> new BundleCopier(second, store()).copy(EPOCH))
        .hasMessageContaining("holds other bytes")
        .hasMessageContaining("Delete epoch-7 there and try again");
    delete(EPOCH, "reports.pb");
    assertThat(new BundleCopier(second, store()).copy(EPOCH)).isTrue();
  }

  /** A part that was changed or removed in the store is noticed when it is read. */
  @Test
  public void noticesChangedParts() throws IOException {
    new BundleCopier(Files.ofBundle(7, "one"), store()).copy(EPOCH);
    delete(EPOCH, "reports.pb");
    assertThatThrownBy(() -> new BundleCopier(store(), new Files()).copy(EPOCH))
        .hasMessageContaining("epoch-7/reports.pb is missing");
    store().create(EPOCH, "reports.pb", content("changed"));
    assertThatThrownBy(() -> new BundleCopier(store(), new Files()).copy(EPOCH))
        .hasMessageContaining("epoch-7/reports.pb is not what manifest.json says");
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(UTF_8));
  }

  private static Optional<byte[]> read(BundleStore store, BundleName name, String file)
      throws IOException {
    Optional<InputStream> found = store.find(name, file);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = found.get()) {
      return Optional.of(in.readAllBytes());
    }
  }

  /** A store in memory that holds one bundle, or takes some. */
  private static final class Files implements BundleStore {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    static Files ofBundle(long epoch, String word) {
      Files bundle = new Files();
      byte[] reports = ("reports " + word).getBytes(UTF_8);
      byte[] payouts = "payouts".getBytes(UTF_8);
      BundleManifest manifest = new BundleManifest(
          "net",
          epoch,
          Optional.of("00"),
          "policy",
          "root " + word,
          List.of(part("reports.pb", reports), part("payouts.jsonl", payouts)));
      bundle.files.put("epoch-" + epoch + "/reports.pb", reports);
      bundle.files.put("epoch-" + epoch + "/payouts.jsonl", payouts);
      bundle.files.put("epoch-" + epoch + "/manifest.note", "signed".getBytes(UTF_8));
      bundle.files.put("epoch-" + epoch + "/manifest.json", manifest.toJson());
      return bundle;
    }

    private static BundleManifest.Part part(String name, byte[] bytes) {
      return new BundleManifest.Part(
          name, bytes.length, Hex.encode(Bytes32.sha256(bytes).bytes()));
    }

    @Override
    public String location() {
      return "memory";
    }

    @Override
    public SortedSet<BundleName> names() {
      SortedSet<BundleName> names = new java.util.TreeSet<>();
      files
          .keySet()
          .forEach(
              file -> BundleName.parse(file.substring(0, file.indexOf('/'))).ifPresent(names::add));
      return names;
    }

    @Override
    public Optional<InputStream> find(BundleName name, String file) {
      return Optional.ofNullable(files.get(name + "/" + file)).map(ByteArrayInputStream::new);
    }

    @Override
    public boolean create(BundleName name, String file, Content content) throws IOException {
      try (InputStream in = content.open()) {
        return files.putIfAbsent(name + "/" + file, in.readAllBytes()) == null;
      }
    }

    @Override
    public void close() {}
  }

  /** A store whose user is killed after so many files were created. */
  private static final class Interrupted implements BundleStore {
    private final BundleStore store;
    private int left;

    Interrupted(BundleStore store, int left) {
      this.store = store;
      this.left = left;
    }

    @Override
    public String location() {
      return store.location();
    }

    @Override
    public SortedSet<BundleName> names() throws IOException {
      return store.names();
    }

    @Override
    public Optional<InputStream> find(BundleName name, String file) throws IOException {
      return store.find(name, file);
    }

    @Override
    public boolean holds(BundleName name, String file, Content content) throws IOException {
      return store.holds(name, file, content);
    }

    @Override
    public boolean create(BundleName name, String file, Content content) throws IOException {
      if (left-- == 0) {
        throw new IOException("killed");
      }
      return store.create(name, file, content);
    }

    @Override
    public void close() {}
  }
}
