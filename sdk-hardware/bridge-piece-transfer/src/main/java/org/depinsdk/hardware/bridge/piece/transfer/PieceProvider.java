package org.depinsdk.hardware.bridge.piece.transfer;

import io.grpc.Status;
import java.time.InstantSource;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.hardware.bridge.disk.storage.CommittedPieces;
import org.depinsdk.hardware.disk.PieceStore;

/**
 * Who serves pieces, and from where.
 *
 * @param network the network's name
 * @param signer the provider's key, which signs receipts
 * @param store the pieces
 * @param pieces the same under their commitments
 * @param limits what callers may use
 * @param terms what the provider decides and keeps
 * @param clock the time
 */
public record PieceProvider(
    String network,
    DeviceSigner signer,
    PieceStore store,
    CommittedPieces pieces,
    TransferLimits limits,
    ProviderTerms terms,
    InstantSource clock) {
  /**
   * The provider's id in its network.
   *
   * @return derived from its key
   */
  public DeviceId id() {
    return DeviceId.derive(network, signer.publicKey());
  }

  void check(StoreOrder order) {
    if (!order.provider().equals(id())) {
      throw Status.INVALID_ARGUMENT
          .withDescription("provider is " + order.provider() + ", and this is " + id())
          .asRuntimeException();
    }
    if (clock.instant().isAfter(order.validUntil())) {
      throw Status.INVALID_ARGUMENT
          .withDescription("valid_until_ms is over: " + order.validUntil())
          .asRuntimeException();
    }
    if (!terms.serves(order.client())) {
      throw Status.PERMISSION_DENIED
          .withDescription("this provider does not serve " + order.client().didKey())
          .asRuntimeException();
    }
  }
}
