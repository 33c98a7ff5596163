package org.depinsdk.rewards.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;

/**
 * The Merkle tree over the lifetime totals of all operators, node for node the {@code StandardMerkleTree} of npm's
 * {@code @openzeppelin/merkle-tree} with the leaf encoding {@code [address, uint256]}.
 *
 * <p>Leaves are {@code keccak256(keccak256(abi.encode(address, uint256)))}, sorted as numbers, and stand at the end of the
 * array in reverse; node {@code i} is the hash of its children {@code 2i+1} and {@code 2i+2}, the smaller first. A
 * distribution without operators has the root {@link Bytes32#ZERO} and no tree; no claim is under it.
 */
public final class MerkleDistribution {
  /** Most operators of one distribution. */
  public static final int MAX_OPERATORS = 1 << 24;

  private static final int WORD = Bytes32.LENGTH;
  // nodes that one processor takes at a time
  private static final int PART = 1 << 12;

  private final SortedMap<OperatorId, TokenAmount> totals;
  private final OperatorId[] operators;
  private final TokenAmount[] amounts;
  private final int[] treeIndex;
  private final byte[] tree;

  private MerkleDistribution(SortedMap<OperatorId, TokenAmount> totals) {
    this.totals = totals;
    int count = totals.size();
    this.operators = new OperatorId[count];
    this.amounts = new TokenAmount[count];
    this.treeIndex = new int[count];
    this.tree = new byte[Math.max(0, 2 * count - 1) * WORD];
  }

  /**
   * Builds the tree.
   *
   * @param totals what each operator has ever earned, in base units; copied
   * @return the distribution
   * @throws IllegalArgumentException if there are more than {@link #MAX_OPERATORS}
   */
  public static MerkleDistribution of(SortedMap<OperatorId, TokenAmount> totals) {
    if (totals.size() > MAX_OPERATORS) {
      throw new IllegalArgumentException(
          "a distribution has at most " + MAX_OPERATORS + " operators, not " + totals.size());
    }
    MerkleDistribution distribution =
        new MerkleDistribution(Collections.unmodifiableSortedMap(new TreeMap<>(totals)));
    distribution.build();
    return distribution;
  }

  private void build() {
    int count = operators.length;
    int at = 0;
    for (Map.Entry<OperatorId, TokenAmount> total : totals.entrySet()) {
      operators[at] = total.getKey();
      amounts[at] = total.getValue();
      at++;
    }
    byte[] leaves = new byte[count * WORD];
    inParts(0, count, (hash, i) -> hash.leaf(operators[i], amounts[i], leaves, i * WORD));
    int[] order = LeafOrder.of(leaves, count);
    inParts(0, count, (hash, rank) -> {
      int node = 2 * count - 2 - rank;
      treeIndex[order[rank]] = node;
      System.arraycopy(leaves, order[rank] * WORD, tree, node * WORD, WORD);
    });
    // the nodes of one level need those of the level below alone
    int end = count - 1;
    for (int first = Integer.highestOneBit(Math.max(1, end)) - 1; end > 0; first /= 2) {
      inParts(first, end, (hash, node) -> {
        int left = (2 * node + 1) * WORD;
        hash.node(tree, left, tree, left + WORD, tree, node * WORD);
      });
      end = first;
    }
  }

  private interface Step {
    void take(TreeHash hash, int index);
  }

  /** On all processors where it is worth it. */
  private static void inParts(int from, int to, Step step) {
    int parts = (to - from + PART - 1) / PART;
    IntStream.range(0, parts).parallel().forEach(part -> {
      TreeHash hash = new TreeHash();
      int end = Math.min(to, from + (part + 1) * PART);
      for (int i = from + part * PART; i < end; i++) {
        step.take(hash, i);
      }
    });
  }

  /**
   * The root that a contract holds.
   *
   * @return the hash of the tree's top, {@link Bytes32#ZERO} where there are no operators
   */
  public Bytes32 root() {
    return tree.length == 0 ? Bytes32.ZERO : Bytes32.at(tree, 0);
  }

  /**
   * The totals under the root.
   *
   * @return lifetime totals by operator, unmodifiable
   */
  public SortedMap<OperatorId, TokenAmount> totals() {
    return totals;
  }

  /**
   * The claim of one operator.
   *
   * @param operator any operator
   * @return its total and proof, empty where it is not in the tree
   */
  public Optional<Claim> claim(OperatorId operator) {
    int at = Arrays.binarySearch(operators, operator);
    return at < 0 ? Optional.empty() : Optional.of(claimAt(at));
  }

  /**
   * The proof of one operator.
   *
   * @param operator any operator
   * @return the siblings from its leaf to the root, empty where it is not in the tree
   */
  public Optional<List<Bytes32>> proof(OperatorId operator) {
    return claim(operator).map(Claim::proof);
  }

  /**
   * Whether an operator's total is under a root.
   *
   * @param root of a distribution
   * @param operator who claims
   * @param cumulativeAmount its lifetime total
   * @param proof the siblings from its leaf to the root
   * @return true where the proof leads to the root
   */
  public static boolean verify(
      Bytes32 root, OperatorId operator, TokenAmount cumulativeAmount, List<Bytes32> proof) {
    return new Claim(operator, cumulativeAmount, proof).isUnder(root);
  }

  private Claim claimAt(int at) {
    List<Bytes32> proof = new ArrayList<>(25);
    for (int node = treeIndex[at]; node > 0; node = (node - 1) / 2) {
      int sibling = node % 2 == 1 ? node + 1 : node - 1;
      proof.add(Bytes32.at(tree, sibling * WORD));
    }
    return new Claim(operators[at], amounts[at], proof);
  }

  /**
   * Writes the dump that {@code StandardMerkleTree.load} of {@code @openzeppelin/merkle-tree} reads: JSON of format {@code
   * standard-v1}, ASCII, about 300 bytes for each operator.
   *
   * @param out where to; written in blocks, not closed
   * @throws IOException if writing fails
   */
  public void writeDump(OutputStream out) throws IOException {
    TreeDump dump = new TreeDump(out);
    dump.ascii("{\"format\":\"standard-v1\",\"leafEncoding\":[\"address\",\"uint256\"],\"tree\":[");
    for (int at = 0; at < tree.length; at += WORD) {
      dump.ascii(at == 0 ? "\"0x" : ",\"0x").hex(tree, at, at + WORD).ascii("\"");
    }
    dump.ascii("],\"values\":[");
    for (int i = 0; i < operators.length; i++) {
      dump.ascii(i == 0 ? "{\"value\":[\"" : ",{\"value\":[\"")
          .ascii(operators[i].text())
          .ascii("\",\"")
          .ascii(amounts[i].toString())
          .ascii("\"],\"treeIndex\":")
          .ascii(Integer.toString(treeIndex[i]))
          .ascii("}");
    }
    dump.ascii("]}").flush();
  }
}
