package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.review.Compensation;
import org.depinsdk.rewards.review.Difference;
import org.depinsdk.rewards.review.PastEpoch;

/**
 * A correction applied to bundles: what it owes, the new cumulative root, and the files with which anyone who has the bundles
 * can recompute it.
 *
 * <p>A cumulative distribution takes nothing back. Who was paid too much keeps its total, and is named with the amount; that
 * sum is what the compensation costs beyond the epochs' own tokens.
 */
public final class BundleCompensation {
  /** The record of what was corrected and what is owed. */
  public static final String RECORD = "compensation.json";
  /** The correction file. */
  public static final String CORRECTION = "correction.json";
  /** The Merkle tree of the new lifetime totals, as {@code @openzeppelin/merkle-tree} loads it. */
  public static final String DISTRIBUTION = BundleParts.DISTRIBUTION;
  /** The state from which the next epoch goes on. */
  public static final String AFTER = BundleParts.AFTER;

  private static final String FORMAT = "depin-compensation/1";

  private final Correction correction;
  private final List<RecordedEpoch> epochs;
  private final List<Change> changes;
  private final Compensation result;

  /**
   * What a correction changed.
   *
   * @param epoch in which epoch
   * @param device whose verdict
   * @param operator who is paid for it
   * @param kind of which proof
   * @param recordedUnits what the bundle counted
   * @param correctedUnits what should have been counted
   * @param reason as the correction gives it
   */
  public record Change(
      long epoch,
      DeviceId device,
      OperatorId operator,
      ProofKind kind,
      long recordedUnits,
      long correctedUnits,
      String reason) {}

  private BundleCompensation(
      Correction correction,
      List<RecordedEpoch> epochs,
      List<Change> changes,
      Compensation result) {
    this.correction = correction;
    this.epochs = epochs;
    this.changes = List.copyOf(changes);
    this.result = result;
  }

  /**
   * Corrects epochs and divides them again, each under the policy of its bundle.
   *
   * @param epochs in the order of time, up to the newest that is settled, whose lifetime totals are the root in force; those
   *     before the first corrected one are not needed
   * @param correction what was wrong
   * @return what is owed
   * @throws EncodingException where the correction does not fit the bundles; the message names the entry and why
   * @throws BundleException where a bundle cannot be read
   */
  public static BundleCompensation of(List<RecordedEpoch> epochs, Correction correction)
      throws EncodingException, BundleException {
    Map<Long, CorrectedEpoch> corrected = new TreeMap<>();
    for (int i = 0; i < correction.items().size(); i++) {
      Correction.Item item = correction.items().get(i);
      try {
        RecordedEpoch epoch = find(epochs, correction, item.epoch());
        CorrectedEpoch found = corrected.get(item.epoch());
        if (found == null) {
          found = new CorrectedEpoch(epoch);
          corrected.put(item.epoch(), found);
        }
        found.correct(item);
      } catch (EncodingException e) {
        throw new EncodingException("corrections[" + i + "]: " + e.getMessage());
      }
    }
    long first = corrected.keySet().iterator().next();
    List<RecordedEpoch> divided =
        epochs.stream().filter(e -> e.index() >= first).toList();
    checkNothingPaidBetween(divided);
    List<PastEpoch> past = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    Map<Long, RecordedEpoch> byIndex = new LinkedHashMap<>();
    for (RecordedEpoch epoch : divided) {
      byIndex.put(epoch.index(), epoch);
      CorrectedEpoch changed = corrected.get(epoch.index());
      past.add(changed == null ? epoch.past() : changed.past());
      changes.addAll(changed == null ? List.of() : changed.changes());
    }
    Compensation result = Compensation.of(
        past,
        index -> java.util.Objects.requireNonNull(byIndex.get(index)).policy().rewards(),
        divided.get(0).before().carried(),
        divided.get(divided.size() - 1).after().lifetime());
    return new BundleCompensation(correction, divided, changes, result);
  }

  private static RecordedEpoch find(List<RecordedEpoch> epochs, Correction correction, long index)
      throws EncodingException {
    for (RecordedEpoch epoch : epochs) {
      if (!epoch.policy().network().equals(correction.network())) {
        throw new EncodingException("the correction is for network "
            + EncodingException.shown(correction.network()) + ", the bundles are of "
            + epoch.policy().network());
      }
      if (epoch.index() == index) {
        return epoch;
      }
    }
    throw new EncodingException("epoch " + index + " is not among the bundles, which are "
        + epochs.stream().map(RecordedEpoch::index).toList());
  }

  /** What an earlier compensation paid would be paid again. */
  private static void checkNothingPaidBetween(List<RecordedEpoch> epochs) throws EncodingException {
    for (int i = 1; i < epochs.size(); i++) {
      RecordedEpoch next = epochs.get(i);
      if (!next.before().lifetime().equals(epochs.get(i - 1).after().lifetime())) {
        throw new EncodingException("epoch " + next.index()
            + " starts from other lifetime totals than epoch "
            + epochs.get(i - 1).index()
            + " left: a compensation was paid between them. Only epochs from " + next.index()
            + " on can be corrected without paying it twice");
      }
    }
  }

