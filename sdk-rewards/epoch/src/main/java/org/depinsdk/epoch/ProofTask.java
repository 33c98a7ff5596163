package org.depinsdk.epoch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.CarriedSignature;
import org.depinsdk.proofs.CheckedSignatures;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Table;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.jspecify.annotations.Nullable;

/**
 * One proof's work in one epoch: puts reports into groups, and judges groups. An unchecked exception of the verifier is a
 * fault of the report or group that it failed on; an {@link Error} ends the epoch, because where it strikes may differ from
 * machine to machine.
 */
final class ProofTask<E> {
  private static final Logger LOG = System.getLogger(ProofTask.class.getName());

  /**
   * How many reports one group's owners may cost beside the group itself. To weigh an owner, the group is judged again with
   * the evidence of the owner's time; where many devices of a large group changed hands, the time weighs instead.
   */
  private static final long JUDGED_AGAIN = 10_000_000;

  private final ProofVerifier<E> verifier;
  private final Judge<E> judge;
  private final OwnerShares owners;
  private final ProofContext context;
  private final AtomicBoolean logged = new AtomicBoolean();

  ProofTask(ProofVerifier<E> verifier, ProofContext context) {
    this.verifier = verifier;
    this.context = context;
    this.judge = verifier.prepare(context);
    this.owners = new OwnerShares(context.registry(), context.epoch());
  }

  ScoreType scoreType() {
    return verifier.scoreType();
  }

  List<Table<?, ?>> tables() {
    return verifier.tables();
  }

  /** The group of a report. */
  GroupKey group(Attributed<byte[]> report) throws MalformedEvidenceException {
    GroupKey group = verifier.groupOf(report.with(verifier.codec().decode(report.evidence())));
    if (!isReadable(group.text())) {
      throw new IllegalStateException("the name of a group is no Unicode");
    }
    return group;
  }

  /** Decodes a group's evidence; its rows are read later only if they do not fit into memory. */
  Group open(EvidenceGroup group, RowConsumer into) throws IOException {
    for (Attributed<byte[]> repeated : group.repeated()) {
      into.add(JudgedRow.fault(
          repeated.position(),
          new EpochFault.OfReport(
              repeated.report(), repeated.device(), verifier.kind(), EpochFault.REPEATED_NUMBER)));
    }
    return new Group(group);
  }

  /** A group before it is judged. */
  final class Group {
    private final GroupKey key;
    private final long size;
    private final List<Attributed<E>> held = new ArrayList<>();
    private final List<List<CarriedSignature>> carried = new ArrayList<>();
    private @Nullable Iterable<Attributed<E>> streamed;
    private @Nullable RuntimeException failure;
    private int signatures;

