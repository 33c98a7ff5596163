package org.depinsdk.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteSignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileException;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TilePath;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileSource;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the tables {@code tlog/}. */
class KnownAnswersTest {
  @TempDir
  Path folder;

  /** What is checked in one row. */
  private interface Check {
    void run() throws TransparencyException;
  }

  /** Why something is refused; empty if it is not. */
  private static String refusal(Check check) {
    try {
      check.run();
      return "";
    } catch (TransparencyException e) {
      return e.reason().name();
    }
  }

  private static boolean valid(Reason expected, Check check) {
    String refusal = refusal(check);
    assertThat(refusal).isIn("", expected.name());
    return refusal.isEmpty();
  }

  private static String hex(TreeHash hash) {
    return HexFormat.of().formatHex(hash.bytes());
  }

  private static TreeHash hash(ConformanceRow row, String column) {
    return TreeHash.of(row.bytes(column));
  }

  private static List<TreeHash> hashes(ConformanceRow row) {
    return row.list("proof").stream()
        .map(h -> TreeHash.of(HexFormat.of().parseHex(h)))
        .toList();
  }

  private static byte[] entry(long index) {
    return Long.toString(index).getBytes(StandardCharsets.UTF_8);
  }

  private static Ed25519NoteSigner signer(String vkey) {
    try {
      for (ConformanceRow row : Conformance.table("tlog/keys").rows()) {
        if (row.text("vkey").startsWith(vkey)) {
          return signer(row);
        }
      }
    } catch (TransparencyException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no key " + vkey);
  }

  private static Ed25519NoteSigner signer(ConformanceRow row) throws TransparencyException {
    return row.number("type") == NoteKey.ED25519
        ? Ed25519NoteSigner.ofLog(row.text("name"), row.bytes("seed"))
        : Ed25519NoteSigner.ofWitness(row.text("name"), row.bytes("seed"));
  }

  @Test
  void leaves() {
    KnownAnswers.check(
        "tlog/leaves", row -> answers("hash", hex(TreeHash.ofLeaf(row.bytes("entry")))));
  }

  @Test
  void roots() {
    KnownAnswers.check("tlog/roots", row -> {
      Frontier frontier = Frontier.EMPTY;
      while (frontier.size() < row.number("size")) {
        frontier = frontier.append(TreeHash.ofLeaf(entry(frontier.size())));
      }
      return answers("root", hex(frontier.root()));
    });
    List<Frontier> grown = new ArrayList<>(List.of(Frontier.EMPTY));
    KnownAnswers.check("tlog/ct-tree", row -> {
      grown.set(0, grown.get(0).append(TreeHash.ofLeaf(row.bytes("entry"))));
      return answers("size", grown.get(0).size(), "root", hex(grown.get(0).root()));
    });
  }

  @Test
  void inclusion() {
    KnownAnswers.check("tlog/inclusion", row -> {
      InclusionProof proof = new InclusionProof(row.number("index"), hashes(row));
      TreeHead head = new TreeHead(row.number("size"), hash(row, "root"));
      return answers(
          "valid", valid(Reason.WRONG_PROOF, () -> proof.verify(hash(row, "leafHash"), head)));
    });
  }

  @Test
  void consistency() {
    KnownAnswers.check("tlog/consistency", row -> {
      TreeHead older = new TreeHead(row.number("old"), hash(row, "oldRoot"));
      TreeHead newer = new TreeHead(row.number("new"), hash(row, "newRoot"));
      ConsistencyProof proof = new ConsistencyProof(hashes(row));
      return answers("valid", valid(Reason.WRONG_PROOF, () -> proof.verify(older, newer)));
    });
  }

  @Test
  void keys() {
    KnownAnswers.check("tlog/keys", row -> {
      Ed25519NoteSigner signer = signer(row);
      assertThat(Ed25519NoteSigner.parse(signer.privateKey()).key()).isEqualTo(signer.key());
      return answers(
          "publicKey", signer.key().key(),
          "keyId", HexFormat.of().toHexDigits(signer.key().id()),
          "vkey", signer.key(),
          "privateKey", signer.privateKey());
    });
    KnownAnswers.check(
        "tlog/vkeys",
        row -> answers("wellFormed", valid(Reason.MALFORMED, () -> {
          assertThat(NoteKey.parse(row.text("vkey"))).hasToString(row.text("vkey"));
        })));
  }

  @Test
  void notes() {
    KnownAnswers.check("tlog/notes", row -> {
      List<String> verified = new ArrayList<>();
      List<String> text = new ArrayList<>();
      String refusal = refusal(() -> {
        SignedNote note = SignedNote.parse(row.bytes("note"));
        for (NoteSignature signature : note.verify(NoteKey.parse(row.text("known")))) {
          verified.add(signature.name() + "+" + HexFormat.of().toHexDigits(signature.keyId()));
        }
        text.add(HexFormat.of().formatHex(note.text().getBytes(StandardCharsets.UTF_8)));
        assertThat(note.toString().getBytes(StandardCharsets.UTF_8)).isEqualTo(row.bytes("note"));
      });
      return answers(
          "valid", refusal.isEmpty(), "refusal", refusal, "text", text, "verified", verified);
    });
    KnownAnswers.check("tlog/cosigned-example", row -> {
      SignedCheckpoint checkpoint = SignedCheckpoint.parse(row.text("note"));
      NoteSignature log = checkpoint.note().signatures().get(0);
      NoteSignature witness = checkpoint.note().signatures().get(1);
      return answers(
          "origin", checkpoint.checkpoint().origin(),
          "size", checkpoint.checkpoint().head().size(),
          "logKeyId", HexFormat.of().toHexDigits(log.keyId()),
          "witnessName", witness.name(),
          "witnessKeyId", HexFormat.of().toHexDigits(witness.keyId()),
          "timestamp", Long.parseLong(HexFormat.of().formatHex(witness.signature(), 0, 8), 16));
    });
  }

  @Test
  void checkpoints() {
    Ed25519NoteSigner log = signer("depin.example/net1+5fc518d8");
    List<Ed25519NoteSigner> witnesses =
        List.of(signer("witness.example/w1+179adb2b"), signer("witness.example/w2+e0e8138a"));
    KnownAnswers.check("tlog/checkpoints", row -> {
      Checkpoint checkpoint = Checkpoint.parse(row.text("text"));
      assertThat(checkpoint.text()).isEqualTo(row.text("text"));
      SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, log);
      SignedCheckpoint cosigned = signed;
      for (int i = 0; i < row.numbers("times").size(); i++) {
        cosigned = cosigned.with(Cosignature.sign(
            witnesses.get(i), checkpoint.text(), row.numbers("times").get(i)));
      }
      SignedCheckpoint read = SignedCheckpoint.parse(cosigned.toString());
      assertThat(read.verify(log.key())).isEqualTo(checkpoint);
      assertThat(
              read.cosignatures(witnesses.stream().map(Ed25519NoteSigner::key).toList()))
          .extracting(Cosignature::time)
          .isEqualTo(row.numbers("times"));
      return answers(
          "size",
          checkpoint.head().size(),
          "root",
          hex(checkpoint.head().root()),
          "signed",
          signed,
          "cosigned",
          cosigned);
    });
    KnownAnswers.check(
        "tlog/malformed-checkpoints",
        row -> answers("valid", valid(Reason.MALFORMED, () -> Checkpoint.parse(row.text("text")))));
  }

