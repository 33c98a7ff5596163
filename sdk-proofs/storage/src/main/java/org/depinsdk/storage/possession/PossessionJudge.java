package org.depinsdk.storage.possession;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.FindingLog;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.SaturatingSum;
import org.depinsdk.proofs.Score;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.storage.Sampling;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCid;
import org.jspecify.annotations.Nullable;

/** Judges the answers to the challenges of one data set. */
final class PossessionJudge implements Judge<Possession> {
  // with what chance more would have been found than a score's lowest value leaves out
  private static final int LOWEST_PPM = 950_000;

  private final ProofContext context;
  private final PossessionRules rules;
  private final SortedMap<Long, DeviceId> holders;
  private final NavigableMap<PieceRow.Key, PieceRow> rows;
  private final Map<Copy, PieceRow.Key> firstOf = new HashMap<>();

  private record Copy(OperatorId operator, PieceCid piece) {}

  PossessionJudge(ProofContext context) {
    this.context = context;
    this.rules = new PossessionRules(context.config());
    this.holders = PossessionVerifier.DATA_SETS.rows(context.tables());
    this.rows = new TreeMap<>(PieceRow.TABLE.rows(context.tables()));
    rows.forEach((key, row) -> {
      if (isPaid(row)) {
        copy(key, row).ifPresent(copy -> firstOf.putIfAbsent(copy, key));
      }
    });
  }

  private Instant start() {
    return context.epoch().start();
  }

  private boolean isPaid(PieceRow row) {
    return row.isHeldAt(start()) && !row.held().endsBy(context.epoch().end());
  }

  private Optional<Copy> copy(PieceRow.Key key, PieceRow row) {
    return Optional.ofNullable(holders.get(key.dataSet()))
        .flatMap(holder -> context.registry().stateAt(holder, start()))
        .map(DeviceState::operator)
        .map(operator -> new Copy(operator, row.piece()));
  }

