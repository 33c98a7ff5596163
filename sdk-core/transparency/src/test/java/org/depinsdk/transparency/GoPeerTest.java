package org.depinsdk.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileSource;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The independent program {@code .ci/tlog-peer/main.go}, on Go's own library, checks what this jar writes, and this jar checks what
 * the program writes. Needs Debian's packages golang-go and golang-golang-x-mod-dev.
 */
class GoPeerTest {
  private static final Path LIBRARY = Path.of("/usr/share/gocode");

  @TempDir
  static Path shared;

  private static Path peer;

  @TempDir
  Path folder;

  @BeforeAll
  static void build() throws Exception {
    Path source = source();
    boolean go = Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(p -> Files.isExecutable(Path.of(p, "go")));
    assumeTrue(
        go
            && Files.isDirectory(LIBRARY.resolve("src/golang.org/x/mod/sumdb"))
            && Files.exists(source),
        "skipped: no Go with golang.org/x/mod in " + LIBRARY + ", so no independent program");
    peer = shared.resolve("peer");
    run("go", "build", "-o", peer.toString(), source.toString());
  }

  private static Path source() {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.isDirectory(at.resolve(".ci"))) {
      at = at.getParent();
    }
    return at.resolve(".ci/tlog-peer/main.go");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(shared, "run", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("GOPATH", LIBRARY.toString());
    builder.environment().put("GO111MODULE", "off");
    builder.environment().put("GOFLAGS", "");
    builder.environment().put("GOPROXY", "off");
    builder
        .environment()
        .put("GOCACHE", Path.of("target/go-cache").toAbsolutePath().toString());
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String printed = Files.readString(output);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private static byte[] entry(String prefix, long index) {
    return (prefix + index).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 255, 256, 257, 1000, 65_537})
  void theProgramAgreesWithOurLog(long size) throws Exception {
    SignedCheckpoint checkpoint;
    try (TileWriter writer = TileWriter.open(folder)) {
      for (long i = 0; i < size; i++) {
        writer.append(entry("entry ", i));
      }
      checkpoint = TestLog.sign(writer.stage());
      checkpoint = checkpoint.with(
          Cosignature.sign(TestLog.WITNESSES.get(0), checkpoint.note().text(), 1_764_115_200));
      writer.publish(checkpoint);
    }
    Files.writeString(
        folder.resolve("keys"),
        TestLog.KEY.key() + "\n" + TestLog.WITNESSES.get(0).key() + "\n");
    Path proofs = Files.createDirectory(folder.resolve("proofs"));
    TileReader reader =
        TileReader.open(new TileFolder(folder), checkpoint.checkpoint().head());
    int made = 0;
    for (long n : new long[] {0, 1, 2, 3, 127, 128, 254, 255, 256, 511, 999, 65_535, 65_536}) {
      if (n < size) {
        Files.writeString(
            proofs.resolve(n + ".tlog-proof"),
            new TlogProof(InclusionProof.make(reader, size, n), checkpoint).toString());
        made++;
      }
      if (n > 0 && n <= size) {
        StringBuilder lines = new StringBuilder(reader.root(n) + "\n");
        ConsistencyProof.make(reader, size, n)
            .hashes()
            .forEach(hash -> lines.append(hash).append('\n'));
        Files.writeString(proofs.resolve(n + ".consistency"), lines);
        made++;
      }
    }
    assertThat(run(peer.toString(), "check", folder.toString()))
        .startsWith("ok: " + size + " entries, ")
        .endsWith(", " + made + " proofs\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 255, 256, 257, 1000, 65_537})
  void weAgreeWithTheProgramsLog(long size) throws Exception {
    run(peer.toString(), "make", folder.toString(), Long.toString(size));
    List<String> keys = Files.readAllLines(folder.resolve("keys"));
    WitnessPolicy policy =
        WitnessPolicy.parse("log " + keys.get(0) + "\nwitness w " + keys.get(1) + "\nquorum w\n");
    TileSource source = new TileFolder(folder);
    SignedCheckpoint checkpoint = SignedCheckpoint.parse(
        source.read(TileSource.CHECKPOINT, SignedNote.MAX_BYTES).orElseThrow());
    TreeHead head = policy.verify(checkpoint).head();
    assertThat(head.size()).isEqualTo(size);
    assertThat(policy.verifyQuorum(checkpoint))
        .containsExactly(new Cosignature(NoteKey.parse(keys.get(1)), 1_764_115_200));
    TileReader reader = TileReader.open(source, head);
    long index = 0;
    for (long bundle = 0; bundle * 256 < size; bundle++) {
      for (byte[] entry : reader.entries(bundle)) {
        assertThat(entry).isEqualTo(entry("peer entry ", index++));
      }
    }
    assertThat(index).isEqualTo(size);
    int proofs = 0;
    for (long n = 1; n < size; n = 2 * n + 1) {
      TlogProof proof =
          TlogProof.parse(Files.readString(folder.resolve("proofs/" + n + ".tlog-proof")));
      assertThat(proof).isEqualTo(new TlogProof(InclusionProof.make(reader, size, n), checkpoint));
      proof.verify(TreeHash.ofLeaf(entry("peer entry ", n)), policy);
      List<TreeHash> hashes = new ArrayList<>();
      for (String line : Files.readAllLines(folder.resolve("proofs/" + n + ".consistency"))) {
        hashes.add(TreeHash.parse(line));
      }
      new ConsistencyProof(hashes.subList(1, hashes.size()))
          .verify(new TreeHead(n, hashes.get(0)), head);
      assertThat(hashes.get(0)).isEqualTo(reader.root(n));
      proofs += 2;
    }
    String[] files = folder.resolve("proofs").toFile().list();
    assertThat(files == null ? 0 : files.length).isEqualTo(proofs);
    // the writer goes on from what the program published
    try (TileWriter writer = TileWriter.open(folder)) {
      assertThat(writer.head()).isEqualTo(head);
    }
  }
}
