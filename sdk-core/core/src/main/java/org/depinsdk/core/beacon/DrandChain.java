package org.depinsdk.core.beacon;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.internal.Digests;

/**
 * What is fixed about a drand network. Its chain hash binds all of it, so that a wrong constant cannot pass.
 *
 * @param name the beacon id, {@code default} for the first network
 * @param scheme how it signs
 * @param publicKey hexadecimal, compressed
 * @param period between rounds, in whole seconds
 * @param genesis when round 1 comes
 * @param genesisSeed hexadecimal, the "previous signature" of round 1
 */
public record DrandChain(
    String name,
    DrandScheme scheme,
    String publicKey,
    Duration period,
    Instant genesis,
    String genesisSeed) {
  /** The League of Entropy's first network, chained, a round every 30 seconds (drand documentation, "default"). */
  public static final DrandChain DEFAULT = new DrandChain(
      "default",
      DrandScheme.CHAINED,
      "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
      Duration.ofSeconds(30),
      Instant.ofEpochSecond(1595431050),
      "176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a");

  /** The League of Entropy's quicknet, unchained, a round every 3 seconds (drand documentation, "quicknet"). */
  public static final DrandChain QUICKNET = new DrandChain(
      "quicknet",
      DrandScheme.UNCHAINED_G1_RFC9380,
      "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
      Duration.ofSeconds(3),
      Instant.ofEpochSecond(1692803367),
      "f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e");

  /** Checks the lengths. */
  public DrandChain {
    if (!Domain.isName(name)) {
      throw new IllegalArgumentException(
          "a network's name is 1 to 64 of a-z 0-9 . -, not \"" + name + "\"");
    }
    if (decode(publicKey).length != scheme.publicKeyBytes()) {
      throw new IllegalArgumentException("a public key of " + scheme.id() + " has "
          + scheme.publicKeyBytes() + " bytes, not " + decode(publicKey).length);
    }
    if (decode(genesisSeed).length != 32) {
      throw new IllegalArgumentException(
          "a genesis seed has 32 bytes, not " + decode(genesisSeed).length);
    }
    if (period.toSeconds() < 1
        || period.toSeconds() > Integer.MAX_VALUE
        || !period.equals(Duration.ofSeconds(period.toSeconds()))) {
      throw new IllegalArgumentException("a period is 1 to 2^31 - 1 whole seconds, not " + period);
    }
    if (genesis.getNano() != 0) {
      throw new IllegalArgumentException("genesis is a whole second, not " + genesis);
    }
  }

  /**
   * The chain hash, by which drand names a network (drand common/chain/info.go).
   *
   * @return hexadecimal SHA-256 of period, genesis, key, seed and, unless it is {@code default}, the name
   */
  public String hash() {
    byte[] numbers = ByteBuffer.allocate(12)
        .putInt((int) period.toSeconds())
        .putLong(genesis.getEpochSecond())
        .array();
    byte[] suffix = name.equals("default") ? new byte[0] : name.getBytes(StandardCharsets.US_ASCII);
    return Hex.encode(Digests.sha256(numbers, decode(publicKey), decode(genesisSeed), suffix));
  }

  /**
   * When a round comes.
   *
   * @param round 1 or more
   * @return its instant
   */
  public Instant timeOf(long round) {
    if (round < 1) {
      throw new IllegalArgumentException("a round is 1 or more, not " + round);
    }
    return genesis.plusSeconds(Math.multiplyExact(period.toSeconds(), round - 1));
  }

  /**
   * The first round that comes at or after an instant: nobody can know its randomness before then.
   *
   * @param instant any instant
   * @return 1 or more
   */
  public long firstRoundAt(Instant instant) {
    if (!instant.isAfter(genesis)) {
      return 1;
    }
    Duration since = Duration.between(genesis, instant);
    long whole = since.toSeconds() / period.toSeconds();
    return genesis.plusSeconds(whole * period.toSeconds()).equals(instant) ? whole + 1 : whole + 2;
  }

  /**
   * The name of this source in a {@link org.depinsdk.core.epoch.Beacon}.
   *
   * @return for example {@code drand-quicknet}
   */
  public String source() {
    return "drand-" + name;
  }

  byte[] publicKeyBytes() {
    return decode(publicKey);
  }

  private static byte[] decode(String hex) {
    try {
      return Hex.decode(hex);
    } catch (EncodingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
