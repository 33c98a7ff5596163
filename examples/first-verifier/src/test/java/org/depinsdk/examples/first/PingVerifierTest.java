package org.depinsdk.examples.first;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifiers;
import org.junit.jupiter.api.Test;

class PingVerifierTest {
  private static final DeviceId DEVICE = new DeviceId("dev-" + "a".repeat(32));
  private final PingVerifier verifier = new PingVerifier();

  @Test
  void isFoundOnThePath() {
    assertThat(ProofVerifiers.load().find(new ProofKind("ping/1")))
        .containsInstanceOf(PingVerifier.class);
  }

  @Test
  void countsPingsWithinTheLimit() {
    ProofContext context = new ProofContext(
        new EpochTerms(
            "net",
            new EpochSchedule(Instant.EPOCH, Duration.ofHours(1), Duration.ZERO).at(0),
            new Beacon("test", 0, new byte[32]),
            new ProofConfig(Map.of("maxMillis", "80"))),
        RegistryView.empty());
    var pings = List.of(ping(1, 20), ping(2, 80), ping(3, 81));
    var verdicts = verifier
        .prepare(context)
        .judge(GroupKey.device(DEVICE), pings, GroupState.EMPTY)
        .verdicts();
    assertThat(verdicts)
        .singleElement()
        .satisfies(v -> assertThat(v.score().units()).isEqualTo(2));
  }

  @Test
  void refusesBytesThatAreNoPing() throws Exception {
    assertThat(verifier.codec().decode(verifier.codec().encode(42L))).isEqualTo(42L);
    assertThatThrownBy(() -> verifier.codec().decode(new byte[5]))
        .isInstanceOf(MalformedEvidenceException.class);
    assertThatThrownBy(() -> verifier.codec().decode(new byte[] {-1, 0, 0, 0, 0, 0, 0, 0}))
        .isInstanceOf(MalformedEvidenceException.class);
  }

  private static Attributed<Long> ping(long sequence, long millis) {
    ReportId id = ReportId.ofSignedBytes(new byte[] {(byte) sequence});
    return new Attributed<>(
        id, DEVICE, sequence, Instant.EPOCH, Instant.EPOCH, sequence, Provenance.SIMULATED, millis);
  }
}
