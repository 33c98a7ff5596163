package org.depinsdk.service.memory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.service.store.LifecycleStore;

final class InMemoryLifecycleStore implements LifecycleStore {
  private record Withdrawn(DeviceId device, String nonce) {
    static Withdrawn of(TransferOffer offer) {
      return new Withdrawn(offer.device(), offer.nonce());
    }
  }

  private final Map<DeviceId, TransferVoucher> open = new HashMap<>();
  private final Set<Withdrawn> withdrawn = new HashSet<>();
  private final Set<RevocationOrder> orders = new LinkedHashSet<>();

  @Override
  public synchronized Optional<TransferVoucher> transfer(DeviceId device) {
    return Optional.ofNullable(open.get(device));
  }

  @Override
  public synchronized boolean offer(TransferVoucher voucher) {
    TransferOffer offer = voucher.offer();
    TransferVoucher before = open.get(offer.device());
    if (before != null && before.offer().equals(offer)) {
      return true;
    }
    if (withdrawn.contains(Withdrawn.of(offer))) {
      return false;
    }
    if (before != null) {
      withdrawn.add(Withdrawn.of(before.offer()));
    }
    open.put(offer.device(), voucher);
    return true;
  }

  @Override
  public synchronized boolean replace(TransferVoucher before, TransferVoucher after) {
    return open.replace(before.offer().device(), before, after);
  }

  @Override
  public synchronized void add(RevocationOrder order) {
    orders.add(order);
  }

  @Override
  public synchronized List<RevocationOrder> orders() {
    return List.copyOf(orders);
  }
}
