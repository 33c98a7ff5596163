package org.depinsdk.core.beacon;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.bouncycastle.crypto.bls.BLS12_381G1;
import org.bouncycastle.crypto.bls.BLS12_381G2;
import org.bouncycastle.crypto.bls.BLS12_381G2HashToCurve;
import org.bouncycastle.crypto.bls.BLS12_381G2Point;
import org.bouncycastle.crypto.bls.BLS12_381Pairing;
import org.bouncycastle.crypto.bls.BLS12_381Serialization;
import org.bouncycastle.crypto.bls.BLS12_381SubgroupCheck;
import org.bouncycastle.crypto.bls.Fp12Element;
import org.bouncycastle.crypto.hash2curve.HashToCurveProfile;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.internal.Digests;
import org.jspecify.annotations.Nullable;

/**
 * Verifies drand rounds. Points are decoded strictly: compressed, canonical, on the curve, in the subgroup, not the
 * identity. The network's key is decoded once. Safe for several threads.
 */
public final class DrandVerifier {
  private static final ECCurve G1 = BLS12_381G1.createCurve();
  private static final ECPoint G1_GENERATOR = BLS12_381G1.getGenerator(G1);
  private static final BLS12_381G2Point G2_GENERATOR = BLS12_381G2.getGenerator();

  private final DrandChain chain;
  private final @Nullable ECPoint keyOnG1;
  private final @Nullable BLS12_381G2Point keyOnG2;

  /**
   * A verifier for one network.
   *
   * @param chain the network; its public key must be a point of its group
   */
  public DrandVerifier(DrandChain chain) {
    this.chain = chain;
    boolean onG2 = chain.scheme().isSignatureOnG1();
    this.keyOnG1 = onG2 ? null : g1(chain.publicKeyBytes());
    this.keyOnG2 = onG2 ? g2(chain.publicKeyBytes()) : null;
    if (keyOnG1 == null && keyOnG2 == null) {
      throw new IllegalArgumentException(
          "the public key of " + chain.name() + " is not a point of its group");
    }
  }

  /**
   * Verifies a round.
   *
   * @param round what was published
   * @return its randomness, SHA-256 of the signature; empty if the signature is not the network's for this round
   */
  public Optional<Beacon> verify(DrandRound round) {
    byte[] signature = round.signature();
    if (signature.length != chain.scheme().signatureBytes() || !previousFits(round)) {
      return Optional.empty();
    }
    byte[] message = Digests.sha256(
        round.previousSignature(),
        ByteBuffer.allocate(Long.BYTES).putLong(round.round()).array());
    return isSigned(message, signature)
        ? Optional.of(new Beacon(chain.source(), round.round(), Digests.sha256(signature)))
        : Optional.empty();
  }

  // round 1 of a chained network signs the genesis seed of 32 bytes
  private boolean previousFits(DrandRound round) {
    int length = round.previousSignature().length;
    if (!chain.scheme().isChained()) {
      return length == 0;
    }
    return length == (round.round() == 1 ? 32 : chain.scheme().signatureBytes());
  }

  private boolean isSigned(byte[] message, byte[] signature) {
    String tag = chain.scheme().domainSeparationTag();
    if (keyOnG2 != null) {
      ECPoint point = g1(signature);
      ECPoint hash = HashToEllipticCurve.getInstance(
              HashToCurveProfile.BLS12_381_G1_XMD_SHA_256_SSWU_RO, tag)
          .hashToCurve(message)
          .normalize();
      // e(signature, G2) = e(hash, key)
      return point != null
          && isOne(
              new ECPoint[] {point, hash.negate()}, new BLS12_381G2Point[] {G2_GENERATOR, keyOnG2});
    }
    BLS12_381G2Point point = g2(signature);
    if (point == null || keyOnG1 == null) {
      return false;
    }
    BLS12_381G2Point hash = new BLS12_381G2HashToCurve(
            tag.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .hashToCurve(message);
    // e(G1, signature) = e(key, hash)
    return isOne(
        new ECPoint[] {G1_GENERATOR.negate(), keyOnG1}, new BLS12_381G2Point[] {point, hash});
  }

  private static boolean isOne(ECPoint[] onG1, BLS12_381G2Point[] onG2) {
    return BLS12_381Pairing.multiPair(onG1, onG2).equals(Fp12Element.ONE);
  }

  private static @Nullable ECPoint g1(byte[] compressed) {
    try {
      ECPoint point = BLS12_381Serialization.decompressG1(compressed, G1);
      return point.isInfinity() || !BLS12_381SubgroupCheck.isInG1Subgroup(point) ? null : point;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable BLS12_381G2Point g2(byte[] compressed) {
    try {
      BLS12_381G2Point point = BLS12_381Serialization.decompressG2(compressed);
      return point.isInfinity() || !BLS12_381SubgroupCheck.isInG2Subgroup(point) ? null : point;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
