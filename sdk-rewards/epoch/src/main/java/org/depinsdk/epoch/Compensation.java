package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/**
 * A correction applied to bundles: what it owes, the new cumulative root, and the files with which anyone who has the bundles
 * can recompute it.
 *
 * <p>Each operator that would have been paid more gets the difference on top of its lifetime total. A cumulative distribution
 * takes nothing back: who was paid too much keeps its total, and is named with the amount; that sum is what the compensation
 * costs beyond the epochs' own tokens. Earlier compensations count: what they corrected stays corrected, and what they paid is
 * not paid again.
 */
public final class Compensation {
  /** The record of what was corrected and what is owed. */
  public static final String RECORD = "compensation.json";
  /** The correction file. */
  public static final String CORRECTION = "correction.json";
  /** The Merkle tree of the new lifetime totals, as {@code @openzeppelin/merkle-tree} loads it. */
  public static final String DISTRIBUTION = BundleParts.DISTRIBUTION;
  /** The state from which the next epoch goes on. */
  public static final String AFTER = BundleParts.AFTER;

  private static final String FORMAT = "depin-compensation/1";
  private static final long MOST = 1 << 29;

  private final Correction correction;
  private final List<RecordedEpoch> epochs;
  private final List<Change> changes;
  private final SortedMap<OperatorId, Difference> operators;
  private final SettlementState before;
  private final SettlementState after;
  private final MerkleDistribution distribution;

  /**
   * What a correction changed.
   *
   * @param epoch in which epoch
   * @param device whose verdict
   * @param operator whose part of a quantity; empty for an attribute of the device
   * @param kind of which proof
   * @param recordedUnits what was counted
   * @param correctedUnits what should have been counted
   * @param reason as the correction gives it
   */
  public record Change(
      long epoch,
      DeviceId device,
      Optional<OperatorId> operator,
      ProofKind kind,
      long recordedUnits,
      long correctedUnits,
      String reason) {}

  private Compensation(
      Correction correction,
      List<RecordedEpoch> epochs,
      List<Change> changes,
      SortedMap<OperatorId, Difference> operators,
      SettlementState before,
      SortedMap<String, TokenAmount> carried) {
    this.correction = correction;
    this.epochs = List.copyOf(epochs);
    this.changes = List.copyOf(changes);
    this.operators = Collections.unmodifiableSortedMap(operators);
    this.before = before;
    SortedMap<OperatorId, TokenAmount> lifetime = new TreeMap<>(before.lifetime());
    operators.forEach((operator, difference) -> {
      if (!topUp(difference).isZero()) {
        lifetime.merge(operator, topUp(difference), TokenAmount::plus);
      }
    });
    this.after = new SettlementState(
        before.nextEpoch(), before.emission(), carried, lifetime, before.proofs());
    this.distribution = MerkleDistribution.of(lifetime);
  }

  /**
   * Corrects epochs and divides them again, each under the policy of its bundle.
   *
   * @param run the epochs up to the newest that is settled, whose lifetime totals are the root in force; those before the first
   *     corrected one are not needed
   * @param correction what was wrong
   * @return what is owed
   * @throws EncodingException if the correction does not fit the bundles; the message names the entry and why
   * @throws BundleException if a bundle cannot be read
   */
  public static Compensation of(RecordedRun run, Correction correction)
      throws EncodingException, BundleException {
    SortedMap<Long, List<Integer>> items = new TreeMap<>();
    for (int i = 0; i < correction.items().size(); i++) {
      checkFits(run, correction, i);
      items
          .computeIfAbsent(correction.items().get(i).epoch(), epoch -> new ArrayList<>())
          .add(i);
    }
    long first = first(run, items.firstKey());
    List<RecordedEpoch> divided =
        run.epochs().stream().filter(epoch -> epoch.index() >= first).toList();
    SortedMap<OperatorId, Difference> differences = new TreeMap<>();
    for (Compensation paid : run.compensations().tailMap(first + 1).values()) {
      paid.topUps().forEach((operator, amount) -> before(differences, operator, amount));
    }
    SortedMap<Integer, Change> changes = new TreeMap<>();
    SortedMap<String, TokenAmount> carried = divided.get(0).before().carried();
    for (RecordedEpoch epoch : divided) {
      List<Integer> own = items.getOrDefault(epoch.index(), List.of());
      CorrectedEpoch corrected =
          run.corrected(epoch, own.stream().map(correction.items()::get).toList());
      for (int i : own) {
        try {
          changes.put(i, corrected.correct(correction.items().get(i)));
        } catch (EncodingException e) {
          throw new EncodingException("corrections[" + i + "]: " + e.getMessage());
        }
      }
      EpochOutcome outcome = RecordedEpoch.settle(
          epoch.settlement().with(carrying(epoch.before(), carried)),
          corrected.contributions(),
          ProofStates.NONE);
      carried = outcome.after().carried();
      epoch.paid().forEach((operator, amount) -> before(differences, operator, amount));
      outcome
          .allocation()
          .perOperator()
          .forEach((operator, amount) -> differences.merge(
              operator, new Difference(TokenAmount.ZERO, amount), Difference::plus));
    }
    differences.values().removeIf(difference -> difference.change().signum() == 0);
    return new Compensation(
        correction, divided, List.copyOf(changes.values()), differences, run.after(), carried);
  }

