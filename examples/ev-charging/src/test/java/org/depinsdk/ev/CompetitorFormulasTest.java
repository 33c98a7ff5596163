package org.depinsdk.ev;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.preset.DeChargeScore;
import org.junit.jupiter.api.Test;

/** Stations that charge alike for two of four hours, and were there for all, three quarters, half and nothing of them. */
class CompetitorFormulasTest {
  private final List<StationEpoch> stations = new ArrayList<>();
  private final SortedMap<DeviceId, OperatorId> owners = new TreeMap<>();

  CompetitorFormulasTest() throws Exception {
    Instant begin = EvNetwork.GENESIS;
    for (long intervals : new long[] {8, 6, 4, 0}) {
      DeviceId device = DeviceId.derive(
          EvNetwork.NAME,
          Charger.signer(intervals, "station", KeyAlgorithm.ED25519).publicKey());
      owners.put(device, new OperatorId("0x00000000000000000000000000000000000fee02"));
      stations.add(new StationEpoch(
          device,
          20_000,
          intervals,
          List.of(new StationEpoch.Session("s", begin, begin.plusSeconds(7200), 20_000_000)),
          List.of()));
    }
  }

  private TokenAmount of(SortedMap<DeviceId, TokenAmount> paid, int station) {
    return paid.getOrDefault(stations.get(station).device(), TokenAmount.ZERO);
  }

  @Test
  void deChargePaysByActivityAndUptime() {
    SortedMap<DeviceId, TokenAmount> paid = CompetitorFormulas.deCharge(stations, owners);
    // 0.5 * 30/60 + 0.5 * 60/60, 0.5 * 30/45 + 0.5 * 45/60, 0.5 * 30/30 + 0.5 * 30/60
    assertThat(of(paid, 1)).isLessThan(of(paid, 0));
    assertThat(of(paid, 2)).as("busy in all the time that it was there").isEqualTo(of(paid, 0));
    assertThat(of(paid, 3)).isEqualTo(TokenAmount.ZERO);
    BigInteger full = new DeChargeScore(1, 20_000, 50, 50, 30, 60, 0, 1, 1, 60).thousandths();
    BigInteger less = new DeChargeScore(1, 20_000, 50, 50, 30, 45, 0, 1, 1, 60).thousandths();
    assertThat(of(paid, 0).toBigInteger().multiply(less))
        .isEqualTo(of(paid, 1).toBigInteger().multiply(full));
  }

  @Test
  void glowPaysByEnergyAlone() {
    SortedMap<DeviceId, TokenAmount> paid = CompetitorFormulas.glow(stations, owners);
    assertThat(paid.values()).hasSize(4).allMatch(of(paid, 0)::equals);
    assertThat(of(paid, 0).isZero()).isFalse();
  }
}
