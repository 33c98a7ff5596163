package org.depinsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on bundles that are in an object store, which is a peer on a socket here. */
class S3BundlesTest {
  private static final String KEY = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";

  @TempDir
  Path folder;

  private S3Proxy peer;
  private Path objects;
  private String location;

  @BeforeEach
  void start() throws Exception {
    objects = Files.createDirectories(folder.resolve("objects"));
    Files.createDirectories(objects.resolve("bucket"));
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", objects.toString());
    peer = S3Proxy.builder()
        .blobStore(BlobStores.create("filesystem-nio2", properties))
        .endpoint(URI.create("http://127.0.0.1:0"))
        .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
        .build();
    peer.start();
    System.setProperty(KEY, "key");
    System.setProperty(SECRET, "secret");
    location = "s3://bucket/hours?endpoint=http://127.0.0.1:" + peer.getPort();
    new ThreeEpochs(folder.resolve("bundles"));
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty(KEY);
    System.clearProperty(SECRET);
    peer.stop();
  }

  private void publish() {
    ToolRun run = ToolRun.of("copy-bundles", folder.resolve("bundles").toString(), location);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .containsExactly("copied  epoch-0", "copied  epoch-1", "copied  epoch-2");
    assertThat(run.exit()).isZero();
  }

  @Test
  void readsAStoreLikeAFolder() {
    publish();
    String local = folder.resolve("bundles").toString();
    for (String[] command :
        new String[][] {{"replay"}, {"explain", ThreeEpochs.operator(0).text(), "--csv"}}) {
      ToolRun there = run(command, location);
      assertThat(there.err()).isEmpty();
      assertThat(there.exit()).isZero();
      assertThat(there.out()).isEqualTo(run(command, local).out());
    }
    ToolRun one = ToolRun.of("replay", location.replace("hours", "hours/epoch-1"));
    assertThat(one.out()).contains("same  epoch 1").doesNotContain("epoch 2");
    assertThat(ToolRun.of("copy-bundles", local, location).out()).isEmpty();
  }

  private static ToolRun run(String[] command, String bundles) {
    String[] all = new String[command.length + 1];
    all[0] = command[0];
    all[1] = bundles;
    System.arraycopy(command, 1, all, 2, command.length - 1);
    return ToolRun.of(all);
  }

  @Test
  void readsWhatAnotherToolCopied() throws Exception {
    try (var files = Files.walk(folder.resolve("bundles"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path object = objects
            .resolve("bucket/hours")
            .resolve(folder.resolve("bundles").relativize(file).toString());
        Files.createDirectories(object.getParent());
        Files.copy(file, object);
      }
    }
    assertThat(ToolRun.of("replay", location).out()).contains("same  epoch 2");
    Files.delete(objects.resolve("bucket/hours/epoch-2/manifest.json"));
    assertThat(ToolRun.of("replay", location).out())
        .contains("same  epoch 1")
        .doesNotContain("epoch 2");
  }

  @Test
  void noticesAPartThatWasChanged() throws Exception {
    publish();
    Path part = objects.resolve("bucket/hours/epoch-1/verdicts.jsonl");
    Files.writeString(part, Files.readString(part).replaceFirst("uptime", "uptimE"));
    ToolRun run = ToolRun.of("replay", location);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("s3://bucket/hours/epoch-1/verdicts.jsonl is not what manifest.json says")
        .hasLineCount(1);
  }

  @Test
  void saysInOneLineWhatIsWrong() {
    assertThat(
            ToolRun.of("replay", "s3://no-such-bucket" + location.substring(17)).err())
        .contains("there is no bucket no-such-bucket; create it")
        .hasLineCount(1);
    assertThat(ToolRun.of("replay", location).err())
        .contains("no bundle in s3://bucket/hours")
        .hasLineCount(1);
    assertThat(ToolRun.of("replay", "s3://bucket?colour=red").err())
        .contains("has the parameter 'colour', expected endpoint, region or path-style");
    System.setProperty(SECRET, "wrong");
    assertThat(ToolRun.of("replay", location).err())
        .contains("the secret does not fit the access key")
        .hasLineCount(1);
  }
}
