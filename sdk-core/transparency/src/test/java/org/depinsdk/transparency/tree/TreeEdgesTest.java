package org.depinsdk.transparency.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.transparency.Refusals.assertRefused;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes of entries of any length, and proofs between trees of which one is empty or both are of one size. */
class TreeEdgesTest {
  private final InMemoryTree tree = TreeOracle.tree(9);

  // RFC 9162, section 2.1.1: SHA-256(0x00 || entry)
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_022, 1_023, 1_024, 1_025, 5_000})
  void entriesOfAnyLengthHaveTheHashOfTheDefinition(int length) throws Exception {
    byte[] entry = new byte[length];
    Arrays.fill(entry, (byte) 7);
    byte[] expected = MessageDigest.getInstance("SHA-256")
        .digest(ByteBuffer.allocate(1 + length).position(1).put(entry).array());
    // twice, because the digest is used again
    for (int i = 0; i < 2; i++) {
      assertThat(TreeHash.ofLeaf(entry).bytes()).isEqualTo(expected);
    }
  }

  @Test
  void aHashIsThirtyTwoBytes() {
    byte[] bytes = new byte[40];
    bytes[8] = 1;
    assertThat(TreeHash.of(bytes, 8, 40).bytes()).startsWith(1).hasSize(32);
    assertThatThrownBy(() -> TreeHash.of(bytes, 8, 39)).hasMessageContaining("not 31");
    assertThatThrownBy(() -> TreeHash.of(bytes, 9, 41)).hasMessageContaining("32 bytes");
    assertThatThrownBy(() -> TreeHash.of(bytes)).hasMessageContaining("not 40");
    assertThat(TreeHash.of(bytes, 8, 40))
        .isNotEqualTo(TreeHash.of(bytes, 0, 32))
        .doesNotHaveSameHashCodeAs(TreeHash.of(bytes, 0, 32));
  }

  @Test
  void treesOfOneSizeNeedNoHash() throws Exception {
    TreeHead head = tree.head();
    ConsistencyProof none = new ConsistencyProof(List.of());
    ConsistencyProof one = new ConsistencyProof(List.of(head.root()));
    none.verify(head, head);
    assertRefused(Reason.WRONG_PROOF, () -> one.verify(head, head));
    TreeHead empty = new TreeHead(0, TreeHash.EMPTY_TREE);
    none.verify(empty, empty);
    none.verify(empty, head);
    assertRefused(Reason.WRONG_PROOF, () -> one.verify(empty, head));
    TreeHead wrong = new TreeHead(0, head.root());
    assertRefused(Reason.WRONG_PROOF, () -> none.verify(wrong, wrong));
    assertRefused(Reason.WRONG_PROOF, () -> none.verify(wrong, head));
    assertRefused(Reason.WRONG_PROOF, () -> none.verify(empty, wrong));
    assertRefused(Reason.WRONG_PROOF, () -> none.verify(wrong, empty));
  }

  @Test
  void onlyAnOlderTreeWithALeafCanBeInconsistent() throws Exception {
    for (long older : new long[] {-1, 0, 9, 10}) {
      assertThatThrownBy(() -> InconsistencyProof.make(tree, 9, older))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("no tree of " + older + " leaves");
    }
    InconsistencyProof proof = InconsistencyProof.make(tree, 9, 8);
    assertRefused(Reason.NOTHING_SHOWN, () -> proof.verify(tree.head(), tree.head()));
    assertRefused(
        Reason.NOTHING_SHOWN,
        () -> proof.verify(new TreeHead(0, TreeHash.EMPTY_TREE), tree.head()));
  }

  @Test
  void frontiersTakeSubtreesOfAnyLevel() {
    TreeHash hash = tree.head().root();
    Frontier large = Frontier.EMPTY.appendSubtree(62, hash);
    assertThat(large.size()).isEqualTo(1L << 62);
    assertThat(large.root()).isEqualTo(hash);
    for (int level : new int[] {-1, 63, 64}) {
      assertThatThrownBy(() -> Frontier.EMPTY.appendSubtree(level, hash))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(large)
        .isNotEqualTo(Frontier.EMPTY.append(hash))
        .isNotEqualTo(Frontier.EMPTY.appendSubtree(62, TreeHash.EMPTY_TREE))
        .doesNotHaveSameHashCodeAs(Frontier.EMPTY.append(hash))
        .hasToString("Frontier of 4611686018427387904 leaves, root " + hash);
    assertThat(Frontier.EMPTY.append(hash))
        .doesNotHaveSameHashCodeAs(Frontier.EMPTY.append(TreeHash.EMPTY_TREE));
  }
}
