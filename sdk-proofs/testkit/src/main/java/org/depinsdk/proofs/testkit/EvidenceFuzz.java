package org.depinsdk.proofs.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;

/**
 * Bytes of a fuzzer as an epoch's evidence: one that chooses the settings, then reports, each of its device, its moment and
 * its payload. What the codec takes is judged, and the laws of {@link VerifierLaws} are checked.
 *
 * @param <E> the evidence
 */
public final class EvidenceFuzz<E> {
  private static final Instant FIRST = TestNetwork.START.minus(Duration.ofHours(2));
  private static final int MAX_REPORTS = 16;
  // device, milliseconds since FIRST, minutes from then to the receipt, length of the payload
  private static final int HEAD = 1 + 4 + 1 + 2;

  private final ProofVerifier<E> verifier;
  private final List<ProofContext> contexts;
  private final List<DeviceId> devices = new ArrayList<>();

  /**
   * A fuzzer of one verifier.
   *
   * @param verifier the verifier
   * @param network has the devices that an input can choose from
   * @param settings those that an input can choose from, one or more
   */
  @SafeVarargs
  public EvidenceFuzz(
      ProofVerifier<E> verifier, TestNetwork network, Map<String, String>... settings) {
    this(verifier, Arrays.stream(settings).map(network::context).toList());
  }

  /**
   * A judge of fuzzed evidence.
   *
   * @param verifier judges
   * @param contexts those to judge in, with tables; the first byte of an input chooses one, the first has the devices
   */
  public EvidenceFuzz(ProofVerifier<E> verifier, List<ProofContext> contexts) {
    this.verifier = verifier;
    this.contexts = List.copyOf(contexts);
    contexts.get(0).registry().devices().forEach(devices::add);
  }

  /**
   * Writes evidence as an input.
   *
   * @param settings which of the settings
   * @param evidence of devices that the network has
   * @return the input
   */
  public byte[] seed(int settings, List<Attributed<E>> evidence) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(settings);
    for (Attributed<E> one : evidence) {
      byte[] payload = verifier.codec().encode(one.evidence());
      out.writeBytes(ByteBuffer.allocate(HEAD)
          .put((byte) devices.indexOf(one.device()))
          .putInt((int) Duration.between(FIRST, one.deviceTime()).toMillis())
          .put((byte) Duration.between(one.deviceTime(), one.receivedAt()).toMinutes())
          .putShort((short) payload.length)
          .array());
      out.writeBytes(payload);
    }
    return out.toByteArray();
  }

  /**
   * Judges an input.
   *
   * @param data any bytes
   */
  public void judge(byte[] data) {
    ByteBuffer input = ByteBuffer.wrap(data);
    ProofContext context =
        contexts.get(input.hasRemaining() ? (input.get() & 0xff) % contexts.size() : 0);
    List<Attributed<E>> evidence = new ArrayList<>();
    for (int i = 1; input.remaining() >= HEAD && i <= MAX_REPORTS; i++) {
      DeviceId device = devices.get((input.get() & 0xff) % devices.size());
      Instant at = FIRST.plusMillis(input.getInt() & 0xffffffffL);
      Instant received = at.plus(Duration.ofMinutes(input.get()));
      byte[] payload = new byte[Math.min(input.getShort() & 0xffff, input.remaining())];
      input.get(payload);
      try {
        evidence.add(new Attributed<>(
            ReportId.ofSignedBytes(new byte[] {(byte) i}),
            device,
            i,
            at,
            received,
            i,
            Provenance.SIMULATED,
            verifier.codec().decode(payload)));
      } catch (MalformedEvidenceException e) {
        // a fuzzer's usual answer
      }
    }
    VerifierLaws.codec(verifier, evidence);
    VerifierLaws.judgement(verifier, evidence, context, new SplittableRandom(data.length));
  }
}
