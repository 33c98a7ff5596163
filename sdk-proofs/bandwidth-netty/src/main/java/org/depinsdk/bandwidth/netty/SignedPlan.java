package org.depinsdk.bandwidth.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.bandwidth.BandwidthReport;
import org.depinsdk.bandwidth.BandwidthVerifier;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * A plan and the key of one of its provers, signed by the coordinator. Bytes are kept as they were signed.
 *
 * @param network the network's name
 * @param bytes the plan as evidence of {@code bandwidth/1}
 * @param plan the same, parsed
 * @param proverKey the key that the prover has in the registry, as did:key
 * @param signature the coordinator's, over both
 */
record SignedPlan(String network, byte[] bytes, TestPlan plan, String proverKey, byte[] signature) {
  private static final EvidenceCodec<BandwidthReport> CODEC = new BandwidthVerifier().codec();

  static SignedPlan sign(
      String network, TestPlan plan, DeviceKey proverKey, DeviceSigner coordinator)
      throws SigningException {
    byte[] bytes = CODEC.encode(plan);
    String key = proverKey.didKey();
    return new SignedPlan(
        network, bytes, plan, key, coordinator.sign(payload(network, bytes, key)));
  }

  /** Reads a plan; whether the signature holds is asked separately, because it costs more. */
  static SignedPlan read(String network, byte[] bytes, String proverKey, byte[] signature)
      throws MalformedEvidenceException {
    if (CODEC.decode(bytes) instanceof TestPlan plan) {
      return new SignedPlan(network, bytes, plan, proverKey, signature);
    }
    throw MalformedEvidenceException.unreadable("plan");
  }

  boolean isSignedBy(DeviceKey coordinator) {
    return coordinator.verify(payload(network, bytes, proverKey), signature);
  }

  private static DssePayload payload(String network, byte[] plan, String proverKey) {
    byte[] key = proverKey.getBytes(StandardCharsets.US_ASCII);
    return DssePayload.of(
        new Domain(network, "bandwidth-plan", 1),
        ByteBuffer.allocate(1 + key.length + plan.length)
            .put((byte) key.length)
            .put(key)
            .put(plan)
            .array());
  }

  /** What names the session of a prover with a challenger. */
  byte[] session(DeviceId prover, DeviceId challenger) {
    var sha256 = ReceivedPackets.sha256();
    sha256.update(bytes);
    sha256.update(prover.text().getBytes(StandardCharsets.US_ASCII));
    sha256.update(challenger.text().getBytes(StandardCharsets.US_ASCII));
    return Arrays.copyOf(sha256.digest(), Datagram.SESSION_BYTES);
  }

  /** What a prover signs to join. */
  static DssePayload join(String network, byte[] session, byte[] cookie) {
    return DssePayload.of(
        new Domain(network, "bandwidth-join", 1),
        ByteBuffer.allocate(session.length + cookie.length)
            .put(session)
            .put(cookie)
            .array());
  }

  DeviceKey key() throws InvalidKeyException {
    return DeviceKey.ofDidKey(proverKey);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedPlan p
        && network.equals(p.network)
        && Arrays.equals(bytes, p.bytes)
        && proverKey.equals(p.proverKey)
        && Arrays.equals(signature, p.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(bytes), proverKey, Arrays.hashCode(signature));
  }
}
