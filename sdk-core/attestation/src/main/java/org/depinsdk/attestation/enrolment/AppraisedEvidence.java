package org.depinsdk.attestation.enrolment;

import java.util.Arrays;
import java.util.List;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;

/**
 * What a network keeps of an attestation beside its record, so that it can be appraised again.
 *
 * @param evidence as it came
 * @param nonce that it had to answer; copied
 * @param lists which revocation lists it was appraised with, see {@link RevocationLists#digest}
 */
public record AppraisedEvidence(Evidence evidence, byte[] nonce, Bytes32 lists) {
  private static final int ITEMS = 4;

  /** Copies. */
  public AppraisedEvidence {
    nonce = nonce.clone();
  }

  @Override
  public byte[] nonce() {
    return nonce.clone();
  }

  /**
   * Serialises it.
   *
   * @return a CBOR array in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text(evidence.mediaType()),
        new CborValue.Bytes(evidence.bytes()),
        new CborValue.Bytes(nonce),
        new CborValue.Bytes(lists.bytes())));
  }

  /**
   * Reads it.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return what was kept
   * @throws EncodingException if the bytes are anything else
   */
  public static AppraisedEvidence parse(byte[] bytes) throws EncodingException {
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "appraised evidence");
    byte[] lists = CborFields.bytes(items.get(3), "lists");
    if (lists.length != Bytes32.LENGTH) {
      throw new EncodingException(
          "lists must be a hash of " + Bytes32.LENGTH + " bytes, not " + lists.length);
    }
    return new AppraisedEvidence(
        Evidence.of(
            CborFields.string(items.get(0), "media type"),
            CborFields.bytes(items.get(1), "evidence")),
        CborFields.bytes(items.get(2), "nonce"),
        Bytes32.of(lists));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AppraisedEvidence e && Arrays.equals(toBytes(), e.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "AppraisedEvidence[" + evidence + ", lists " + lists + "]";
  }
}
