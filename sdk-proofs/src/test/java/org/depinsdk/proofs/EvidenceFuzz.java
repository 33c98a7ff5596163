package org.depinsdk.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.testing.FuzzInput;
import org.depinsdk.testing.Property;

/**
 * Bytes of a fuzzer as an epoch's evidence: one that chooses the settings, then reports, each of its device, its moment and
 * its payload. What the codec takes is judged, and every law of verifiers is checked.
 *
 * @param <E> the evidence
 */
public final class EvidenceFuzz<E> {
  private static final Duration BEFORE = Duration.ofHours(2);
  private static final int MAX_REPORTS = 16;
  private static final int MAX_FINDINGS = 2_000;

  private final ProofVerifier<E> verifier;
  private final List<ProofContext> contexts;
  private final List<DeviceId> devices;

  /** A verifier, the settings and the devices that an input can choose from. */
  @SafeVarargs
  public EvidenceFuzz(
      ProofVerifier<E> verifier, TestNetwork network, Map<String, String>... settings) {
    this.verifier = verifier;
    ProofContext plain = network.context(Map.of());
    contexts = new ArrayList<>();
    for (Map<String, String> one : settings) {
      contexts.add(network.context(one));
    }
    devices = new ArrayList<>();
    plain.registry().devices().forEach(devices::add);
  }

  /** Writes evidence as an input. */
  public byte[] seed(int settings, List<Attributed<E>> evidence) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(settings);
    for (Attributed<E> one : evidence) {
      out.write(devices.indexOf(one.device()));
      long millis =
          Duration.between(TestNetwork.START.minus(BEFORE), one.deviceTime()).toMillis();
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) millis).array());
      out.write((int) Duration.between(one.deviceTime(), one.receivedAt()).toMinutes());
      out.writeBytes(FuzzInput.blocks(verifier.codec().encode(one.evidence())));
    }
    return out.toByteArray();
  }

  /** Judges an input. */
  public void judge(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    ProofContext context = contexts.get(input.octet() % contexts.size());
    List<Attributed<E>> evidence = new ArrayList<>();
    for (int i = 1; input.hasMore() && i <= MAX_REPORTS; i++) {
      DeviceId device = devices.get(input.octet() % devices.size());
      long millis = ((long) input.twoOctets() << 16) + input.twoOctets();
      Instant at = TestNetwork.START.minus(BEFORE).plusMillis(millis);
      Instant received = at.plus(Duration.ofMinutes((byte) input.octet()));
      try {
        E decoded = verifier.codec().decode(input.block());
        assertThat(verifier.codec().decode(verifier.codec().encode(decoded)))
            .as("evidence survives its codec")
            .isEqualTo(decoded);
        byte[] number = ByteBuffer.allocate(8).putLong(i).array();
        evidence.add(new Attributed<>(
            ReportId.ofSignedBytes(number),
            device,
            i,
            at,
            received,
            i,
            Provenance.SIMULATED,
            decoded));
      } catch (MalformedEvidenceException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    VerifierLaws.orderAndRepetition(verifier, evidence, context, Property.random(data.length));
    Set<String> judged = new HashSet<>();
    for (Verdict verdict : TestNetwork.judge(verifier, evidence, context)) {
      Score score = verdict.score();
      assertThat(score.lower()).isBetween(0L, score.units());
      assertThat(score.upper()).isGreaterThanOrEqualTo(score.units());
      assertThat(verdict.findings()).hasSizeLessThan(MAX_FINDINGS);
      judged.add(verdict.device().text());
    }
    assertThat(judged).hasSizeLessThanOrEqualTo(devices.size());
  }
}
