package org.depinsdk.core.lifecycle;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.internal.Digests;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryChange;

/**
 * A completed transfer, like FIDO Device Onboard's ownership voucher: offered by the owner, accepted by the
 * next, countersigned by the device, and linked to the voucher before it by a hash. Whoever holds the vouchers of a device
 * can check all its owners since its enrolment.
 */
public final class TransferVoucher {
  /** The purpose in a countersignature's domain. */
  public static final String COUNTERSIGN_PURPOSE = "transfer-countersign";

  /** Largest serialised voucher. */
  public static final int MAX_BYTES = 2048;

  private static final int ITEMS = 9;

  private final TransferOffer offer;
  private final byte[] offerSignature;
  private final byte[] acceptSignature;
  private final byte[] deviceSignature;

  private TransferVoucher(
      TransferOffer offer, byte[] offerSignature, byte[] acceptSignature, byte[] deviceSignature) {
    this.offer = offer;
    this.offerSignature = offerSignature.clone();
    this.acceptSignature = acceptSignature.clone();
    this.deviceSignature = deviceSignature.clone();
  }

  /**
   * A voucher from its parts.
   *
   * @param offer the terms
   * @param offerSignature the owner's, 65 bytes, over {@link TransferOffer#offerPayload}
   * @param acceptSignature the next owner's, 65 bytes, over {@link TransferOffer#acceptPayload}
   * @param deviceSignature the device's, 64 bytes, over {@link #countersignPayload}
   * @return the voucher, not yet checked
   */
  public static TransferVoucher of(
      TransferOffer offer, byte[] offerSignature, byte[] acceptSignature, byte[] deviceSignature) {
    return new TransferVoucher(offer, offerSignature, acceptSignature, deviceSignature);
  }

  /**
   * What the device signs: the terms and that both owners have signed them.
   *
   * @param network the network's name
   * @param offer the terms
   * @param offerSignature the owner's signature
   * @param acceptSignature the next owner's signature
   * @return the payload in its domain
   */
  public static DssePayload countersignPayload(
      String network, TransferOffer offer, byte[] offerSignature, byte[] acceptSignature) {
    return DssePayload.of(
        new Domain(network, COUNTERSIGN_PURPOSE, 1),
        CborWriter.write(CborValue.Array.of(
            new CborValue.Bytes(Digests.sha256(
                offer.acceptPayload(network).walletText().getBytes(StandardCharsets.UTF_8))),
            new CborValue.Bytes(offerSignature),
            new CborValue.Bytes(acceptSignature))));
  }

  /**
   * Checks the voucher against the device's state.
   *
   * @param network the network's name
   * @param state the device's state
   * @param last the device's last voucher, empty if it was never transferred
   * @param now the network's clock
   * @return the change to record
   * @throws RefusedInstructionException if it is refused
   */
  public RegistryChange check(
      String network, DeviceState state, Optional<TransferVoucher> last, Instant now)
      throws RefusedInstructionException {
    offer.check(network, state, last, now, offerSignature);
    if (!Signatory.of(offer.to()).signed(offer.acceptPayload(network), acceptSignature)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_ACCEPT_SIGNATURE, "not signed by " + offer.to());
    }
    if (!state
        .key()
        .verify(
            countersignPayload(network, offer, offerSignature, acceptSignature), deviceSignature)) {
      throw new RefusedInstructionException(
          LifecycleReasons.BAD_DEVICE_SIGNATURE, "not signed by " + state.key());
    }
    return new RegistryChange.Transferred(offer.to());
  }

  /**
   * The terms.
   *
   * @return the offer
   */
  public TransferOffer offer() {
    return offer;
  }

  /**
   * The owner's signature.
   *
   * @return a fresh copy
   */
  public byte[] offerSignature() {
    return offerSignature.clone();
  }

  /**
   * The next owner's signature.
   *
   * @return a fresh copy
   */
  public byte[] acceptSignature() {
    return acceptSignature.clone();
  }

  /**
   * What the next voucher of the device links to.
   *
   * @return hexadecimal SHA-256 of {@link #toBytes}
   */
  public String hash() {
    return Hex.encode(Digests.sha256(toBytes()));
  }

  /**
   * Serialises the voucher.
   *
   * @return a CBOR array in deterministic encoding
   */
  public byte[] toBytes() {
    return CborWriter.write(CborValue.Array.of(
        new CborValue.Text(offer.device().text()),
        new CborValue.Text(offer.from().text()),
        new CborValue.Text(offer.to().text()),
        new CborValue.Text(offer.nonce()),
        new CborValue.Int(offer.deadline().getEpochSecond()),
        new CborValue.Text(offer.previous()),
        new CborValue.Bytes(offerSignature),
        new CborValue.Bytes(acceptSignature),
        new CborValue.Bytes(deviceSignature)));
  }

  /**
   * Reads a voucher.
   *
   * @param bytes as {@link #toBytes} gives them
   * @return the voucher, not yet checked
   * @throws EncodingException if the bytes are anything else
   */
  public static TransferVoucher parse(byte[] bytes) throws EncodingException {
    if (bytes.length > MAX_BYTES) {
      throw new EncodingException("a voucher of " + bytes.length + " bytes, at most " + MAX_BYTES);
    }
    List<CborValue> items = CborFields.array(CborReader.read(bytes), ITEMS, "voucher");
    try {
      TransferOffer offer = new TransferOffer(
          DeviceId.parse(CborFields.string(items.get(0), "device")),
          OperatorId.parse(CborFields.string(items.get(1), "from")),
          OperatorId.parse(CborFields.string(items.get(2), "to")),
          CborFields.string(items.get(3), "nonce"),
          CborFields.instantSeconds(items.get(4), "deadline"),
          CborFields.string(items.get(5), "previous"));
      TransferVoucher voucher = new TransferVoucher(
          offer,
          CborFields.bytes(items.get(6), "offer signature"),
          CborFields.bytes(items.get(7), "accept signature"),
          CborFields.bytes(items.get(8), "device signature"));
      if (!Arrays.equals(voucher.toBytes(), bytes)) {
        throw new EncodingException("voucher: an address without its EIP-55 checksum");
      }
      return voucher;
    } catch (IllegalArgumentException e) {
      throw new EncodingException("voucher: " + e.getMessage());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransferVoucher v && Arrays.equals(toBytes(), v.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "TransferVoucher[" + offer + "]";
  }
}