  @Test
  void cosignatures() {
    KnownAnswers.check("tlog/cosignatures", row -> {
      NoteKey witness = NoteKey.parse(row.text("witness"));
      NoteSignature line = NoteSignature.parse(row.text("line").stripTrailing());
      boolean valid =
          line.claims(witness) && witness.verifier().verify(row.text("text"), line.signature());
      String time = Long.toUnsignedString(
          Long.parseUnsignedLong(HexFormat.of().formatHex(line.signature(), 0, 8), 16));
      Map<String, Object> answers = new HashMap<>(answers("valid", valid, "timestamp", time));
      answers.put(
          "message",
          ("cosignature/v1\ntime " + time + "\n" + row.text("text"))
              .getBytes(StandardCharsets.UTF_8));
      return answers;
    });
  }

  @Test
  void tilePaths() {
    KnownAnswers.check("tlog/tile-paths", row -> {
      Map<String, Object> answers = new HashMap<>();
      answers.put("valid", valid(Reason.MALFORMED, () -> {
        TilePath path = TilePath.parse(row.text("path"));
        assertThat(path).hasToString(row.text("path"));
        answers.put("index", path.index());
      }));
      return answers;
    });
  }

  /** The files of a log of some size, written once. */
  private TileFolder written(long size) throws IOException {
    Path log = folder.resolve(Long.toString(size));
    if (!Files.exists(log)) {
      try (TileWriter writer = TileWriter.open(log)) {
        while (writer.head().size() < size) {
          writer.append(entry(writer.head().size()));
        }
        writer.stage();
      }
    }
    return new TileFolder(log);
  }

  private static byte[] sha256(byte[] content) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(content);
  }

  @Test
  void tiles() {
    KnownAnswers.check("tlog/tiles", row -> {
      byte[] tile =
          Files.readAllBytes(written(row.number("size")).folder().resolve(row.text("path")));
      return answers("bytes", tile.length, "sha256", sha256(tile));
    });
    KnownAnswers.check("tlog/hostile-tiles", row -> {
      TileFolder honest = written(row.number("size"));
      long leaf = row.number("leafRead");
      byte[] forged = Files.readAllBytes(honest.folder().resolve(row.text("path")));
      forged[(int) (leaf % TilePath.FULL) * TreeHash.BYTES] ^= 1;
      TileSource hostile = (path, limit) ->
          path.equals(row.text("path")) ? Optional.of(forged) : honest.read(path, limit);
      TreeHead head = new TreeHead(row.number("size"), hash(row, "root"));
      TreeHash honestly = TileReader.open(honest, head).hash(0, leaf);
      assertThat(honestly).isEqualTo(TreeHash.ofLeaf(entry(leaf)));
      boolean accepted;
      try {
        TileReader.open(hostile, head).hash(0, leaf);
        accepted = true;
      } catch (TileException e) {
        accepted = false;
      }
      return answers("sha256", sha256(forged), "accepted", accepted);
    });
  }

  @Test
  void proofs() {
    KnownAnswers.check("tlog/proofs", row -> {
      WitnessPolicy policy = WitnessPolicy.parse(row.text("policy"));
      String refusal = refusal(() -> {
        TlogProof proof = TlogProof.parse(row.text("proof"));
        assertThat(proof).hasToString(row.text("proof"));
        proof.verify(TestLog.leaf(row.text("entry")), policy);
      });
      return answers("valid", refusal.isEmpty(), "refusal", refusal);
    });
  }

  @Test
  void policies() {
    KnownAnswers.check(
        "tlog/policies",
        row -> answers(
            "valid", valid(Reason.MALFORMED, () -> WitnessPolicy.parse(row.text("policy")))));
    KnownAnswers.check(
        "tlog/quorums",
        row -> answers(
            "satisfied",
            WitnessPolicy.parse(row.text("policy"))
                .isSatisfiedBy(Set.copyOf(row.list("cosignedBy")))));
  }
}
