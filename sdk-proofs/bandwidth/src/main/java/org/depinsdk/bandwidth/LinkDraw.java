package org.depinsdk.bandwidth;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.vrf.Ecvrf;
import org.depinsdk.core.vrf.VrfSuite;

/**
 * When a link is tested in an epoch and by whom. Both follow from one verifiable random output (RFC 9381) of the coordinator's
 * key over the epoch's public randomness and the link: the coordinator cannot choose it, the prover cannot foresee it, and
 * everybody can recompute it from the proof in a plan.
 */
public final class LinkDraw {
  /** How long after its moment a test may begin: the upload follows the download. */
  public static final Duration START_WITHIN = Duration.ofMinutes(1);

  private static final String TAG = "depinsdk-bandwidth-draw/1";

  private final byte[] seed;

  private LinkDraw(byte[] seed) {
    this.seed = seed;
  }

  /**
   * What is proven over.
   *
   * @param network the network's name
   * @param epoch the epoch
   * @param beacon its randomness
   * @param link the link's name
   * @return tag, network, epoch, randomness and link
   */
  public static byte[] alpha(String network, Epoch epoch, Beacon beacon, String link) {
    byte[] names = (TAG + '\0' + network + '\0' + link + '\0').getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(names.length + Long.BYTES + Beacon.BYTES)
        .put(names)
        .putLong(epoch.index())
        .put(beacon.randomness())
        .array();
  }

  /**
   * Makes the proof of a coordinator.
   *
   * @param algorithm of its key, Ed25519 or P-256
   * @param secret of its key, 32 bytes
   * @param alpha as {@link #alpha} makes it
   * @return what each plan carries
   * @throws InvalidKeyException if the secret is none of the algorithm
   */
  public static byte[] prove(KeyAlgorithm algorithm, byte[] secret, byte[] alpha)
      throws InvalidKeyException {
    VrfSuite suite = suite(algorithm)
        .orElseThrow(() -> new InvalidKeyException("a coordinator's key is Ed25519 or P-256"));
    return Ecvrf.prove(suite, secret, alpha);
  }

  /**
   * Checks a proof.
   *
   * @param coordinator its key
   * @param alpha as {@link #alpha} makes it
   * @param proof what a plan carries
   * @return the draw, empty if the proof is not valid
   */
  public static Optional<LinkDraw> verify(DeviceKey coordinator, byte[] alpha, byte[] proof) {
    return suite(coordinator.algorithm())
        .flatMap(suite -> Ecvrf.verify(suite, coordinator, alpha, proof))
        .map(LinkDraw::new);
  }

  private static Optional<VrfSuite> suite(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> Optional.of(VrfSuite.ECVRF_EDWARDS25519_SHA512_ELL2);
      case P256 -> Optional.of(VrfSuite.ECVRF_P256_SHA256_SSWU);
      case SECP256K1 -> Optional.empty();
    };
  }

  /**
   * When tests begin. The gaps are exponential, so that a test just made makes the next no less likely; only gaps outside of
   * the limits are moved to them.
   *
   * @param epoch the epoch
   * @param gaps mean and limits
   * @return ascending, within the epoch; the test's number is its place
   */
  public List<Instant> times(Epoch epoch, Gaps gaps) {
    List<Instant> times = new ArrayList<>();
    Instant next = epoch.start();
    while (times.size() <= TestName.MAX_NUMBER) {
      next = next.plus(gaps.of(number("time", times.size())));
      if (!epoch.contains(next)) {
        break;
      }
      times.add(next);
    }
    return times;
  }

  /**
   * How long from one test to the next.
   *
   * @param mean of the exponential distribution
   * @param least shortest
   * @param most longest
   */
  public record Gaps(Duration mean, Duration least, Duration most) {
    /** Measurement Lab's, for tests in the background: mean 6 h, 36 min to 15 h (ndt7 specification). */
    public static final Gaps NDT7 =
        new Gaps(Duration.ofSeconds(21_600), Duration.ofSeconds(2_160), Duration.ofSeconds(54_000));

    /** Checks the order. */
    public Gaps {
      if (least.compareTo(Duration.ofMillis(1)) < 0
          || least.compareTo(mean) > 0
          || mean.compareTo(most) > 0) {
        throw new IllegalArgumentException(
            "gaps need 0 < least <= mean <= most, not " + least + ", " + mean + ", " + most);
      }
    }

    /**
     * A gap.
     *
     * @param random 53 bits or more count, as a fraction of 2<sup>64</sup>
     * @return mean times -ln(fraction), in whole milliseconds, within the limits
     */
    Duration of(long random) {
      double fraction = ((random >>> 11) + 1) * 0x1p-53;
      // StrictMath gives the same bits on every machine
      Duration gap = Duration.ofMillis((long) (mean.toMillis() * -StrictMath.log(fraction)));
      return gap.compareTo(least) < 0 ? least : gap.compareTo(most) > 0 ? most : gap;
    }
  }

  /**
   * Who measures a test. Challengers are drawn one by one without being put back, each with a chance in proportion to its
   * capacity.
   *
   * @param number the test's number
   * @param pool capacity of each challenger that may be drawn, kbit/s
   * @param count how many
   * @param leastKbps what each has to be able to send; those below are left out
   * @return in the order drawn; empty if there are too few
   */
  public Optional<List<DeviceId>> challengers(
      int number, SortedMap<DeviceId, Long> pool, int count, long leastKbps) {
    SortedMap<DeviceId, Long> left = new TreeMap<>(pool);
    left.values().removeIf(kbps -> kbps < Math.max(1, leastKbps));
    if (left.size() < count) {
      return Optional.empty();
    }
    List<DeviceId> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      BigInteger total =
          left.values().stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
      BigInteger at = new BigInteger(1, bytes("challenger", number, drawn.size())).mod(total);
      for (Map.Entry<DeviceId, Long> one : left.entrySet()) {
        at = at.subtract(BigInteger.valueOf(one.getValue()));
        if (at.signum() < 0) {
          drawn.add(one.getKey());
          break;
        }
      }
      left.remove(drawn.get(drawn.size() - 1));
    }
    return Optional.of(drawn);
  }

  private long number(String what, int number) {
    return ByteBuffer.wrap(bytes(what, number, 0)).getLong();
  }

  private byte[] bytes(String what, int number, int place) {
    MessageDigest sha256 = ReceivedPackets.sha256();
    sha256.update(seed);
    sha256.update(what.getBytes(StandardCharsets.UTF_8));
    return sha256.digest(
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(number).putInt(place).array());
  }
}
