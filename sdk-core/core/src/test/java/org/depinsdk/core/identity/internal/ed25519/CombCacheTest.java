package org.depinsdk.core.identity.internal.ed25519;

import static org.assertj.core.api.Assertions.assertThat;

import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class CombCacheTest {
  private static VerifyingKey keyWithComb(Crafted device) {
    Crafted.Case c = device.valid();
    for (int i = 0; i <= VerifyingKey.COMB_AFTER; i++) {
      assertThat(device.key().hasComb()).isFalse();
      assertThat(device.key().verify(c.message(), c.signature())).isTrue();
    }
    assertThat(device.key().hasComb()).isTrue();
    return device.key();
  }

  @Test
  void theKeyThatWasNotUsedLosesItsTable() throws Exception {
    CombCache cache = new CombCache(2);
    Crafted first = new Crafted(Property.random(1));
    VerifyingKey a = keyWithComb(first);
    VerifyingKey b = keyWithComb(new Crafted(Property.random(2)));
    VerifyingKey c = keyWithComb(new Crafted(Property.random(3)));
    cache.admit(a);
    cache.admit(b);
    Crafted.Case valid = first.valid();
    assertThat(a.verify(valid.message(), valid.signature())).isTrue();
    cache.admit(c);
    assertThat(a.hasComb()).isTrue();
    assertThat(b.hasComb()).isFalse();
    assertThat(c.hasComb()).isTrue();
    cache.admit(b);
    assertThat(a.hasComb()).as("used once, but not since the last look").isFalse();
  }

  @Test
  void aTableHasTheStatedSize() {
    assertThat(Comb.BYTES).isEqualTo(30 * 1024);
    assertThat(Comb.BYTES * (long) CombCache.CAPACITY).isEqualTo(30L << 20);
  }
}
