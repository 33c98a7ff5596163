package org.depinsdk.hardware.bridge.piece.transfer;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.StoreOrderBody;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProtobufCodec;
import org.depinsdk.storage.piece.PieceCid;

/**
 * What a client asks a provider to store. The client signs hash, size and commitment, so a provider that kept what came cannot be
 * blamed for what the client sent wrong.
 *
 * @param provider who is asked
 * @param client whose key signs
 * @param piece SHA-256 of the bytes
 * @param cid the commitment that challenges will name; it holds the size
 * @param validUntil in whole milliseconds; later the order is void
 */
public record StoreOrder(
    DeviceId provider, DeviceKey client, PieceId piece, PieceCid cid, Instant validUntil) {
  static final String PURPOSE = "store-order";

  private static final ProtobufCodec<StoreOrder, StoreOrderBody> CODEC =
      new ProtobufCodec<>(StoreOrderBody.parser(), "StoreOrderBody") {
        @Override
        protected StoreOrderBody write(StoreOrder order) {
          return StoreOrderBody.newBuilder()
              .setProvider(order.provider.text())
              .setClient(order.client.didKey())
              .setPiece(ByteString.copyFrom(order.piece.hash().bytes()))
              .setSize(order.size())
              .setCid(ByteString.copyFrom(order.cid.toBytes()))
              .setValidUntilMs(order.validUntil.toEpochMilli())
              .build();
        }

        @Override
        protected StoreOrder read(StoreOrderBody wire) {
          Fields.size("piece", wire.getPiece().size(), Bytes32.LENGTH, Bytes32.LENGTH, "bytes");
          StoreOrder order = new StoreOrder(
              Fields.device("provider", wire.getProvider()),
              Wire.key("client", wire.getClient()),
              new PieceId(Bytes32.of(wire.getPiece().toByteArray())),
              cid(wire.getCid()),
              Fields.instant("valid_until_ms", wire.getValidUntilMs()));
          Fields.check(wire.getSize() == order.size(), "size", wire.getSize(), "that of the cid");
          return order;
        }
      };

  /** Cuts the instant to milliseconds. */
  public StoreOrder {
    validUntil = Instant.ofEpochMilli(validUntil.toEpochMilli());
  }

  /**
   * Bytes of the piece.
   *
   * @return as the commitment says
   */
  public long size() {
    return cid.rawSize();
  }

  /**
   * Signs this order for a network.
   *
   * @param network the network's name
   * @param signer of {@link #client}
   * @return what the provider is sent
   * @throws SigningException if the signer cannot sign now
   */
  public Signed<StoreOrder> sign(String network, DeviceSigner signer) throws SigningException {
    return Signed.sign(network, PURPOSE, CODEC.encode(this), this, signer);
  }

  /**
   * Reads an order and checks its signature.
   *
   * @param network the network's name
   * @param body the exact signed bytes
   * @param signature 64 bytes
   * @return the order
   * @throws MalformedEvidenceException if the body does not parse, or the client did not sign it
   */
  public static Signed<StoreOrder> verify(String network, byte[] body, byte[] signature)
      throws MalformedEvidenceException {
    StoreOrder order = CODEC.decode(body);
    return Signed.verify(network, PURPOSE, body, signature, order, order.client);
  }

  private static PieceCid cid(ByteString bytes) {
    try {
      return PieceCid.parse(bytes.toByteArray());
    } catch (EncodingException e) {
      throw new InvalidFieldException(
          "cid", bytes.size() + " bytes", String.valueOf(e.getMessage()));
    }
  }
}
