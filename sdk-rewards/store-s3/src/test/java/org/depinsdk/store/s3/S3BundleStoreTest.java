package org.depinsdk.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.store.BundleCopier;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.BundleStores;
import org.depinsdk.epoch.store.Content;
import org.depinsdk.epoch.store.FolderBundleStore;
import org.depinsdk.service.testkit.BundleStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on a peer that speaks S3 over a socket, and what S3 adds to it. */
class S3BundleStoreTest extends BundleStoreContract {
  private static final BundleName EPOCH = BundleName.ofEpoch(7);

  @TempDir
  static Path folder;

  private static S3Peer peer;
  private static S3Client client;
  private static int tests;

  private String bucket;

  @BeforeAll
  static void start() throws Exception {
    peer = new S3Peer(folder);
    client = peer.client(S3Peer.KEY, S3Peer.SECRET);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    peer.close();
  }

  @BeforeEach
  void makeBucket() {
    bucket = "bundles-" + tests++;
    client.createBucket(create -> create.bucket(bucket));
  }

  private S3Location location() throws IOException {
    return S3Location.parse(URI.create("s3://" + bucket + "/nets/one?endpoint=" + peer.endpoint()));
  }

  @Override
  protected BundleStore open() throws IOException {
    return new S3BundleStore(location(), peer.client(S3Peer.KEY, S3Peer.SECRET), 5 << 20);
  }

  @Override
  protected void delete(BundleName name, String file) {
    client.deleteObject(delete -> delete.bucket(bucket).key("nets/one/" + name + "/" + file));
  }

