package org.depinsdk.rewards.distribution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
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
    Keccak keccak = new Keccak();
    int count = operators.length;
    byte[] leaves = new byte[count * WORD];
    int at = 0;
    for (Map.Entry<OperatorId, TokenAmount> total : totals.entrySet()) {
      operators[at] = total.getKey();
      amounts[at] = total.getValue();
      keccak.leaf(total.getKey(), total.getValue(), leaves, at * WORD);
      at++;
    }
    int[] order = LeafOrder.of(leaves, count);
    for (int rank = 0; rank < count; rank++) {
      int node = 2 * count - 2 - rank;
      treeIndex[order[rank]] = node;
      System.arraycopy(leaves, order[rank] * WORD, tree, node * WORD, WORD);
    }
    for (int node = count - 2; node >= 0; node--) {
      int left = (2 * node + 1) * WORD;
      keccak.node(tree, left, tree, left + WORD, tree, node * WORD);
    }
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
   * The dump that {@code StandardMerkleTree.load} of {@code @openzeppelin/merkle-tree} reads.
   *
   * @return JSON of format {@code standard-v1}
   */
  public String dumpJson() {
    StringBuilder out = new StringBuilder(400 + 260 * operators.length);
    try {
      writeDump(out);
    } catch (IOException e) {
      throw new IllegalStateException("a string builder does not fail", e);
    }
    return out.toString();
  }

  /**
   * Writes {@link #dumpJson()} without holding it in memory.
   *
   * @param out where to
   * @throws IOException if writing fails
   */
  public void writeDump(Appendable out) throws IOException {
    out.append("{\"format\":\"standard-v1\",\"leafEncoding\":[\"address\",\"uint256\"],\"tree\":[");
    for (int node = 0; node * WORD < tree.length; node++) {
      byte[] hash = Arrays.copyOfRange(tree, node * WORD, (node + 1) * WORD);
      out.append(node == 0 ? "\"" : ",\"").append(Hex.encode0x(hash)).append('"');
    }
    out.append("],\"values\":[");
    for (int i = 0; i < operators.length; i++) {
      out.append(i == 0 ? "{\"value\":[\"" : ",{\"value\":[\"")
          .append(operators[i].text())
          .append("\",\"")
          .append(amounts[i].toString())
          .append("\"],\"treeIndex\":")
          .append(Integer.toString(treeIndex[i]))
          .append('}');
    }
    out.append("]}");
  }
}