  @Override
  public Judgement judge(
      GroupKey group, Iterable<Attributed<Possession>> evidence, GroupState before) {
    long number = PossessionVerifier.dataSet(group);
    DeviceId holder = holders.get(number);
    SortedMap<Integer, PieceRow> set = piecesOf(number);
    List<LeafChallenge> challenges = challenges(number, set);
    SortedMap<DeviceId, FindingLog> others = new TreeMap<>();
    List<Attributed<Possession>> answers = new ArrayList<>();
    for (Attributed<Possession> report : evidence) {
      boolean known = holder != null && !challenges.isEmpty();
      if (known && report.device().equals(holder)) {
        answers.add(report);
      } else {
        others
            .computeIfAbsent(report.device(), d -> new FindingLog())
            .note(
                known ? PossessionReasons.NOT_THE_HOLDER : PossessionReasons.NO_PIECES,
                Severity.ERROR,
                report.report());
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    others.forEach(
        (device, log) -> verdicts.add(verdict(group, device, PossessionVerifier.SCORE.of(0), log)));
    if (holder == null || challenges.isEmpty()) {
      return Judgement.of(verdicts).with(Map.of(group, GroupState.EMPTY));
    }
    FindingLog log = new FindingLog();
    int failed = failed(challenges, set, answers, log);
    ProvenEpochs proven = ProvenEpochs.of(before).next(failed == 0);
    Score score;
    if (failed == 0) {
      score = score(number, set, log);
      log.add(Finding.of(PossessionReasons.PROVEN, Severity.INFO, facts(set, proven)));
    } else {
      score = PossessionVerifier.SCORE.of(0);
      log.add(Finding.of(
          PossessionReasons.FAULT,
          Severity.ERROR,
          Map.of(
              "failed", "" + failed,
              "challenges", "" + rules.challenges(),
              "faults", "" + proven.faults())));
    }
    verdicts.add(verdict(group, holder, score, log));
    return new Judgement(
        verdicts, new TreeMap<>(Collections.singletonMap(group, proven.toState())));
  }

  private static Verdict verdict(GroupKey group, DeviceId device, Score score, FindingLog log) {
    return new Verdict(device, PossessionVerifier.KIND, group, score, log.findings());
  }

  private SortedMap<Integer, PieceRow> piecesOf(long number) {
    SortedMap<Integer, PieceRow> pieces = new TreeMap<>();
    rows.subMap(
            new PieceRow.Key(number, 0), true, new PieceRow.Key(number, Integer.MAX_VALUE), true)
        .forEach((key, row) -> {
          if (row.isHeldAt(start())) {
            pieces.put(key.number(), row);
          }
        });
    return pieces;
  }

  private List<LeafChallenge> challenges(long number, SortedMap<Integer, PieceRow> set) {
    SortedMap<Integer, PieceCid> pieces = new TreeMap<>();
    set.forEach((piece, row) -> pieces.put(piece, row.piece()));
    return LeafChallenge.of(context.terms(), number, pieces);
  }

  // how many challenges were not answered as they should have been
  private int failed(
      List<LeafChallenge> challenges,
      SortedMap<Integer, PieceRow> set,
      List<Attributed<Possession>> reports,
      FindingLog log) {
    int failed = 0;
    for (LeafChallenge asked : challenges) {
      ReasonCode problem = problem(asked, reports);
      if (problem == null) {
        continue;
      }
      boolean left = Objects.requireNonNull(set.get(asked.number()))
          .held()
          .endsBy(context.epoch().end());
      failed += left ? 0 : 1;
      log.add(Finding.of(
          left ? PossessionReasons.REMOVED : problem,
          left ? Severity.INFO : Severity.ERROR,
          Map.of(
              "challenge", "" + asked.challenge(),
              "number", "" + asked.number(),
              "piece", asked.piece().toString(),
              "leaf", "" + asked.leaf())));
    }
    return failed;
  }

  private @Nullable ReasonCode problem(LeafChallenge asked, List<Attributed<Possession>> reports) {
    ReasonCode problem = PossessionReasons.UNANSWERED;
    for (Attributed<Possession> report : reports) {
      Optional<LeafProof> answer = report.evidence().answers().get(asked.challenge());
      if (answer == null) {
        continue;
      }
      if (answer.isEmpty()) {
        problem = PossessionReasons.DAMAGED;
      } else if (!answer.get().verify(asked.piece(), asked.leaf())) {
        problem = PossessionReasons.WRONG_PROOF;
      } else if (isLate(report.receivedAt())) {
        problem = PossessionReasons.LATE;
      } else {
        return null;
      }
    }
    return problem;
  }

  private boolean isLate(Instant receivedAt) {
    return rules
        .answerWithin()
        .filter(within -> receivedAt.isAfter(start().plus(within)))
        .isPresent();
  }

  private Score score(long number, SortedMap<Integer, PieceRow> set, FindingLog log) {
    SaturatingSum bytes = new SaturatingSum();
    set.forEach((piece, row) -> {
      PieceRow.Key key = new PieceRow.Key(number, piece);
      PieceRow.Key first =
          copy(key, row).map(copy -> firstOf.getOrDefault(copy, key)).orElse(key);
      if (!isPaid(row)) {
        return;
      }
      if (first.equals(key)) {
        bytes.add(row.piece().rawSize());
      } else {
        log.add(Finding.of(
            PossessionReasons.SAME_PIECE,
            Severity.WARNING,
            Map.of("piece", row.piece().toString(), "counted", first.toString(), "at", key + "")));
      }
    });
    bytes.note(log);
    int missed = Sampling.missedLossPpm(rules.challenges(), LOWEST_PPM);
    return new Score(
        PossessionVerifier.SCORE, bytes.value(), without(bytes.value(), missed), bytes.value());
  }

  private Map<String, String> facts(SortedMap<Integer, PieceRow> set, ProvenEpochs proven) {
    return Map.of(
        "pieces", "" + set.size(),
        "challenges", "" + rules.challenges(),
        "streak", "" + proven.streak(),
        "loss-ppm", "" + rules.lossPpm(),
        "found-ppm", "" + Sampling.detectionPpm(rules.lossPpm(), rules.challenges()),
        "found-in-streak-ppm",
            "" + Sampling.detectionPpm(rules.lossPpm(), proven.streak() * rules.challenges()));
  }

  // what is left when so many millionths are lost, rounded up
  private static long without(long bytes, int lossPpm) {
    BigInteger lost = BigInteger.valueOf(bytes)
        .multiply(BigInteger.valueOf(lossPpm))
        .divide(BigInteger.valueOf(Sampling.WHOLE));
    return bytes - lost.longValueExact();
  }
}