  @Test
  void abortsWhatItDoesNotComplete() throws IOException {
    byte[] bytes = new byte[20 << 20];
    Content wrong = new Content(
        bytes.length, Content.of(new byte[1]).sha256(), Content.of(bytes).source());
    try (BundleStore store = open()) {
      assertThatThrownBy(() -> store.create(EPOCH, "reports.pb", wrong))
          .isInstanceOf(IOException.class);
    }
    assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads())
        .isEmpty();
  }

  /** The process ends without a chance to abort anything: before the manifest, and within a part that goes up in pieces. */
  @ParameterizedTest
  @CsvSource({"manifest.json, 0, true", "reports.pb, 6000000, false"})
  void aProcessThatIsKilledLeavesNoBundleAndTheNextOneGoesOn(
      String file, long after, boolean hasReports, @TempDir Path bundles) throws Exception {
    byte[] reports = new byte[12 << 20];
    new Random(1).nextBytes(reports);
    Path bundle = Files.createDirectories(bundles.resolve(EPOCH.toString()));
    Files.write(bundle.resolve("reports.pb"), reports);
    String sha256 = Content.of(reports).sha256().toString().substring(2);
    Files.write(
        bundle.resolve("manifest.json"),
        new BundleManifest(
                "net",
                EPOCH.epoch(),
                Optional.empty(),
                "policy",
                "root",
                List.of(new BundleManifest.Part("reports.pb", reports.length, sha256)))
            .toJson());

    Process killed = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            KilledCopier.class.getName(),
            "s3://" + bucket + "/nets/one?endpoint=" + peer.endpoint(),
            peer.endpoint().toString(),
            bundles.toString(),
            file,
            Long.toString(after))
        .inheritIO()
        .start();
    assertThat(killed.waitFor()).isEqualTo(KilledCopier.EXIT_CODE);

    try (BundleStore store = open();
        BundleStore from = new FolderBundleStore(bundles)) {
      assertThat(store.find(EPOCH, "reports.pb").isPresent()).isEqualTo(hasReports);
      assertThat(BundleCopier.whole(store)).isEmpty();
      List<BundleName> copied = new ArrayList<>();
      new BundleCopier(from, store).copyAll(copied::add);
      assertThat(copied).containsExactly(EPOCH);
      assertThat(BundleCopier.whole(store)).containsExactly(EPOCH);
      assertThat(store.holds(EPOCH, "reports.pb", Content.of(reports))).isTrue();
    }
  }

  @Test
  void readsWhatAnotherToolPut() throws IOException {
    client.putObject(
        put -> put.bucket(bucket).key("nets/one/epoch-7/policy.json"),
        RequestBody.fromString("policy"));
    client.putObject(
        put -> put.bucket(bucket).key("nets/one/page.html"), RequestBody.fromString("page"));
    try (BundleStore store = open()) {
      assertThat(store.names()).containsExactly(EPOCH);
      assertThat(store.holds(EPOCH, "policy.json", Content.of("policy".getBytes(UTF_8))))
          .isTrue();
      assertThat(store.holds(EPOCH, "policy.json", Content.of("other!".getBytes(UTF_8))))
          .isFalse();
      assertThat(store.create(EPOCH, "policy.json", Content.of(new byte[1]))).isFalse();
    }
  }

  @Test
  void saysWhatToDoAboutAMissingBucket() throws IOException {
    S3Location nowhere =
        S3Location.parse(URI.create("s3://no-such-bucket?endpoint=" + peer.endpoint()));
    try (BundleStore store =
        new S3BundleStore(nowhere, peer.client(S3Peer.KEY, S3Peer.SECRET), 5 << 20)) {
      String expected =
          "s3://no-such-bucket: there is no bucket no-such-bucket; create it, or correct"
              + " the location and its endpoint";
      assertThatThrownBy(store::names).hasMessage(expected);
      assertThatThrownBy(() -> store.find(EPOCH, "manifest.json")).hasMessage(expected);
      assertThatThrownBy(() -> store.create(EPOCH, "policy.json", Content.of(new byte[1])))
          .hasMessage(expected);
    }
  }

  @Test
  void saysWhatToDoAboutCredentials() throws IOException {
    try (BundleStore store =
        new S3BundleStore(location(), peer.client(S3Peer.KEY, "wrong"), 5 << 20)) {
      assertThatThrownBy(store::names)
          .hasMessageContaining("the secret does not fit the access key");
      assertThatThrownBy(() -> store.create(EPOCH, "policy.json", Content.of(new byte[1])))
          .hasMessageContaining("access is denied; the credentials must be right and allow");
    }
    try (BundleStore store =
        new S3BundleStore(location(), peer.client("nobody", "wrong"), 5 << 20)) {
      assertThatThrownBy(store::names).hasMessageContaining("does not know the access key");
    }
  }

  @Test
  void saysWhatToDoAboutAnAddressThatDoesNotAnswer() throws IOException {
    try (BundleStore store =
        BundleStores.open("s3://bucket?endpoint=http://127.0.0.1:1&region=eu-central-1")) {
      assertThatThrownBy(store::names).isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesWrongLocations() {
    assertWrong("s3://b", "names no bucket of 3 to 63");
    assertWrong("s3:///prefix", "names no bucket");
    assertWrong("s3://user@bucket", "names no bucket");
    assertWrong("s3://bucket/a//b", "an empty name or dots in its path");
    assertWrong("s3://bucket/../b", "an empty name or dots in its path");
    assertWrong("s3://bucket#x", "has a '#'");
    assertWrong("s3://bucket?color=red", "has the parameter 'color', expected endpoint, region");
    assertWrong("s3://bucket?endpoint=minio:9000", "expected an address such as https://");
    assertWrong("s3://bucket?region=EU West", "is no URI");
    assertWrong("s3://bucket?region=", "expected a region such as eu-central-1");
    assertWrong("s3://bucket?path-style=yes", "expected true or false");
  }

  private static void assertWrong(String location, String message) {
    assertThatThrownBy(() -> BundleStores.check(location))
        .as(location)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void acceptsLocations() throws IOException {
    BundleStores.check("s3://bucket/a/b/?endpoint=https://minio.example:9000&path-style=false");
    assertThat(S3Location.parse(URI.create("s3://bucket/a/b/")).toString())
        .isEqualTo("s3://bucket/a/b");
    assertThat(S3Location.parse(URI.create("s3://bucket")).prefix()).isEmpty();
  }
}
