package org.depinsdk.transparency;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;

/** A log with four witnesses, of which three are a quorum. Its entries are given as strings. */
public final class TestLog {
  public static final String ORIGIN = "log.example/a";
  public static final Ed25519NoteSigner KEY = log(ORIGIN, 1);
  public static final List<Ed25519NoteSigner> WITNESSES =
      IntStream.range(0, 4).mapToObj(i -> witness("w.example/" + i, 10 + i)).toList();

  private final InMemoryTree tree = new InMemoryTree();

  public TestLog(String... entries) {
    for (String entry : entries) {
      tree.append(leaf(entry));
    }
  }

  /** A log with the entries "0", "1" and so on. */
  public static TestLog numbered(int size) {
    return new TestLog(IntStream.range(0, size).mapToObj(Integer::toString).toArray(String[]::new));
  }

  public static TreeHash leaf(String entry) {
    return TreeHash.ofLeaf(entry.getBytes(StandardCharsets.UTF_8));
  }

  public static Ed25519NoteSigner log(String name, int seed) {
    try {
      return Ed25519NoteSigner.ofLog(name, seed(seed));
    } catch (TransparencyException e) {
      throw new AssertionError(e);
    }
  }

  public static Ed25519NoteSigner witness(String name, int seed) {
    try {
      return Ed25519NoteSigner.ofWitness(name, seed(seed));
    } catch (TransparencyException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] seed(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return bytes;
  }

  public static WitnessPolicy policy() {
    StringBuilder text = new StringBuilder("log " + KEY.key() + "\n");
    for (int i = 0; i < WITNESSES.size(); i++) {
      text.append("witness w")
          .append(i)
          .append(' ')
          .append(WITNESSES.get(i).key())
          .append('\n');
    }
    try {
      return WitnessPolicy.parse(text + "group g 3 w0 w1 w2 w3\nquorum g\n");
    } catch (TransparencyException e) {
      throw new AssertionError(e);
    }
  }

  public InMemoryTree tree() {
    return tree;
  }

  public static SignedCheckpoint sign(TreeHead head) {
    return SignedCheckpoint.sign(new Checkpoint(ORIGIN, head), KEY);
  }

  public SignedCheckpoint signed() {
    return signed(tree.size());
  }

  public SignedCheckpoint signed(long size) {
    try {
      return SignedCheckpoint.sign(
          new Checkpoint(ORIGIN, new TreeHead(size, tree.root(size))), KEY);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  public SignedCheckpoint cosigned(long size, long time, int witnesses) {
    SignedCheckpoint signed = signed(size);
    for (Ed25519NoteSigner witness : WITNESSES.subList(0, witnesses)) {
      signed = signed.with(Cosignature.sign(witness, signed.note().text(), time));
    }
    return signed;
  }

  public InclusionProof inclusion(long index) {
    try {
      return InclusionProof.make(tree, tree.size(), index);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  public TlogProof proof(long index) {
    return new TlogProof(inclusion(index), signed());
  }

  public LogReceipt receipt(String entry, long index) {
    return new LogReceipt(entry.getBytes(StandardCharsets.UTF_8), inclusion(index), signed());
  }
}
