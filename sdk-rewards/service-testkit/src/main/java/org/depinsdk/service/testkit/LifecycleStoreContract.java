package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.core.lifecycle.TransferOffer;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.service.store.LifecycleStore;
import org.junit.jupiter.api.Test;

/** What holds for every {@link LifecycleStore}. */
public abstract class LifecycleStoreContract extends StorageContract {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] NONE = new byte[0];

  /** For subclasses. */
  protected LifecycleStoreContract() {}

  /** A new store has no transfers and no orders. */
  @Test
  public void isEmptyAtFirst() throws IOException {
    assertThat(storage().lifecycle().transfer(Samples.device(0))).isEmpty();
    assertThat(storage().lifecycle().orders()).isEmpty();
  }

  /** The open offer of each device is there after reopening. */
  @Test
  public void keepsOneOfferOfEachDevice() throws IOException {
    assertThat(storage().lifecycle().offer(offered(0, 1, 0))).isTrue();
    assertThat(storage().lifecycle().offer(offered(1, 2, 0))).isTrue();
    assertThat(storage().lifecycle().offer(offered(0, 3, 0))).isTrue();
    reopen();
    assertThat(storage().lifecycle().transfer(Samples.device(0))).contains(offered(0, 3, 0));
    assertThat(storage().lifecycle().transfer(Samples.device(1))).contains(offered(1, 2, 0));
  }

  /** An offer that was replaced does not come back, also after reopening. */
  @Test
  public void refusesAWithdrawnOffer() throws IOException {
    storage().lifecycle().offer(offered(0, 1, 0));
    storage().lifecycle().offer(offered(0, 2, 0));
    for (int i = 0; i < 2; i++) {
      assertThat(storage().lifecycle().offer(offered(0, 1, 0))).isFalse();
      assertThat(storage().lifecycle().transfer(Samples.device(0))).contains(offered(0, 2, 0));
      reopen();
    }
    assertThat(storage().lifecycle().offer(offered(1, 1, 0)))
        .as("another device's")
        .isTrue();
  }

  /** After a change of owner, which a new previous voucher shows, an offer takes the place of the old one. */
  @Test
  public void takesTheOfferOfANewOwner() throws IOException {
    storage().lifecycle().offer(offered(0, 1, 0));
    assertThat(storage().lifecycle().offer(offered(0, 2, 7))).isTrue();
    assertThat(reopen().lifecycle().transfer(Samples.device(0))).contains(offered(0, 2, 7));
  }

  /** The open offer again changes nothing, in particular no signature that was added. */
  @Test
  public void keepsSignaturesWhenTheSameOfferComesAgain() throws IOException {
    TransferVoucher open = offered(0, 1, 0);
    TransferVoucher accepted =
        TransferVoucher.of(open.offer(), open.offerSignature(), new byte[65], NONE);
    storage().lifecycle().offer(open);
    assertThat(storage().lifecycle().replace(open, accepted)).isTrue();
    assertThat(storage().lifecycle().offer(open)).isTrue();
    assertThat(reopen().lifecycle().transfer(Samples.device(0))).contains(accepted);
  }

  /** A transfer is replaced only if it is as the caller has seen it. */
  @Test
  public void replacesWhatIsStored() throws IOException {
    TransferVoucher open = offered(0, 1, 0);
    TransferVoucher accepted =
        TransferVoucher.of(open.offer(), open.offerSignature(), new byte[65], NONE);
    assertThat(storage().lifecycle().replace(open, accepted)).isFalse();
    assertThat(storage().lifecycle().transfer(Samples.device(0))).isEmpty();
    storage().lifecycle().offer(offered(0, 2, 0));
    assertThat(storage().lifecycle().replace(open, accepted)).isFalse();
    assertThat(reopen().lifecycle().transfer(Samples.device(0))).contains(offered(0, 2, 0));
  }

  /** Orders are kept once each, oldest first. */
  @Test
  public void keepsOrdersInTheirOrder() throws IOException {
    storage().lifecycle().add(order(2));
    storage().lifecycle().add(order(1));
    storage().lifecycle().add(order(2));
    assertThat(storage().lifecycle().orders()).containsExactly(order(2), order(1));
    assertThat(reopen().lifecycle().orders()).containsExactly(order(2), order(1));
    storage().lifecycle().add(order(1));
    storage().lifecycle().add(order(0));
    assertThat(reopen().lifecycle().orders()).containsExactly(order(2), order(1), order(0));
  }

  private static TransferVoucher offered(int device, int nonce, int previous) {
    TransferOffer offer = new TransferOffer(
        Samples.device(device),
        operator(1),
        operator(2),
        String.format(Locale.ROOT, "%064d", nonce),
        AT,
        String.format(Locale.ROOT, "%064d", previous));
    return TransferVoucher.of(offer, new byte[65], NONE, NONE);
  }

  private static RevocationOrder order(int number) {
    return RevocationOrder.of(
        new Revocation.OfSerial("acme", "SN-" + number, "stolen"),
        Signatory.of(operator(3)),
        AT,
        new byte[65]);
  }

  private static OperatorId operator(int number) {
    return new OperatorId(String.format(Locale.ROOT, "0x%040d", number));
  }
}
