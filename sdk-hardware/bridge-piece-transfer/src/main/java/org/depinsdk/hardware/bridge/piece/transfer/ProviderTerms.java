package org.depinsdk.hardware.bridge.piece.transfer;

import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.proofs.usage.SignedUsageReceipt;

/** What a provider decides and keeps. Called by several threads. */
public interface ProviderTerms {
  /**
   * Whether a client is served.
   *
   * @param client the key that signs its orders and receipts
   * @return true unless the provider says otherwise
   */
  default boolean serves(DeviceKey client) {
    return true;
  }

  /**
   * A piece is durable, and its receipt is about to be sent. When this returns, order and receipt are kept: they show whose fault
   * it is if an audit fails.
   *
   * @param order as the client signed it
   * @param receipt as the provider signed it
   */
  default void stored(Signed<StoreOrder> order, Signed<StoreReceipt> receipt) {}

  /**
   * A download ended.
   *
   * @param receipt the client's last, evidence of {@code usage/1}
   */
  default void paid(SignedUsageReceipt receipt) {}
}
