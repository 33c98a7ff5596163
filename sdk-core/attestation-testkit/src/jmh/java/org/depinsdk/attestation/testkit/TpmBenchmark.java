package org.depinsdk.attestation.testkit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.depinsdk.attestation.AppraisalContext;
import org.depinsdk.attestation.AppraisalException;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.AttestationResult;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.Freshness;
import org.depinsdk.attestation.PriorState;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.Revocation;
import org.depinsdk.attestation.SchemeSettings;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a TPM costs a network: a challenge, and a verdict on the evidence that answers it. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class TpmBenchmark {
  private final TpmEvidenceVerifier verifier = new TpmEvidenceVerifier();
  private final SecureRandom random = new SecureRandom();
  private final byte[] nonce = new byte[32];
  private final PretendCa root = PretendCa.root("CN=TPM Root");
  private final PretendTpm tpm =
      PretendTpm.of(root.intermediate("CN=TPM Issuing")).boot(PretendBoot.of("1.0", true));
  private final byte[] announcement = tpm.announcement().toBytes();
  private final AppraisalContext context = new AppraisalContext(
      Instant.parse("2026-11-27T08:00:00Z"),
      new Freshness.Nonce(nonce),
      new SchemeSettings(
          List.of(root.anchor("discrete")),
          new ReferenceValues(Map.of("secure-boot", Set.of("true")), Map.of()),
          Revocation.none("pretend certificates"),
          AppraisalPolicy.STRICT),
      PriorState.NONE);

  private Evidence evidence = new Evidence(TpmAnnouncement.MEDIA_TYPE, new byte[0]);

  /** Answers a challenge, honestly. */
  @Setup
  public void setUp() throws EncodingException, AppraisalException {
    evidence =
        new Evidence(TpmAnnouncement.MEDIA_TYPE, tpm.evidence(challenge()).toBytes());
    if (verdict().tier() != TrustTier.AFFIRMING) {
      throw new IllegalStateException("the evidence is refused");
    }
  }

  /** Encrypts a challenge for an endorsement key on P-256. */
  @Benchmark
  public byte[] challenge() throws EncodingException {
    return verifier.challenge(announcement, nonce, random);
  }

  /** Appraises a chain of three certificates, a quote, an event log of eleven entries and a certified key. */
  @Benchmark
  public AttestationResult verdict() throws AppraisalException {
    return verifier.appraise(evidence, context);
  }
}
