package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.junit.jupiter.api.Test;

class ColdChainVerifierTest {
  private final TestNetwork network = new TestNetwork();
  private final List<Attributed<Long>> readings = new ArrayList<>();

  ColdChainVerifierTest() {
    for (int store = 0; store < 3; store++) {
      DeviceId device = network.device("cold-store", store);
      for (int quarter = 0; quarter < 16; quarter++) {
        long tenths = store == 1 && quarter == 5 ? 2_900 : 2_750;
        readings.add(network.report(device, Duration.ofMinutes(15L * quarter), tenths));
      }
    }
  }

  @Test
  void isFoundOnTheClassPath() {
    assertTrue(ProofVerifiers.load().find(new ProofKind("cold-chain/1")).isPresent());
  }

  @Test
  void aWarmReadingCostsItsHour() {
    List<Verdict> verdicts =
        TestEngine.judge(new ColdChainVerifier(), readings, network.context(Map.of()));
    assertEquals(3, verdicts.size());
    for (Verdict verdict : verdicts) {
      boolean warm = verdict.device().equals(readings.get(16).device());
      assertEquals(warm ? 3 : 4, verdict.score().units());
      assertEquals(warm ? List.of("cold-chain.warm") : List.of(), TestNetwork.codes(verdict));
    }
  }

  @Test
  void keepsTheLaws() {
    VerifierLaws.check(
        new ColdChainVerifier(), readings, network.context(Map.of()), new SplittableRandom(1));
  }

  /** Counts how often it was asked: not the same twice. */
  @Test
  void theLawsFindAVerifierThatBreaksThem() {
    ProofVerifier<Long> forgetsNothing = new ProofVerifier<>() {
      private long asked;

      @Override
      public ProofKind kind() {
        return new ProofKind("asked/1");
      }

      @Override
      public ScoreType scoreType() {
        return ScoreType.quantity("time");
      }

      @Override
      public EvidenceCodec<Long> codec() {
        return EvidenceCodec.number(0, 5_000);
      }

      @Override
      public GroupKey groupOf(Attributed<Long> reading) {
        return GroupKey.device(reading.device());
      }

      @Override
      public Judge<Long> prepare(ProofContext context) {
        return (group, evidence, before) -> Judgement.of(List.of(new Verdict(
            evidence.iterator().next().device(), kind(), group, scoreType().of(++asked), List.of())));
      }
    };
    assertThrows(
        AssertionError.class,
        () -> VerifierLaws.judgement(
            forgetsNothing, readings, network.context(Map.of()), new SplittableRandom(1)));
  }
}
