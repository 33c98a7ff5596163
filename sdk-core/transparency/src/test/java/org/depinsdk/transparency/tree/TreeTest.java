package org.depinsdk.transparency.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final int SIZES = 70;
  private final List<TreeHash> leaves = TreeOracle.leaves(SIZES);
  private final InMemoryTree tree = TreeOracle.tree(SIZES);

  @Test
  void everySizeHasTheRootOfTheDefinition() throws Exception {
    InMemoryTree grown = new InMemoryTree();
    Frontier frontier = Frontier.EMPTY;
    for (int size = 0; size <= SIZES; size++) {
      TreeHead expected = new TreeHead(size, TreeOracle.root(leaves.subList(0, size)));
      assertThat(grown.head()).isEqualTo(expected);
      assertThat(frontier.head()).isEqualTo(expected);
      assertThat(tree.root(size)).isEqualTo(expected.root());
      assertThat(Frontier.parse(frontier.encoded()))
          .isEqualTo(frontier)
          .hasSameHashCodeAs(frontier);
      assertThat(Frontier.of(size, frontier.hashes())).isEqualTo(frontier);
      if (size < SIZES) {
        grown.append(leaves.get(size));
        frontier = frontier.append(leaves.get(size));
      }
    }
    assertThat(Frontier.EMPTY.appendAll(leaves)).isEqualTo(frontier);
  }

  @Test
  void aFrontierTakesWholeSubtrees() throws Exception {
    Frontier ofLeaves = Frontier.EMPTY.appendAll(leaves.subList(0, 64));
    Frontier ofSubtrees = Frontier.EMPTY;
    for (int i = 0; i < 4; i++) {
      ofSubtrees = ofSubtrees.appendSubtree(4, tree.hash(4, i));
    }
    assertThat(ofSubtrees).isEqualTo(ofLeaves);
    Frontier odd = Frontier.EMPTY.append(leaves.get(0));
    assertThatThrownBy(() -> odd.appendSubtree(1, leaves.get(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a subtree of level 1 cannot follow 1 leaves");
  }

  @Test
  void aFrontierReachesTheLargestSize() throws Exception {
    List<TreeHash> hashes = leaves.subList(0, 63);
    Frontier full = Frontier.of(Long.MAX_VALUE, hashes);
    assertThat(Frontier.parse(full.encoded())).isEqualTo(full);
    assertThatThrownBy(() -> full.append(leaves.get(0))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Frontier.of(-1, leaves.subList(0, 64)))
        .isInstanceOf(TransparencyException.class);
    assertThatThrownBy(() -> Frontier.of(3, leaves.subList(0, 1)))
        .isInstanceOf(TransparencyException.class)
        .hasMessage("a frontier of 3 leaves has 2 hashes, not 1");
    for (byte[] damaged :
        List.of(new byte[0], new byte[7], new byte[9], new byte[8 + 32], negative())) {
      assertThatThrownBy(() -> Frontier.parse(damaged)).isInstanceOf(TransparencyException.class);
    }
  }

  private static byte[] negative() {
    byte[] bytes = new byte[8 + 32];
    bytes[0] = (byte) 0x80;
    return bytes;
  }

  @Test
  void inclusionProofsAreThoseOfTheDefinition() throws Exception {
    for (int size = 1; size <= SIZES; size++) {
      TreeHead head = new TreeHead(size, tree.root(size));
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.make(tree, size, index);
        assertThat(proof.hashes()).isEqualTo(TreeOracle.path(index, leaves.subList(0, size)));
        proof.verify(leaves.get(index), head);
        refused(proof, leaves.get((index + 1) % SIZES), head);
        for (int other = 1; other <= SIZES; other++) {
          if (other != size) {
            // the same root with another size, and the same hashes with another tree
            refused(proof, leaves.get(index), new TreeHead(other, head.root()));
          }
        }
      }
    }
    assertThatThrownBy(() -> InclusionProof.make(tree, 5, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> InclusionProof.make(tree, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void refused(InclusionProof proof, TreeHash leaf, TreeHead head) {
    if (proof.hashes().isEmpty() && head.size() == 1) {
      return;
    }
    try {
      proof.verify(leaf, head);
    } catch (TransparencyException e) {
      assertThat(e.reason()).isEqualTo(Reason.WRONG_PROOF);
      return;
    }
    // an index whose path has the same shape in both trees: the size is not part of an inclusion
    // proof, the signed head fixes it
    assertThat(shape(proof.index(), head.size())).isEqualTo(proof.hashes().size());
  }

  private static int shape(long index, long size) {
    int hashes = 0;
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + Subtree.left(to - from);
      hashes++;
      from = index < middle ? from : middle;
      to = index < middle ? middle : to;
    }
    return hashes;
  }

  @Test
  void consistencyProofsAreThoseOfTheDefinition() throws IOException, TransparencyException {
    for (int size = 1; size <= SIZES; size++) {
      TreeHead newer = new TreeHead(size, tree.root(size));
      for (int old = 1; old <= size; old++) {
        TreeHead older = new TreeHead(old, tree.root(old));
        ConsistencyProof proof = ConsistencyProof.make(tree, size, old);
        assertThat(proof.hashes()).isEqualTo(TreeOracle.proof(old, leaves.subList(0, size)));
        proof.verify(older, newer);
        refused(
            proof, new TreeHead(old, leaves.get(0)), newer, old == 1 || old == size && size == 1);
        refused(proof, older, new TreeHead(size, TreeHash.EMPTY_TREE), false);
        for (int i = 0; i < proof.hashes().size(); i++) {
          List<TreeHash> changed = new ArrayList<>(proof.hashes());
          changed.set(i, TreeHash.EMPTY_TREE);
          refused(new ConsistencyProof(changed), older, newer, false);
          changed.remove(i);
          refused(new ConsistencyProof(changed), older, newer, false);
        }
      }
      ConsistencyProof.make(tree, size, 0).verify(new TreeHead(0, TreeHash.EMPTY_TREE), newer);
    }
    assertThatThrownBy(() -> ConsistencyProof.make(tree, 5, 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void refused(
      ConsistencyProof proof, TreeHead older, TreeHead newer, boolean same) {
    if (!same) {
      assertThatThrownBy(() -> proof.verify(older, newer))
          .isInstanceOfSatisfying(
              TransparencyException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_PROOF));
    }
  }

  @Test
  void proofsOfTheLargestTreesDoNotOverflow() {
    TreeHash leaf = leaves.get(0);
    TreeHead largest = new TreeHead(Long.MAX_VALUE, leaf);
    for (int hashes = 0; hashes <= 64; hashes++) {
      List<TreeHash> path = leaves.subList(0, hashes);
      for (long index : new long[] {0, 1, Long.MAX_VALUE / 2, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
        assertThatThrownBy(() -> new InclusionProof(index, path).verify(leaf, largest))
            .isInstanceOf(TransparencyException.class);
        assertThatThrownBy(() -> new ConsistencyProof(path)
                .verify(new TreeHead(index, leaf), new TreeHead(Long.MAX_VALUE, leaves.get(1))))
            .isInstanceOf(TransparencyException.class);
      }
    }
  }

  @Test
  void proofsOfTheLargestTreesAreMadeAndVerified() throws Exception {
    // a tree in which every complete subtree of one level has the same hash
    HashSource uniform = (level, index) -> {
      TreeHash hash = leaves.get(0);
      for (int i = 0; i < level; i++) {
        hash = TreeHash.ofNode(hash, hash);
      }
      return hash;
    };
    TreeHead head = new TreeHead(Long.MAX_VALUE, uniform.root(Long.MAX_VALUE));
    for (long index : new long[] {0, 1, Long.MAX_VALUE / 2, Long.MAX_VALUE - 1}) {
      InclusionProof.make(uniform, Long.MAX_VALUE, index).verify(leaves.get(0), head);
      TreeHead older = new TreeHead(index, uniform.root(index));
      ConsistencyProof.make(uniform, Long.MAX_VALUE, index).verify(older, head);
    }
  }
}
