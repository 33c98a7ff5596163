package org.depinsdk.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.Tables;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log on disk, honest and not, and what the commands say about it. */
class LogCommandsTest {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir
  Path folder;

  private final List<Ed25519NoteSigner> witnesses = new ArrayList<>();
  private Ed25519NoteSigner key;

  @BeforeEach
  void policy() throws Exception {
    key = Ed25519NoteSigner.ofLog("net.example", new byte[32]);
    StringBuilder policy = new StringBuilder("log " + key.key() + "\n");
    for (int i = 0; i < 4; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) (i + 1);
      witnesses.add(Ed25519NoteSigner.ofWitness("w.example/" + i, seed));
      policy.append("witness w" + i + " " + witnesses.get(i).key() + "\n");
    }
    Files.writeString(
        folder.resolve("policy"), policy + "group all-of-us 3 w0 w1 w2 w3\nquorum all-of-us\n");
  }

  @Test
  void whatIsNoPlainFileOfAProofsSizeIsNotRead() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path large = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(1L << 32);
    }
    for (Path hostile : List.of(pipe, large, folder, Path.of("/dev/zero"))) {
      String why = hostile.equals(large) ? " has more than 4000000 bytes" : " is no plain file";
      for (ToolRun run : List.of(
          ToolRun.of(
              "check-proof",
              hostile.toString(),
              "--policy",
              folder.resolve("policy").toString()),
          ToolRun.of("check-log", folder.toString(), "--policy", hostile.toString()))) {
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).isEqualTo(hostile + why + "\n");
      }
    }
  }

  /** The record of a report; with another seed it is of another report. */
  private static byte[] record(int index, int seed) {
    return new LogRecord.ReportDecided(
            0,
            ReportId.ofSignedBytes(new byte[] {(byte) index, (byte) seed}),
            RECEIVED.plusSeconds(index),
            Optional.empty(),
            Bytes32.ZERO)
        .toBytes();
  }

  /** Writes a log of which one record is another, if the number is not negative. */
  private SignedCheckpoint log(String name, int size, int other, Instant witnessed)
      throws IOException {
    try (TileWriter writer = TileWriter.open(folder.resolve(name))) {
      for (int i = 0; i < size; i++) {
        writer.append(record(i, i == other ? 1 : 0));
      }
      TreeHead head = writer.stage();
      SignedCheckpoint checkpoint = SignedCheckpoint.sign(new Checkpoint("net.example", head), key);
      for (Ed25519NoteSigner witness : witnesses.subList(0, 3)) {
        checkpoint = checkpoint.with(
            Cosignature.sign(witness, checkpoint.note().text(), witnessed.getEpochSecond()));
      }
      writer.publish(checkpoint);
      return checkpoint;
    }
  }

  private String receipt(String log, SignedCheckpoint checkpoint, int index) throws IOException {
    TreeHead head = checkpoint.checkpoint().head();
    TileReader reader = TileReader.open(new TileFolder(folder.resolve(log)), head);
    Path file = folder.resolve("receipt-" + index);
    Files.writeString(
        file,
        new LogReceipt(
                record(index, 0), InclusionProof.make(reader, head.size(), index), checkpoint)
            .toString());
    return file.toString();
  }

  private String run(int code, String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      List<String> all = new ArrayList<>(List.of(args));
      all.add("--policy");
      all.add(folder.resolve("policy").toString());
      assertThat(Commands.line(new Main()).execute(all.toArray(String[]::new))).isEqualTo(code);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void anHonestLogIsCheckedAndItsReceiptsBecomeProofs() throws Exception {
    SignedCheckpoint checkpoint = log("log", 300, -1, RECEIVED.plusSeconds(400));
    assertThat(run(0, "check-log", at("log")))
        .contains(
            "log      net.example", "size     300", "witness  w.example/2", "checked  300 entries");
    String receipt = receipt("log", checkpoint, 7);
    assertThat(run(0, "check-receipts", receipt, "--log", at("log"), "--out", at("out")))
        .startsWith("logged   7  ");
    assertThat(run(0, "check-proof", at("out/7.tlog-proof"))).contains("at index 7 of net.example");
    assertThat(run(0, "check-proof", receipt)).contains("at index 7 of net.example");
    Path tile = folder.resolve("log/tile/entries/000");
    byte[] content = Files.readAllBytes(tile);
    content[5] ^= 1;
    Files.write(tile, content);
    assertThat(run(1, "check-log", at("log"))).startsWith("REFUSED  tile/entries/000 is wrong");
  }

  @Test
  void aLogThatLiesIsShownToAnyone() throws Exception {
    String receipt = receipt("given", log("given", 40, -1, RECEIVED.plusSeconds(60)), 9);
    log("other", 50, 9, RECEIVED.plusSeconds(200));
    assertThat(run(1, "check-receipts", receipt, "--log", at("other"), "--out", at("out")))
        .startsWith("LIED     9  ");
    assertThat(run(0, "check-proof", at("out/9.misbehaviour")))
        .contains("shows another entry there");
    log("split", 50, 30, RECEIVED.plusSeconds(200));
    assertThat(run(1, "check-receipts", receipt, "--log", at("split"), "--out", at("out")))
        .startsWith("LIED     9  ");
    assertThat(run(0, "check-proof", at("out/9.misbehaviour")))
        .contains("two histories, of sizes 40 and 50");
    log("slow", 5, -1, RECEIVED.plusSeconds(69));
    assertThat(run(0, "check-receipts", receipt, "--log", at("slow")))
        .contains("pending  9", "due at 2026-03-01T12:01:09Z");
    log("late", 5, -1, RECEIVED.plusSeconds(70));
    assertThat(run(1, "check-receipts", receipt, "--log", at("late"), "--out", at("out")))
        .startsWith("LIED     9  ");
    assertThat(run(0, "check-proof", at("out/9.misbehaviour")))
        .contains("had it cosigned by nobody in time");
    // a network that undertook less did not lie
    assertThat(run(1, "check-proof", at("out/9.misbehaviour"), "--delay", "61"))
        .startsWith("REFUSED");
  }

  @Test
  void aReportLeftOutOfItsEpochIsShownToAnyone() throws Exception {
    for (boolean leavesOut : new boolean[] {false, true}) {
      LoggedEpoch epoch = new LoggedEpoch();
      epoch.leavesOut = leavesOut;
      Path bundles = folder.resolve("bundles-" + leavesOut);
      epoch.write(bundles.resolve("epoch-0"), 3, Tables.NONE);
      epoch.publish(folder.resolve("log-" + leavesOut));
      Files.writeString(folder.resolve("policy"), epoch.witnessPolicy(3));
      Files.writeString(folder.resolve("receipt"), epoch.receipt().toString());
      assertThat(run(
              leavesOut ? 1 : 0,
              "check-receipts",
              at("receipt"),
              "--log",
              at("log-" + leavesOut),
              "--bundles",
              bundles.toString(),
              "--out",
              at("out")))
          .startsWith("logged   4  ")
          .contains(leavesOut ? "LEFT OUT 4  " : "");
    }
    String proof = at("out/4.left-out");
    assertThat(run(0, "check-proof", proof, "--bundle", at("bundles-true/epoch-0")))
        .startsWith("LEFT OUT the log gave a receipt for the accepted report at index 4");
    assertThat(run(1, "check-proof", proof, "--bundle", at("bundles-false/epoch-0")))
        .startsWith("REFUSED  the signed manifest is not that of the bundle");
    assertThat(run(2, "check-proof", proof)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsSaid() throws Exception {
    assertThat(run(2, "check-log", at("none"))).isEmpty();
    Files.writeString(folder.resolve("x"), "x");
    assertThat(run(1, "check-proof", at("x")))
        .startsWith("REFUSED  a misbehaviour proof has at most");
    SignedCheckpoint checkpoint = log("log", 3, -1, RECEIVED);
    String receipt = receipt("log", checkpoint, 1);
    Files.writeString(
        folder.resolve("log/checkpoint"),
        SignedCheckpoint.sign(checkpoint.checkpoint(), key).toString());
    assertThat(run(2, "check-receipts", receipt, "--log", at("log"))).isEmpty();
    assertThat(run(1, "check-log", at("log"))).startsWith("REFUSED  the cosignatures of []");
    Files.writeString(folder.resolve("policy"), "witness w0\n");
    assertThat(run(2, "check-log", at("log"))).isEmpty();
  }
}