  /**
   * What was corrected.
   *
   * @return in the order of epochs, and within one in that of the correction
   */
  public List<Change> changes() {
    return changes;
  }

  /**
   * What is owed.
   *
   * @return top-ups, what was paid too much, and the new distribution
   */
  public Compensation result() {
    return result;
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
   * The state from which the next epoch goes on: that of the newest bundle, with the top-ups in the lifetime totals and with
   * what the corrected epochs carry forward.
   *
   * @return the state
   */
  public SettlementState after() {
    SettlementState recorded = newest().after();
    return new SettlementState(
        recorded.nextEpoch(),
        recorded.emission(),
        result.carriedOn(),
        result.distribution().totals(),
        recorded.proofs());
  }

  private RecordedEpoch newest() {
    return epochs.get(epochs.size() - 1);
  }

  /**
   * The record: which bundles, which corrections, and for each operator what was paid, what it should have been, and the
   * difference.
   *
   * @return a JSON document, UTF-8
   */
  public byte[] toJson() {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("network", correction.network());
    json.put("correctionSha256", Hex.encode(EpochBundle.sha256().digest(correction.toJson())));
    ArrayNode bundles = json.putArray("bundles");
    for (RecordedEpoch epoch : epochs) {
      ObjectNode node = bundles.addObject();
      node.put("epoch", epoch.index());
      node.put(
          "manifestSha256",
          Hex.encode(EpochBundle.sha256().digest(epoch.bundle().manifest().toJson())));
      node.put("root", epoch.bundle().manifest().root());
    }
    ArrayNode corrected = json.putArray("corrected");
    for (Change change : changes) {
      ObjectNode node = corrected.addObject();
      node.put("epoch", change.epoch());
      node.put("device", change.device().text());
      node.put("operator", change.operator().text());
      node.put("kind", change.kind().text());
      node.put("recordedUnits", change.recordedUnits());
      node.put("correctedUnits", change.correctedUnits());
      node.put("reason", change.reason());
    }
    ArrayNode operators = json.putArray("operators");
    result.operators().forEach((operator, difference) -> {
      ObjectNode node = operators.addObject();
      node.put("operator", operator.text());
      node.put("paid", difference.before().toString());
      node.put("corrected", difference.after().toString());
      node.put("topUp", topUp(difference).toString());
      node.put("overpaid", overpaid(difference).toString());
      node.put(
          "lifetimeBefore",
          newest().after().lifetime().getOrDefault(operator, TokenAmount.ZERO).toString());
      node.put(
          "lifetimeAfter",
          result
              .distribution()
              .totals()
              .getOrDefault(operator, TokenAmount.ZERO)
              .toString());
    });
    json.put("topUps", result.total().toString());
    json.put("overpaid", result.overpaid().toString());
    json.put("rootBefore", newest().bundle().manifest().root());
    json.put("root", result.distribution().root().toString());
    return Json.document(json);
  }

  /**
   * What a difference owes.
   *
   * @param difference paid and corrected
   * @return the top-up, zero where the correction lowers
   */
  public static TokenAmount topUp(Difference difference) {
    return difference.after().minusOrZero(difference.before());
  }

  /**
   * What was paid too much, and stays paid.
   *
   * @param difference paid and corrected
   * @return zero where the correction raises
   */
  public static TokenAmount overpaid(Difference difference) {
    return difference.before().minusOrZero(difference.after());
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(CORRECTION, correction.toJson());
    files.put(RECORD, toJson());
    files.put(AFTER, after().toJson());
    files.put(DISTRIBUTION, result.distribution().dumpJson().getBytes(UTF_8));
    return files;
  }

  /**
   * Writes the compensation: {@value #CORRECTION}, {@value #RECORD}, {@value #AFTER} and {@value #DISTRIBUTION}. The folder
   * appears whole or not at all.
   *
   * @param folder where to; must not exist
   * @throws IOException where it exists or cannot be written
   */
  public void write(Path folder) throws IOException {
    Path target = folder.toAbsolutePath();
    if (Files.exists(target)) {
      throw new IOException(target + " exists already; a compensation is never overwritten");
    }
    Files.createDirectories(target.getParent());
    Path draft = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Files.write(draft.resolve(file.getKey()), file.getValue());
    }
    Files.move(draft, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Compares a compensation that somebody published with this one, file by file.
   *
   * @param folder what {@link #write} wrote
   * @return the first file that differs or is missing, empty where all are the same to the byte
   * @throws IOException where a file cannot be read
   */
  public Optional<ReplayResult.Different> check(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path recorded = folder.resolve(file.getKey());
      if (!Files.isRegularFile(recorded)) {
        return Optional.of(new ReplayResult.Different(file.getKey(), "the file is missing"));
      }
      byte[] bytes = Files.readAllBytes(recorded);
      int at = Arrays.mismatch(bytes, file.getValue());
      if (at >= 0) {
        return Optional.of(new ReplayResult.Different(
            file.getKey(), "differs from what was recomputed, first at byte " + at));
      }
    }
    return Optional.empty();
  }
}
