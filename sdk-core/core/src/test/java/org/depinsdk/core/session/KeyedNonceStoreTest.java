package org.depinsdk.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.core.Samples.NOON;

import java.security.SecureRandom;
import java.time.Duration;
import org.depinsdk.core.Samples;
import org.depinsdk.core.identity.DeviceId;
import org.junit.jupiter.api.Test;

class KeyedNonceStoreTest {
  private static final DeviceId DEVICE =
      DeviceId.derive("net", Samples.signer(1).publicKey());
  private static final DeviceId OTHER = DeviceId.derive("net", Samples.signer(2).publicKey());

  private final NonceStore store = new KeyedNonceStore(new SecureRandom(), Duration.ofMinutes(1));

  @Test
  void aNonceCountsOnceForItsDeviceAndInTime() {
    byte[] nonce = store.issue(DEVICE, NOON);
    assertThat(nonce).hasSize(NonceStore.NONCE_BYTES);
    assertThat(store.consume(OTHER, nonce, NOON)).isEqualTo(NonceStore.Use.UNKNOWN);
    assertThat(store.consume(DEVICE, nonce, NOON.plusSeconds(60))).isEqualTo(NonceStore.Use.FRESH);
    assertThat(store.consume(DEVICE, nonce, NOON.plusSeconds(60)))
        .isEqualTo(NonceStore.Use.REPLAYED);
    assertThat(
            store.consume(DEVICE, store.issue(DEVICE, NOON.plusSeconds(1)), NOON.plusSeconds(62)))
        .isEqualTo(NonceStore.Use.EXPIRED);
    // forgotten only when it is dead anyway
    assertThat(
            store.consume(DEVICE, store.issue(DEVICE, NOON.plusSeconds(90)), NOON.plusSeconds(90)))
        .isEqualTo(NonceStore.Use.FRESH);
    assertThat(store.consume(DEVICE, nonce, NOON.plusSeconds(90)))
        .isEqualTo(NonceStore.Use.EXPIRED);
  }

  /** T6: an empty nonce is an error and not "no check"; nor does one of another store or with a changed time count. */
  @Test
  void whatThisStoreDidNotGiveOutIsUnknown() {
    byte[] nonce = store.issue(DEVICE, NOON);
    for (int i = 0; i < nonce.length; i++) {
      byte[] changed = nonce.clone();
      changed[i] ^= 1;
      assertThat(store.consume(DEVICE, changed, NOON)).isEqualTo(NonceStore.Use.UNKNOWN);
    }
    assertThat(store.consume(DEVICE, new byte[0], NOON)).isEqualTo(NonceStore.Use.UNKNOWN);
    assertThat(store.consume(DEVICE, new byte[32], NOON)).isEqualTo(NonceStore.Use.UNKNOWN);
    byte[] elsewhere =
        new KeyedNonceStore(new SecureRandom(), Duration.ofMinutes(1)).issue(DEVICE, NOON);
    assertThat(store.consume(DEVICE, elsewhere, NOON)).isEqualTo(NonceStore.Use.UNKNOWN);
  }

  @Test
  void whoeverAsksInADevicesNameTakesNothingFromIt() {
    byte[] own = store.issue(DEVICE, NOON);
    for (int i = 0; i < 1000; i++) {
      store.issue(DEVICE, NOON.plusMillis(i));
    }
    assertThat(store.consume(DEVICE, own, NOON.plusSeconds(2))).isEqualTo(NonceStore.Use.FRESH);
  }
}
