package org.depinsdk.claims.evm;

import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.rewards.distribution.Claim;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * The {@code data} of transactions to a Merkle distributor: a four-byte selector and the arguments in the contract ABI,
 * as {@code 0x} and lower-case hexadecimal digits. Any wallet or chain client sends it.
 *
 * <p>Every distributor here pays cumulative amounts: the contract remembers what it paid and transfers the difference.
 */
public final class ClaimCalldata {
  private static final String CLAIM = "claim";

  private ClaimCalldata() {}

  /**
   * A claim from a distributor that accepts its current root: {@code claim(address account, uint256 cumulativeAmount,
   * bytes32[] proof)}, selector {@code 3d13f874}.
   *
   * @param claim the operator, its lifetime total and the proof
   * @return the calldata
   */
  public static String claim(Claim claim) {
    return encode(CLAIM, account(claim), amount(claim), proof(claim));
  }

  /**
   * A claim that reverts instead of failing its proof when the root has moved on: {@code claim(address account, uint256
   * cumulativeAmount, bytes32 expectedMerkleRoot, bytes32[] merkleProof)}, the interface of 1inch's cumulative Merkle
   * distributor.
   *
   * @param claim the operator, its lifetime total and the proof
   * @param expectedRoot the root that the proof is for
   * @return the calldata
   */
  public static String claim(Claim claim, Bytes32 expectedRoot) {
    return encode(CLAIM, account(claim), amount(claim), word(expectedRoot), proof(claim));
  }

  /**
   * Publishes a new root: {@code setRoot(bytes32)}, selector {@code dab5f340}. Only the distributor's owner may.
   *
   * @param root of the distribution
   * @return the calldata
   */
  public static String setRoot(Bytes32 root) {
    return encode("setRoot", word(root));
  }

  private static Type<?> account(Claim claim) {
    return new Address(claim.operator().text());
  }

  private static Type<?> amount(Claim claim) {
    return new Uint256(claim.cumulativeAmount().toBigInteger());
  }

  private static org.web3j.abi.datatypes.generated.Bytes32 word(Bytes32 value) {
    return new org.web3j.abi.datatypes.generated.Bytes32(value.bytes());
  }

  private static Type<?> proof(Claim claim) {
    List<org.web3j.abi.datatypes.generated.Bytes32> words =
        claim.proof().stream().map(ClaimCalldata::word).toList();
    // The element type is given, because an empty array has none to look at.
    return new DynamicArray<>(org.web3j.abi.datatypes.generated.Bytes32.class, words);
  }

  @SuppressWarnings("rawtypes")
  private static String encode(String name, Type... arguments) {
    return FunctionEncoder.encode(new Function(name, List.of(arguments), List.of()));
  }
}
