package org.depinsdk.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.EvidenceFuzz;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.storage.audit.AuditVerifier;
import org.depinsdk.storage.audit.ShardAnswer;
import org.depinsdk.storage.audit.ShardReport;
import org.depinsdk.storage.erasure.ErrorLocator;
import org.depinsdk.storage.erasure.ReedSolomon;
import org.depinsdk.storage.pdp.PdpCalldata;
import org.depinsdk.storage.piece.BlockProof;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.possession.Possession;
import org.depinsdk.storage.possession.PossessionVerifier;
import org.depinsdk.storage.sia.SiaProof;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/** Calldata, proofs, shares and evidence of any bytes, from good ones on. */
class StorageFuzzTest {
  private static final TestNetwork NETWORK = new TestNetwork();
  private static final DeviceId PROVIDER = NETWORK.device("provider", 1);
  private static final EvidenceFuzz<Possession> POSSESSION =
      new EvidenceFuzz<>(new PossessionVerifier(), NETWORK, Map.of());
  private static final EvidenceFuzz<ShardReport> AUDIT =
      new EvidenceFuzz<>(new AuditVerifier(), NETWORK, Map.of());
  private static final LeafProof PROOF =
      new LeafProof(Bytes32.ZERO, List.of(Bytes32.ZERO, Bytes32.ZERO));

  private static final Tables TABLES = tables();

  private static Tables tables() {
    String since = ";2026-01-01T00:00:00Z;-";
    SortedMap<String, String> shards = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      shards.put("s1/" + i, PROVIDER + ";-" + since);
    }
    PieceHasher hasher = new PieceHasher(2);
    hasher.update(new byte[1_000], 0, 1_000);
    return Tables.NONE
        .with("data-sets", new TreeMap<>(Map.of("7", PROVIDER.text())))
        .with("pieces", new TreeMap<>(Map.of("7/0", hasher.finish().piece() + since)))
        .with("segments", new TreeMap<>(Map.of("s1", "3;2;300" + since)))
        .with("shards", shards);
  }

  static Stream<byte[]> calldata() {
    return Stream.of(
        PdpCalldata.provePossession(BigInteger.TEN, List.of(PROOF, PROOF)),
        PdpCalldata.provePossession(BigInteger.ONE, List.of()));
  }

  @MethodSource("calldata")
  @FuzzTest
  void calldata(byte[] data) {
    try {
      PdpCalldata.Proofs proofs = PdpCalldata.parseProvePossession(data);
      assertThat(PdpCalldata.provePossession(proofs.dataSet(), proofs.proofs())).isEqualTo(data);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> siaProofs() {
    return Stream.of(new SiaProof(new byte[64], List.of(Bytes32.ZERO)).toBytes());
  }

  @MethodSource("siaProofs")
  @FuzzTest
  void siaProofs(byte[] data) {
    try {
      SiaProof proof = SiaProof.parse(data);
      assertThat(proof.toBytes()).isEqualTo(data);
      for (long size : new long[] {0, 64, 128, 1_000, Long.MAX_VALUE}) {
        assertThat(proof.verify(Bytes32.ZERO, size, 0)).isFalse();
      }
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> shares() {
    byte[][] shards = new byte[6][4];
    shards[1][2] = 9;
    new ReedSolomon(4, 2).encode(shards);
    return Stream.of(FuzzInput.concat(new byte[] {3, 1, 4}, FuzzInput.concat(shards)));
  }

  @MethodSource("shares")
  @FuzzTest
  void shares(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    int shards = 1 + input.octet() % 12;
    int most = input.octet() % 5;
    int length = input.octet() % 8;
    SortedMap<Integer, byte[]> shares = new TreeMap<>();
    for (int i = 0; input.hasMore() && i < 24; i++) {
      byte[] share = new byte[length];
      byte[] given = input.take(Math.max(1, length));
      System.arraycopy(given, 0, share, 0, Math.min(length, given.length));
      shares.put(i, share);
    }
    ErrorLocator.locate(shards, shares, most).ifPresent(wrong -> {
      // what is left is of one code word
      assertThat(wrong.size()).isLessThanOrEqualTo(most);
      shares.keySet().removeAll(wrong);
      assertThat(ErrorLocator.locate(shards, shares, 0).orElseThrow()).isEmpty();
    });
  }

  static Stream<byte[]> possessions() {
    SortedMap<Integer, Optional<LeafProof>> answers = new TreeMap<>();
    answers.put(0, Optional.of(PROOF));
    answers.put(4, Optional.empty());
    return Stream.of(POSSESSION.seed(
        0, List.of(NETWORK.report(PROVIDER, Duration.ofHours(1), new Possession(7, answers)))));
  }

  @MethodSource("possessions")
  @FuzzTest
  void possessions(byte[] data) {
    POSSESSION.judge(data);
  }

  static Stream<byte[]> audits() {
    BlockProof block = new BlockProof(new byte[127], List.of(Bytes32.ZERO));
    return Stream.of(AUDIT.seed(
        0,
        List.of(
            NETWORK.report(
                PROVIDER,
                Duration.ofHours(1),
                new ShardReport("s1", 3, 0, new ShardAnswer.Blocks(List.of(block)))),
            NETWORK.report(
                PROVIDER,
                Duration.ofHours(2),
                new ShardReport("s1", 3, 0, new ShardAnswer.Lost())))));
  }

  @MethodSource("audits")
  @FuzzTest
  void audits(byte[] data) {
    AUDIT.judge(data);
  }

  static Stream<byte[]> judged() {
    SortedMap<Integer, Optional<LeafProof>> answers = new TreeMap<>();
    answers.put(0, Optional.of(PROOF));
    answers.put(1, Optional.empty());
    BlockProof block = new BlockProof(new byte[127], List.of());
    return Stream.of(
        new PossessionVerifier().codec().encode(new Possession(7, answers)),
        new AuditVerifier()
            .codec()
            .encode(new ShardReport("s1", 3, 1, new ShardAnswer.Blocks(List.of(block)))));
  }

  /** One report against tables that know its data set and its segment. */
  @MethodSource("judged")
  @FuzzTest
  void judged(byte[] data) {
    judge(new PossessionVerifier(), data);
    judge(new AuditVerifier(), data);
  }

  private static <E> void judge(ProofVerifier<E> verifier, byte[] data) {
    try {
      E evidence = verifier.codec().decode(data);
      List<Verdict> verdicts = TestEngine.judge(
          verifier,
          List.of(new TestNetwork().report(PROVIDER, Duration.ofHours(1), evidence)),
          NETWORK.context(Map.of()).with(TABLES));
      assertThat(verdicts).isNotEmpty().allMatch(v -> v.score().units() <= 1_000);
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
