package org.depinsdk.bandwidth;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;

/**
 * What one prover received in a test, or sent. Nothing is paid for its word: it serves to tell a challenger that failed from
 * traffic that did not arrive, and to name what other traffic was on the link.
 *
 * @param test which test
 * @param backgroundBytes other traffic on the link during the test, by the prover's own counter, 0 to {@value #MAX_BYTES}
 * @param byChallenger packets of each challenger, at most {@value TestPlan#MAX_CHALLENGERS}; copied
 */
public record ProverTraffic(
    TestName test, long backgroundBytes, SortedMap<DeviceId, Packets> byChallenger)
    implements BandwidthReport {
  /** Most bytes of other traffic: a terabyte. */
  public static final long MAX_BYTES = 1_000_000_000_000L;

  /**
   * The packets of one challenger.
   *
   * @param bins for each bin, how many of those due in it
   * @param answer what they hash to; copied
   */
  public record Packets(List<Integer> bins, byte[] answer) {
    /** Checks the ranges and copies. */
    public Packets {
      bins = ObservedTraffic.packets(bins);
      answer = ObservedTraffic.answer(answer);
    }

    @Override
    public byte[] answer() {
      return answer.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Packets p && bins.equals(p.bins) && Arrays.equals(answer, p.answer);
    }

    @Override
    public int hashCode() {
      return Objects.hash(bins, Arrays.hashCode(answer));
    }
  }

  /** Checks the ranges and copies. */
  public ProverTraffic {
    Fields.unsigned("backgroundBytes", backgroundBytes, MAX_BYTES);
    Fields.size("traffic", byChallenger.size(), 0, TestPlan.MAX_CHALLENGERS, "challengers");
    byChallenger = Collections.unmodifiableSortedMap(new TreeMap<>(byChallenger));
  }

  /**
   * The bins of a challenger.
   *
   * @param challenger who
   * @return empty if the prover says nothing of it
   */
  List<Integer> bins(DeviceId challenger) {
    Packets packets = byChallenger.get(challenger);
    return packets == null ? List.of() : packets.bins();
  }
}
