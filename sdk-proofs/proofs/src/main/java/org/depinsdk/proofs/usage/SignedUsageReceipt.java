package org.depinsdk.proofs.usage;

import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.CarriedSignature;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.jspecify.annotations.Nullable;

/** A receipt with its client's signature. The bytes are kept as they were signed. */
public final class SignedUsageReceipt {
  /** Length of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  private static final UsageReceiptCodec BODY = new UsageReceiptCodec();

  private final byte[] body;
  private final byte[] signature;
  private final UsageReceipt receipt;

  /** Asked for twice by a judge; threads may make it at the same time. */
  private @Nullable Carried carried;

  private record Carried(String network, DeviceKey key, CarriedSignature signature) {}

  private SignedUsageReceipt(byte[] body, byte[] signature, UsageReceipt receipt) {
    this.body = body;
    this.signature = signature;
    this.receipt = receipt;
  }

  static SignedUsageReceipt sign(String network, UsageReceipt receipt, DeviceSigner signer)
      throws SigningException {
    byte[] body = BODY.encode(receipt);
    return new SignedUsageReceipt(body, signer.sign(payload(network, body)), receipt);
  }

  /**
   * Puts a receipt together from its parts.
   *
   * @param body the exact signed bytes; copied
   * @param signature 64 bytes; copied
   * @return the receipt, parsed
   * @throws MalformedEvidenceException if the body does not parse or a field is out of range
   */
  public static SignedUsageReceipt of(byte[] body, byte[] signature)
      throws MalformedEvidenceException {
    try {
      Fields.size("signature", signature.length, SIGNATURE_BYTES, SIGNATURE_BYTES, "bytes");
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
    byte[] copy = body.clone();
    return new SignedUsageReceipt(copy, signature.clone(), BODY.decode(copy));
  }

  /**
   * What the client confirms, parsed from the signed bytes.
   *
   * @return the receipt
   */
  public UsageReceipt receipt() {
    return receipt;
  }

  /**
   * The exact signed bytes.
   *
   * @return a fresh copy of a protobuf {@code UsageReceiptBody}
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * The signature.
   *
   * @return a fresh copy, 64 bytes
   */
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * Whether a key signed this receipt for a network.
   *
   * @param network the network's name
   * @param key the client's key
   * @return true if the signature is valid
   */
  public boolean verify(String network, DeviceKey key) {
    return key.verify(payload(network, body), signature);
  }

  /**
   * The signature with the key that should have made it, for {@link #verify} of many receipts at once.
   *
   * @param network the network's name
   * @param key the client's key
   * @return what a judge names and asks about
   */
  CarriedSignature carried(String network, DeviceKey key) {
    Carried known = carried;
    if (known == null || !known.network.equals(network) || !known.key.equals(key)) {
      known =
          new Carried(network, key, new CarriedSignature(key, payload(network, body), signature));
      carried = known;
    }
    return known.signature;
  }

  private static DssePayload payload(String network, byte[] body) {
    return DssePayload.of(new Domain(network, UsageReceipt.PURPOSE, UsageReceipt.VERSION), body);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedUsageReceipt r
        && Arrays.equals(body, r.body)
        && Arrays.equals(signature, r.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(body), Arrays.hashCode(signature));
  }

  @Override
  public String toString() {
    return "Signed" + receipt;
  }
}
