package org.depinsdk.service.fair;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NewConnectionsTest {
  private long nanos;
  private final NewConnections opened = new NewConnections(4, 10, new Ticker() {
    @Override
    public long read() {
      return nanos;
    }
  });

  private int allowed(Object host, int asked) {
    int allowed = 0;
    for (int i = 0; i < asked; i++) {
      allowed += opened.allows(host) ? 1 : 0;
    }
    return allowed;
  }

  @Test
  void aHostOpensABurstAndThenSoManyASecond() {
    assertThat(allowed("a", 1000)).isEqualTo(10);
    nanos += Duration.ofMillis(500).toNanos();
    assertThat(allowed("a", 1000)).isEqualTo(2);
    nanos += Duration.ofHours(1).toNanos();
    assertThat(allowed("a", 1000)).as("no more than the burst").isEqualTo(10);
    assertThat(allowed("b", 1000)).as("whatever others do").isEqualTo(10);
  }

  @Test
  void addressesOfOneNetworkOf64BitsAreOneHost() throws Exception {
    Object host = Sender.host(InetAddress.getByName("2001:db8:1:2::1"));
    assertThat(Sender.host(InetAddress.getByName("2001:db8:1:2:ffff::9"))).isEqualTo(host);
    assertThat(Sender.host(InetAddress.getByName("2001:db8:1:3::1"))).isNotEqualTo(host);
    assertThat(Sender.host(InetAddress.getByName("192.0.2.1")))
        .isNotEqualTo(Sender.host(InetAddress.getByName("192.0.2.2")))
        .isEqualTo(Sender.host(InetAddress.getByName("::ffff:192.0.2.1")));
  }
}