    private Group(EvidenceGroup group) throws IOException {
      this.key = group.key();
      this.size = group.size();
      if (!group.fitsIntoMemory()) {
        streamed = new CheckedEvidence<>(
            group.reports(), ProofTask.this::decoded, ProofTask.this::signatures);
        return;
      }
      try {
        for (Attributed<byte[]> report : group.reports()) {
          Attributed<E> decoded = decoded(report);
          List<CarriedSignature> ofReport = signatures(decoded);
          held.add(decoded);
          carried.add(ofReport);
          signatures += ofReport.size();
        }
      } catch (UncheckedIOException e) {
        throw new IOException(e);
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    /** The signatures that each report carries, as far as they are to be verified before the group is judged. */
    List<List<CarriedSignature>> carried() {
      return failure == null && signatures > 0 ? carried : List.of();
    }

    /** Judges the group with what was found of the signatures that it {@linkplain #carried carries}. */
    void judge(List<CheckedSignatures> checked, RowConsumer into) throws IOException {
      Judgement judgement;
      List<Contribution> contributions = new ArrayList<>();
      try {
        if (failure != null) {
          throw failure;
        }
        Iterable<Attributed<E>> evidence = evidence(checked);
        judgement = judge.judge(key, evidence, context.state().of(key));
        check(key, judgement);
        boolean byTime = again(judgement, size) > JUDGED_AGAIN;
        for (Verdict verdict : judgement.verdicts()) {
          owners
              .contribution(verdict, part -> byTime ? 0 : scoreOf(verdict, evidence, part))
              .ifPresent(contributions::add);
        }
      } catch (UncheckedIOException e) {
        throw new IOException(e);
      } catch (RuntimeException e) {
        log("failed on the group " + key, e);
        into.add(JudgedRow.fault(
            0, new EpochFault.OfGroup(verifier.kind(), key, EpochFault.VERIFIER_FAILED)));
        return;
      }
      JudgedRow.judgement(verifier.kind(), key, judgement, contributions, into);
    }

    private Iterable<Attributed<E>> evidence(List<CheckedSignatures> checked) {
      if (streamed != null) {
        return streamed;
      }
      return List.copyOf(checked.isEmpty() ? held : CheckedEvidence.with(held, checked));
    }
  }

  /** What the judge names of a report. A judge that fails here decides without help when it is asked to judge. */
  private List<CarriedSignature> signatures(Attributed<E> report) {
    try {
      return judge.signatures(report);
    } catch (RuntimeException e) {
      log("failed to name the signatures of report " + report.report(), e);
      return List.of();
    }
  }

  private Attributed<E> decoded(Attributed<byte[]> report) {
    try {
      return report.with(verifier.codec().decode(report.evidence()));
    } catch (MalformedEvidenceException e) {
      throw new IllegalStateException("the codec of " + verifier.kind() + " is not pure", e);
    }
  }

  /** What a judge says has to fit into the bundle as it is. */
  private void check(GroupKey group, Judgement judgement) {
    judgement.state().forEach((key, state) -> {
      boolean readable = isReadable(key.text());
      for (var value : state.values().entrySet()) {
        readable &= isReadable(value.getKey()) && isReadable(value.getValue());
      }
      if (!readable) {
        throw new IllegalStateException("a state of " + group + " is no Unicode");
      }
    });
    Set<DeviceId> devices = new HashSet<>();
    for (Verdict verdict : judgement.verdicts()) {
      String line = Json.line(VerdictJson.format(verdict));
      if (line.length() > BundleJson.MAX_LINE / 3 || !isReadable(line)) {
        throw new IllegalStateException(
            "a verdict on " + verdict.device() + " in " + group + " is too long or no Unicode");
      }
      if (!verdict.kind().equals(verifier.kind())
          || !verdict.group().equals(group)
          || !verdict.score().type().equals(verifier.scoreType())
          || !devices.add(verdict.device())) {
        throw new IllegalStateException(
            verifier.getClass().getName() + " gave a verdict of " + verdict.kind() + " in "
                + verdict.group() + " in " + verdict.score().type() + " when asked for one for each"
                + " device of " + verifier.kind() + " in " + group + " in " + verifier.scoreType());
      }
    }
  }

  /** Whether a string can be written as UTF-8 and read again: lone surrogates cannot. */
  private static boolean isReadable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (Character.isSurrogate(unit)) {
        boolean pair = Character.isHighSurrogate(unit)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** How many reports are judged again to weigh owners. */
  private long again(Judgement judgement, long reports) {
    long parts = 0;
    for (Verdict verdict : judgement.verdicts()) {
      int count = owners.parts(verdict.device()).size();
      parts += count > 1 ? count : 0;
    }
    return parts * reports;
  }

  /** What the device would have scored with the evidence of one owner's time alone. */
  private long scoreOf(Verdict whole, Iterable<Attributed<E>> evidence, OwnerShares.Part part) {
    Iterable<Attributed<E>> own = () -> StreamSupport.stream(evidence.spliterator(), false)
        .filter(e -> !e.device().equals(whole.device()) || part.contains(e.deviceTime()))
        .iterator();
    GroupState before = context.state().of(whole.group());
    return judge.judge(whole.group(), own, before).verdicts().stream()
        .filter(v -> v.device().equals(whole.device()))
        .mapToLong(v -> v.score().units())
        .findFirst()
        .orElse(0);
  }

  /** What is remembered of a key that several groups wrote; empty if the judge cannot say. */
  Optional<GroupState> merged(GroupKey key, List<GroupState> written) {
    try {
      return written.stream().reduce((one, other) -> judge.merge(key, one, other));
    } catch (RuntimeException e) {
      log("failed to merge the state of " + key, e);
      return Optional.empty();
    }
  }

  /** Writes down the first failure of the verifier; hostile evidence may bring many. */
  void log(String what, RuntimeException failure) {
    if (!logged.getAndSet(true)) {
      LOG.log(
          Level.ERROR, verifier.kind() + " " + what + "; later failures are not logged", failure);
    }
  }
}
