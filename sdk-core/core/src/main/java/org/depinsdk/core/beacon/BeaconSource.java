package org.depinsdk.core.beacon;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.vrf.VrfSuite;

/**
 * Where a network's randomness comes from. A policy names it, and it fixes the randomness of every epoch beforehand, so that
 * nobody picks.
 */
public sealed interface BeaconSource {
  /**
   * The source's name in a {@link org.depinsdk.core.epoch.Beacon}.
   *
   * @return for example {@code drand-quicknet}, {@code vrf} or {@code demo}
   */
  String name();

  /**
   * A drand network: nobody knows the randomness before it is due, the operator included. The round of an epoch is the first
   * one that is due at or after a stated moment of the epoch.
   *
   * @param chain the network
   * @param after how long after the epoch's start that moment is, zero or more
   */
  record Drand(DrandChain chain, Duration after) implements BeaconSource {
    private static final List<DrandChain> PUBLIC = List.of(DrandChain.DEFAULT, DrandChain.QUICKNET);

    /** Refuses a moment before the epoch, a key that is no key, and a chain that borrows the name of a public one. */
    public Drand {
      if (after.isNegative()) {
        throw new IllegalArgumentException(
            "the round of an epoch is due zero or more after its start, not " + after);
      }
      for (DrandChain known : PUBLIC) {
        if (known.name().equals(chain.name()) && !known.equals(chain)) {
          throw new IllegalArgumentException("the chain " + known.name()
              + " is drand's own with hash " + known.hash() + "; give another chain another name");
        }
      }
      if (!PUBLIC.contains(chain)) {
        var unused = new DrandVerifier(chain);
      }
    }

    /**
     * The round of an epoch.
     *
     * @param epoch any epoch
     * @return 1 or more
     */
    public long round(Epoch epoch) {
      return chain.firstRoundAt(epoch.start().plus(after));
    }

    /**
     * When the round of an epoch is due. It can come later, never earlier.
     *
     * @param epoch any epoch
     * @return at or after the epoch's start
     */
    public Instant dueAt(Epoch epoch) {
      return chain.timeOf(round(epoch));
    }

    @Override
    public String name() {
      return chain.source();
    }
  }

  /**
   * A key's verifiable random function: its holder foresees the randomness but cannot choose it, and everybody else can check it.
   *
   * @param suite the cipher suite
   * @param key of the suite's algorithm
   */
  record Vrf(VrfSuite suite, DeviceKey key) implements BeaconSource {
    private static final byte[] TAG = "depinsdk-vrf-beacon/1\0".getBytes(StandardCharsets.US_ASCII);

    /** Checks that the key fits the suite. */
    public Vrf {
      if (key.algorithm() != suite.algorithm()) {
        throw new IllegalArgumentException(
            suite + " is for keys of " + suite.algorithm() + ", not of " + key.algorithm());
      }
    }

    /**
     * The function's input for an epoch: the tag {@code depinsdk-vrf-beacon/1}, the network's name, each with a zero byte
     * behind it, the first epoch's start in milliseconds since 1970 and the epoch's index, both 8 bytes big-endian.
     *
     * @param network the network's name
     * @param schedule its epochs
     * @param epoch one of them
     * @return alpha of RFC 9381
     */
    public static byte[] alpha(String network, EpochSchedule schedule, Epoch epoch) {
      byte[] name = network.getBytes(StandardCharsets.US_ASCII);
      return ByteBuffer.allocate(TAG.length + name.length + 1 + 2 * Long.BYTES)
          .put(TAG)
          .put(name)
          .put((byte) 0)
          .putLong(schedule.genesis().toEpochMilli())
          .putLong(epoch.index())
          .array();
    }

    @Override
    public String name() {
      return "vrf";
    }
  }

  /** The operator chooses. For demonstrations and tests: nothing can be proved about such randomness. */
  record Demo() implements BeaconSource {
    @Override
    public String name() {
      return "demo";
    }
  }
}
