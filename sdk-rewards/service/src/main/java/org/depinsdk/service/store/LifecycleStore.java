package org.depinsdk.service.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.TransferVoucher;

/**
 * What the registry does not hold because it has not happened yet: transfers that lack signatures, and orders to revoke devices
 * that may come later. Each change is atomic, and durable when its method returns. Safe for several threads.
 */
public interface LifecycleStore {
  /**
   * The open transfer of a device.
   *
   * @param device which device
   * @return a voucher that lacks signatures, empty if no transfer is offered
   * @throws IOException if the store cannot be read
   */
  Optional<TransferVoucher> transfer(DeviceId device) throws IOException;

  /**
   * Keeps an offer in the place of the open one of its device. An open offer with the same
   * {@linkplain org.depinsdk.core.lifecycle.TransferOffer#previous previous voucher} that is replaced is withdrawn: it never
   * comes back. After an offer with another previous voucher, which means that the device has a new owner, earlier withdrawals
   * may be forgotten. An offer that is open already is left as it is, with the signatures that it has.
   *
   * @param voucher the offer and its first signature
   * @return false if the offer was withdrawn before; nothing has changed then
   * @throws IOException if it could not be stored; nothing has changed then
   */
  boolean offer(TransferVoucher voucher) throws IOException;

  /**
   * Replaces an open transfer by one with another signature, unless another thread was faster.
   *
   * @param before what must still be stored
   * @param after what is to be stored
   * @return false if something else is stored by now; nothing has changed then
   * @throws IOException if it could not be stored; nothing has changed then
   */
  boolean replace(TransferVoucher before, TransferVoucher after) throws IOException;

  /**
   * Keeps an order for devices that come later. An order that is kept already changes nothing.
   *
   * @param order the order, checked
   * @throws IOException if it could not be stored; nothing has changed then
   */
  void add(RevocationOrder order) throws IOException;

  /**
   * The orders that were added.
   *
   * @return oldest first
   * @throws IOException if the store cannot be read
   */
  List<RevocationOrder> orders() throws IOException;
}