  private static void before(
      SortedMap<OperatorId, Difference> differences, OperatorId operator, TokenAmount amount) {
    differences.merge(operator, new Difference(amount, TokenAmount.ZERO), Difference::plus);
  }

  /** The first epoch to divide again: an earlier compensation that reaches into them is divided again as a whole. */
  private static long first(RecordedRun run, long corrected) {
    long first = corrected;
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Compensation paid : run.compensations().tailMap(first + 1).values()) {
        long begins = paid.epochs().get(0).index();
        grown |= begins < first;
        first = Math.min(first, begins);
      }
    }
    return first;
  }

  private static void checkFits(RecordedRun run, Correction correction, int i)
      throws EncodingException {
    String network = run.newest().policy().network();
    if (!network.equals(correction.network())) {
      throw new EncodingException("the correction is for network "
          + EncodingException.shown(correction.network()) + ", the bundles are of " + network);
    }
    long epoch = correction.items().get(i).epoch();
    List<Long> known = run.epochs().stream().map(RecordedEpoch::index).toList();
    if (!known.contains(epoch)) {
      throw new EncodingException("corrections[" + i + "]: epoch " + epoch
          + " is not among the bundles, which are " + known);
    }
  }

  /** What an epoch started from, with what the epochs in front of it carry forward now. Nobody needs the lifetime totals. */
  static SettlementState carrying(
      SettlementState recorded, SortedMap<String, TokenAmount> carried) {
    return new SettlementState(
        recorded.nextEpoch(),
        recorded.emission(),
        carried,
        Collections.emptySortedMap(),
        ProofStates.NONE);
  }

  /** Reads a compensation that lies beside the bundles and recomputes it. */
  static Compensation read(RecordedRun run, Path folder) throws IOException, BundleException {
    Set<String> files = new HashSet<>(List.of(CORRECTION, RECORD, AFTER, DISTRIBUTION));
    for (String name : BundleFiles.names(folder)) {
      if (!files.contains(name)) {
        throw new BundleException(name, "is none of the files of a compensation");
      }
    }
    try {
      byte[] bytes = BundleFiles.bytes(folder.resolve(CORRECTION), MOST);
      Compensation fresh = of(run, Correction.parse(bytes));
      Optional<ReplayResult.Different> difference = fresh.check(folder);
      if (difference.isPresent()) {
        throw new BundleException(difference.get().part(), difference.get().detail());
      }
      return fresh;
    } catch (EncodingException e) {
      throw new BundleException(CORRECTION, e.getMessage());
    } catch (IOException e) {
      throw new BundleException(CORRECTION, e.getMessage());
    }
  }

  /**
   * What was corrected.
   *
   * @return as the correction file has it
   */
  public Correction correction() {
    return correction;
  }

  /**
   * What the corrections changed.
   *
   * @return in the order of the correction
   */
  public List<Change> changes() {
    return changes;
  }

  /**
   * The epochs that were divided again: from the first corrected one to the newest.
   *
   * @return in the order of time
   */
  public List<RecordedEpoch> epochs() {
    return epochs;
  }

  /**
   * What was paid for the epochs, earlier compensations included, and what should have been.
   *
   * @return by operator whose sum changes, unmodifiable
   */
  public SortedMap<OperatorId, Difference> operators() {
    return operators;
  }

  /**
   * What is owed.
   *
   * @return by operator that is owed something
   */
  public SortedMap<OperatorId, TokenAmount> topUps() {
    SortedMap<OperatorId, TokenAmount> topUps = new TreeMap<>();
    operators.forEach((operator, difference) -> {
      if (!topUp(difference).isZero()) {
        topUps.put(operator, topUp(difference));
      }
    });
    return topUps;
  }

  /**
   * The sum of what is owed: new tokens, or the treasury's.
   *
   * @return base units
   */
  public TokenAmount total() {
    return topUps().values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  /**
   * The sum of what was paid too much, and stays paid.
   *
   * @return base units
   */
  public TokenAmount overpaid() {
    return operators.values().stream()
        .map(Compensation::overpaid)
        .reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  /**
   * The new lifetime totals.
   *
   * @return the distribution to publish
   */
  public MerkleDistribution distribution() {
    return distribution;
  }

  /**
   * The state from which the next epoch goes on: the one in force, with the top-ups in the lifetime totals and with what the
   * corrected epochs carry forward.
   *
   * @return the state
   */
  public SettlementState after() {
    return after;
  }

  /**
   * What a difference owes.
   *
   * @param difference paid and corrected
   * @return the top-up, zero if the correction lowers
   */
  public static TokenAmount topUp(Difference difference) {
    return difference.after().minusOrZero(difference.before());
  }

  /**
   * What was paid too much, and stays paid.
   *
   * @param difference paid and corrected
   * @return zero if the correction raises
   */
  public static TokenAmount overpaid(Difference difference) {
    return difference.before().minusOrZero(difference.after());
  }

  /**
   * The record: which bundles, which corrections, and for each operator what was paid, what it should have been, and the
   * difference.
   *
   * @return a JSON document, UTF-8
   */
  public byte[] toJson() {
    return Json.document(JsonObject.builder()
        .put("format", FORMAT)
        .put("network", correction.network())
        .put("correctionSha256", sha256(correction.toJson()))
        .put(
            "bundles",
            JsonArray.of(
                epochs,
                epoch -> JsonObject.builder()
                    .put("epoch", epoch.index())
                    .put("manifestSha256", sha256(epoch.bundle().manifest().toJson()))
                    .put("root", epoch.bundle().manifest().root())
                    .build()))
        .put("corrected", JsonArray.of(changes, Compensation::format))
        .put("operators", JsonArray.of(operators.entrySet(), this::format))
        .put("topUps", total().toString())
        .put("overpaid", overpaid().toString())
        .put("rootBefore", MerkleDistribution.of(before.lifetime()).root().toString())
        .put("root", distribution.root().toString())
        .build());
  }

  private static String sha256(byte[] bytes) {
    return Hex.encode(BundleWriter.sha256().digest(bytes));
  }

  private static JsonObject format(Change change) {
    JsonObject.Builder json = JsonObject.builder()
        .put("epoch", change.epoch())
        .put("device", change.device().text());
    change.operator().ifPresent(operator -> json.put("operator", operator.text()));
    return json.put("kind", change.kind().text())
        .put("recordedUnits", change.recordedUnits())
        .put("correctedUnits", change.correctedUnits())
        .put("reason", change.reason())
        .build();
  }

  private JsonObject format(Map.Entry<OperatorId, Difference> entry) {
    OperatorId operator = entry.getKey();
    Difference difference = entry.getValue();
    return JsonObject.builder()
        .put("operator", operator.text())
        .put("paid", difference.before().toString())
        .put("corrected", difference.after().toString())
        .put("topUp", topUp(difference).toString())
        .put("overpaid", overpaid(difference).toString())
        .put(
            "lifetimeBefore",
            before.lifetime().getOrDefault(operator, TokenAmount.ZERO).toString())
        .put(
            "lifetimeAfter",
            after.lifetime().getOrDefault(operator, TokenAmount.ZERO).toString())
        .build();
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(CORRECTION, correction.toJson());
    files.put(RECORD, toJson());
    files.put(AFTER, after.toJson());
    files.put(DISTRIBUTION, distribution.dumpJson().getBytes(UTF_8));
    return files;
  }

  /**
   * Writes the compensation: {@value #CORRECTION}, {@value #RECORD}, {@code after.json} and {@code distribution.json}. The
   * folder appears whole or not at all.
   *
   * @param folder where to; must not exist
   * @throws IOException if it exists or cannot be written
   */
  public void write(Path folder) throws IOException {
    if (Files.exists(folder)) {
      throw new IOException(folder + " exists already; a compensation is never overwritten");
    }
    Path draft = BundleFiles.draft(folder);
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      try (OutputStream out = BundleFiles.durable(draft.resolve(file.getKey()))) {
        out.write(file.getValue());
      }
    }
    BundleFiles.publish(draft, folder);
  }

  /**
   * Compares a compensation that somebody published with this one, file by file.
   *
   * @param folder what {@link #write} wrote
   * @return the first file that differs or is missing, empty if all are the same to the byte
   * @throws IOException if a file cannot be read
   */
  public Optional<ReplayResult.Different> check(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path recorded = folder.resolve(file.getKey());
      if (!BundleFiles.isPlain(recorded)) {
        return Optional.of(
            new ReplayResult.Different(file.getKey(), "the file is missing or no plain file"));
      }
      int at = Arrays.mismatch(BundleFiles.bytes(recorded, MOST), file.getValue());
      if (at >= 0) {
        return Optional.of(new ReplayResult.Different(
            file.getKey(), "differs from what was recomputed, first at byte " + at));
      }
    }
    return Optional.empty();
  }
}
