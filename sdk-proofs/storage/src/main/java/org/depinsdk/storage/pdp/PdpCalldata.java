package org.depinsdk.storage.pdp;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCid;

/**
 * The {@code data} of transactions and calls to Filecoin's PDPVerifier (3.4.0 and 3.5.0): a four-byte selector and the arguments
 * in the contract ABI. Any wallet or chain client sends it.
 */
public final class PdpCalldata {
  private static final String PROVE_POSSESSION = "f58f952b";
  // as many as the sums of a data set can cover; a proof is at most 51 hashes
  private static final int MAX_PROOFS = 1 << 12;
  private static final int ADDRESS = 20;

  private PdpCalldata() {}

  /** What a provider sends to prove that it has a data set. */
  public record Proofs(BigInteger dataSet, List<LeafProof> proofs) {
    /**
     * The arguments of {@code provePossession}.
     *
     * @param dataSet the data set's number
     * @param proofs one for each challenge, in order; copied
     */
    public Proofs {
      proofs = List.copyOf(proofs);
    }
  }

  /**
   * {@code provePossession(uint256,(bytes32,bytes32[])[])}.
   *
   * @param dataSet the data set's number
   * @param proofs one for each challenge, in order
   * @return the calldata
   */
  public static byte[] provePossession(BigInteger dataSet, List<LeafProof> proofs) {
    List<Abi.Value> encoded = new ArrayList<>();
    for (LeafProof proof : proofs) {
      List<Abi.Value> path =
          proof.path().stream().map(node -> Abi.word(node.bytes())).toList();
      encoded.add(Abi.tuple(Abi.word(proof.leaf().bytes()), Abi.array(path)));
    }
    return Abi.call(PROVE_POSSESSION, Abi.number(dataSet), Abi.array(encoded));
  }

  /**
   * Reads {@code provePossession}.
   *
   * @param calldata of any length
   * @return the arguments
   * @throws EncodingException if it is no such call, or not in the one form that {@link #provePossession} writes
   */
  public static Proofs parseProvePossession(byte[] calldata) throws EncodingException {
    AbiReader in = new AbiReader(calldata, PROVE_POSSESSION);
    BigInteger dataSet = in.number(0);
    int proofs = in.offset(0, 1);
    int count = in.count(proofs, MAX_PROOFS);
    List<LeafProof> read = new ArrayList<>();
    int base = proofs + 1;
    int nodesLeft = calldata.length / Abi.WORD;
    for (int i = 0; i < count; i++) {
      int proof = in.offset(base, base + i);
      int path = in.offset(proof, proof + 1);
      // paths that overlap would make a small call large
      int length = in.count(path, Math.min(PieceCid.MAX_HEIGHT, nodesLeft));
      nodesLeft -= length;
      List<Bytes32> nodes = new ArrayList<>();
      for (int node = 0; node < length; node++) {
        nodes.add(in.word(path + 1 + node));
      }
      read.add(new LeafProof(in.word(proof), nodes));
    }
    if (!Arrays.equals(provePossession(dataSet, read), calldata)) {
      throw new EncodingException("provePossession: offsets or trailing bytes are not canonical");
    }
    return new Proofs(dataSet, read);
  }

  /**
   * {@code nextProvingPeriod(uint256,uint256,bytes)}.
   *
   * @param dataSet the data set's number
   * @param challengeEpoch from whose randomness the next challenges are drawn
   * @param extra data for the listener
   * @return the calldata
   */
  public static byte[] nextProvingPeriod(BigInteger dataSet, long challengeEpoch, byte[] extra) {
    return Abi.call("45c0b92d", Abi.number(dataSet), Abi.number(challengeEpoch), Abi.bytes(extra));
  }

  /**
   * {@code createDataSet(address,bytes)}.
   *
   * @param listener the service's contract, 20 bytes
   * @param extra data for the listener
   * @return the calldata
   */
  public static byte[] createDataSet(byte[] listener, byte[] extra) {
    return Abi.call("bbae41cb", address(listener), Abi.bytes(extra));
  }

  /**
   * {@code addPieces(uint256,address,(bytes)[],bytes)}.
   *
   * @param dataSet the data set's number
   * @param listener the service's contract, 20 bytes
   * @param pieces in the order in which they get their numbers
   * @param extra data for the listener
   * @return the calldata
   * @throws IllegalArgumentException if one is the empty piece, which the contract refuses
   */
  public static byte[] addPieces(
      BigInteger dataSet, byte[] listener, List<PieceCid> pieces, byte[] extra) {
    List<Abi.Value> cids = new ArrayList<>();
    for (PieceCid piece : pieces) {
      if (piece.leafCount() == 0) {
        throw new IllegalArgumentException("pieces must have a byte or more, not " + piece);
      }
      cids.add(Abi.tuple(Abi.bytes(piece.toBytes())));
    }
    return Abi.call(
        "9afd37f2", Abi.number(dataSet), address(listener), Abi.array(cids), Abi.bytes(extra));
  }

  /**
   * {@code schedulePieceDeletions(uint256,uint256[],bytes)}.
   *
   * @param dataSet the data set's number
   * @param pieces their numbers in it
   * @param extra data for the listener
   * @return the calldata
   */
  public static byte[] schedulePieceDeletions(BigInteger dataSet, List<Long> pieces, byte[] extra) {
    return Abi.call(
        "0c292024", Abi.number(dataSet), Abi.array(Abi.numbers(pieces)), Abi.bytes(extra));
  }

  /**
   * {@code deleteDataSet(uint256,bytes)}.
   *
   * @param dataSet the data set's number
   * @param extra data for the listener
   * @return the calldata
   */
  public static byte[] deleteDataSet(BigInteger dataSet, byte[] extra) {
    return Abi.call("7a1e2990", Abi.number(dataSet), Abi.bytes(extra));
  }

  /**
   * {@code findPieceIds(uint256,uint256[])}.
   *
   * @param dataSet the data set's number
   * @param leaves counted over all its pieces
   * @return the calldata
   */
  public static byte[] findPieceIds(BigInteger dataSet, List<Long> leaves) {
    return Abi.call("349c9179", Abi.number(dataSet), Abi.array(Abi.numbers(leaves)));
  }

  /** Views of a data set, each of which takes its number. */
  public enum View {
    /** {@code getChallengeRange(uint256)}: how many leaves can be challenged. */
    CHALLENGE_RANGE("89208ba9"),
    /** {@code getNextChallengeEpoch(uint256)}: from whose randomness the challenges are drawn. */
    NEXT_CHALLENGE_EPOCH("6ba4608f"),
    /** {@code getRandomness(uint256)}, which takes an epoch and not a data set. */
    RANDOMNESS("453f4f62"),
    /** {@code calculateProofFee(uint256)}. */
    PROOF_FEE("86981308");

    private final String selector;

    View(String selector) {
      this.selector = selector;
    }

    /**
     * The call.
     *
     * @param number of the data set, or the epoch for {@link #RANDOMNESS}
     * @return the calldata
     */
    public byte[] of(BigInteger number) {
      return Abi.call(selector, Abi.number(number));
    }
  }

  private static Abi.Value address(byte[] address) {
    if (address.length != ADDRESS) {
      throw new IllegalArgumentException(
          "an address has 20 bytes, not " + HexFormat.of().formatHex(address));
    }
    byte[] word = new byte[Abi.WORD];
    System.arraycopy(address, 0, word, Abi.WORD - ADDRESS, ADDRESS);
    return Abi.word(word);
  }
}
