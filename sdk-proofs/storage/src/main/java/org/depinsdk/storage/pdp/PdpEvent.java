package org.depinsdk.storage.pdp;

import java.nio.charset.StandardCharsets;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Keccak256;

/** Events of PDPVerifier, and those of its service that tell of faults. */
public enum PdpEvent {
  /** A provider proved that it has a data set. */
  POSSESSION_PROVEN("PossessionProven(uint256,(uint256,uint256)[])"),
  /** A proving period began. */
  NEXT_PROVING_PERIOD("NextProvingPeriod(uint256,uint256,uint256)"),
  /** A data set was created. */
  DATA_SET_CREATED("DataSetCreated(uint256,address)"),
  /** Pieces were added; no longer sent since 3.5.0. */
  PIECES_ADDED("PiecesAdded(uint256,uint256[],(bytes)[])"),
  /** Pieces were added. */
  PIECES_ADDED_V2("PiecesAddedV2(uint256,uint256,(bytes32,bytes32)[])"),
  /** A proof was paid for. */
  PROOF_FEE_PAID("ProofFeePaid(uint256,uint256)"),
  /** The service counted proving periods without a proof. */
  FAULT_RECORD("FaultRecord(uint256,uint256,uint256)"),
  /** Pieces were removed. */
  PIECES_REMOVED("PiecesRemoved(uint256,uint256[])"),
  /** A data set has no pieces any more. */
  DATA_SET_EMPTY("DataSetEmpty(uint256)"),
  /** A data set was deleted. */
  DATA_SET_DELETED("DataSetDeleted(uint256,uint256)");

  private final String signature;

  PdpEvent(String signature) {
    this.signature = signature;
  }

  /**
   * The event with the types of its arguments.
   *
   * @return as it is in the contract's ABI
   */
  public String signature() {
    return signature;
  }

  /**
   * The first topic of the event's logs.
   *
   * @return keccak-256 of the signature
   */
  public Bytes32 topic() {
    return Bytes32.of(Keccak256.hash(signature.getBytes(StandardCharsets.US_ASCII)));
  }
}
