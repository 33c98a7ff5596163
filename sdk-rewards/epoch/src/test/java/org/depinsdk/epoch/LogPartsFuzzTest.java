package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.epoch.LoggedNetwork.KEY;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.Json;
import org.depinsdk.testing.FuzzInput;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tree.InclusionProof;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a bundle holds of the log, its signed manifest, and proofs of what it leaves out, of any bytes. The manifest names the hash of
 * what is there and is signed, as by an operator who lies; each is refused by name, or has one form.
 */
class LogPartsFuzzTest {
  private static final List<String> FILES =
      List.of(BundleParts.LOG, BundleParts.LOG_RECORDS, ManifestNote.FILE);
  private static final Map<String, byte[]> GOOD = new TreeMap<>();
  private static final Path FOLDER = bundle();

  private static Path bundle() {
    try {
      Path run = Files.createTempDirectory("depin-fuzz-");
      LoggedNetwork network = new LoggedNetwork();
      network.publish(run);
      Path folder = run.resolve("epoch-0");
      for (String file : BundleFiles.names(folder)) {
        GOOD.put(file, Files.readAllBytes(folder.resolve(file)));
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        try {
          BundleFiles.deleteTree(run);
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }));
      return folder;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static BundleManifest manifest(String file, byte[] content) throws EncodingException {
    BundleManifest good = BundleManifest.parse(GOOD.get(BundleManifest.FILE));
    List<BundleManifest.Part> parts = good.parts().stream()
        .map(part -> part.path().equals(file)
            ? new BundleManifest.Part(
                file, content.length, Hex.encode(BundleWriter.sha256().digest(content)))
            : part)
        .toList();
    return new BundleManifest(
        good.network(), good.epoch(), good.previous(), good.policyId(), good.root(), parts);
  }

  static Stream<byte[]> parts() {
    return Stream.concat(
        FILES.stream()
            .map(file -> FuzzInput.concat(new byte[] {(byte) FILES.indexOf(file)}, GOOD.get(file))),
        Stream.of(
            // a name that steers a terminal, a line of a megabyte, a record of a length that is not
            // there
            FuzzInput.concat(
                new byte[] {0},
                new String(GOOD.get(BundleParts.LOG), UTF_8)
                    .replace("example.org", "\\u001b[2J")
                    .getBytes(UTF_8)),
            FuzzInput.concat(new byte[] {2}, "x".repeat(1_000_000).getBytes(UTF_8)),
            new byte[] {1, (byte) 0xff, (byte) 0xff, 1}));
  }

  @MethodSource("parts")
  @FuzzTest
  void parts(byte[] data) throws IOException, EncodingException {
    FuzzInput input = new FuzzInput(data);
    String file = FILES.get(input.octet() % FILES.size());
    byte[] content = input.rest();
    Optional<RunReplay.Finding> found = replayed(file, content);
    if (found.isPresent()) {
      String detail = found.get().different().detail();
      assertThat(detail).isNotBlank().isEqualTo(EncodingException.printable(detail));
    } else {
      assertThat(content).isEqualTo(GOOD.get(file));
    }
  }

  /** Every file of the bundle. */
  static Set<String> files() {
    return GOOD.keySet();
  }

  /** Replays the bundle with one file of these bytes, of which the signed manifest has the hash. */
  static Optional<RunReplay.Finding> replayed(String file, byte[] content)
      throws IOException, EncodingException {
    BundleManifest manifest = manifest(file, content);
    try {
      Files.write(FOLDER.resolve(BundleManifest.FILE), manifest.toJson());
      Files.writeString(
          FOLDER.resolve(ManifestNote.FILE), ManifestNote.sign(manifest, KEY).toString());
      Files.write(FOLDER.resolve(file), content);
      return new RunReplay(LoggedNetwork.ENGINE)
          .replay(List.of(RunFolder.open(FOLDER)), step -> {});
    } finally {
      for (String changed : List.of(BundleManifest.FILE, ManifestNote.FILE, file)) {
        Files.write(FOLDER.resolve(changed), GOOD.get(changed));
      }
    }
  }

  static Stream<byte[]> documents() throws Exception {
    LogRange range = EpochBundle.open(FOLDER).log().orElseThrow();
    LeftOutProof proof = new LeftOutProof(
        org.depinsdk.transparency.note.SignedNote.parse(GOOD.get(ManifestNote.FILE)),
        new LogReceipt(new byte[] {1}, new InclusionProof(0, List.of()), range.checkpoint()));
    return Stream.of(GOOD.get(BundleParts.LOG), proof.toString().getBytes(UTF_8));
  }

  @MethodSource("documents")
  @FuzzTest
  void documents(byte[] data) {
    try {
      LogRange range = LogRangeFiles.parse(data, FOLDER.resolve(BundleParts.LOG_RECORDS));
      byte[] written = Json.document(LogRangeFiles.format(range));
      assertThat(Json.document(LogRangeFiles.format(
              LogRangeFiles.parse(written, FOLDER.resolve(BundleParts.LOG_RECORDS)))))
          .isEqualTo(written);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      String file = new String(data, UTF_8);
      assertThat(LeftOutProof.parse(file)).hasToString(file);
    } catch (TransparencyException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
