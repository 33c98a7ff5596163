package org.depinsdk.epoch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/** The files of a compensation, with which anyone who has the bundles can recompute it. */
public final class CompensationFiles {
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

  private CompensationFiles() {}

  /**
   * The record: which bundles, which corrections, and for each operator what was paid, what it should have been, and the
   * difference.
   *
   * @param compensation what is owed
   * @return a JSON document, UTF-8
   */
  public static byte[] toJson(Compensation compensation) {
    return Json.document(JsonObject.builder()
        .put("format", FORMAT)
        .put("network", compensation.correction().network())
        .put("correctionSha256", sha256(compensation.correction().toJson()))
        .put(
            "bundles",
            JsonArray.of(
                compensation.epochs(),
                epoch -> JsonObject.builder()
                    .put("epoch", epoch.index())
                    .put("manifestSha256", sha256(epoch.bundle().manifest().toJson()))
                    .put("root", epoch.bundle().manifest().root())
                    .build()))
        .put("corrected", JsonArray.of(compensation.changes(), CompensationFiles::format))
        .put(
            "operators",
            JsonArray.of(compensation.operators().entrySet(), entry -> format(compensation, entry)))
        .put("topUps", compensation.total().toString())
        .put("overpaid", compensation.overpaid().toString())
        .put(
            "rootBefore",
            MerkleDistribution.of(compensation.before().lifetime()).root().toString())
        .put("root", compensation.distribution().root().toString())
        .build());
  }

  private static String sha256(byte[] bytes) {
    return Hex.encode(BundleWriter.sha256().digest(bytes));
  }

  private static JsonObject format(Compensation.Change change) {
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

  private static JsonObject format(
      Compensation compensation, Map.Entry<OperatorId, Difference> entry) {
    OperatorId operator = entry.getKey();
    Difference difference = entry.getValue();
    return JsonObject.builder()
        .put("operator", operator.text())
        .put("paid", difference.before().toString())
        .put("corrected", difference.after().toString())
        .put("topUp", difference.gain().toString())
        .put("overpaid", difference.loss().toString())
        .put(
            "lifetimeBefore",
            compensation
                .before()
                .lifetime()
                .getOrDefault(operator, TokenAmount.ZERO)
                .toString())
        .put(
            "lifetimeAfter",
            compensation
                .after()
                .lifetime()
                .getOrDefault(operator, TokenAmount.ZERO)
                .toString())
        .build();
  }

  /** Writes all files, each to the stream of its name. */
  private static void write(Compensation compensation, BundleWriter.Target target)
      throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(CORRECTION, compensation.correction().toJson());
    files.put(RECORD, toJson(compensation));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      try (OutputStream out = target.open(file.getKey())) {
        out.write(file.getValue());
      }
    }
    try (OutputStream out = target.open(AFTER)) {
      compensation.after().writeTo(out, compensation.after().proofs());
    }
    try (OutputStream out = target.open(DISTRIBUTION)) {
      compensation.distribution().writeDump(out);
    }
  }

  /**
   * Writes the compensation: {@value #CORRECTION}, {@value #RECORD}, {@code after.json} and {@code distribution.json}. The
   * folder appears whole or not at all.
   *
   * @param compensation what is owed
   * @param folder where to; must not exist
   * @throws IOException if it exists or cannot be written
   */
  public static void write(Compensation compensation, Path folder) throws IOException {
    if (Files.exists(folder)) {
      throw new IOException(folder + " exists already; a compensation is never overwritten");
    }
    Path draft = BundleFiles.draft(folder);
    write(compensation, file -> BundleFiles.durable(draft.resolve(file)));
    BundleFiles.publish(draft, folder);
  }

  /**
   * Compares a compensation that somebody published with one that was recomputed, file by file.
   *
   * @param compensation the one that was recomputed
   * @param folder what {@link #write} wrote
   * @return the first file that differs or is missing, empty if all are the same to the byte
   * @throws IOException if a file cannot be read
   */
  public static Optional<ReplayResult.Different> check(Compensation compensation, Path folder)
      throws IOException {
    try {
      write(compensation, file -> {
        if (!BundleFiles.isPlain(folder.resolve(file))) {
          throw new PartComparison.DifferenceException(
              new ReplayResult.Different(file, "the file is missing or no plain file"));
        }
        return new PartComparison(folder, file);
      });
      return Optional.empty();
    } catch (PartComparison.DifferenceException e) {
      return Optional.of(e.difference());
    }
  }

  /** Reads a compensation that is beside the bundles and recomputes it. */
  static Compensation read(RecordedRun run, Path folder) throws IOException, BundleException {
    Set<String> files = new HashSet<>(List.of(CORRECTION, RECORD, AFTER, DISTRIBUTION));
    for (String name : BundleFiles.names(folder)) {
      if (!files.contains(name)) {
        throw new BundleException(name, "is none of the files of a compensation");
      }
    }
    try {
      byte[] bytes = BundleFiles.bytes(folder.resolve(CORRECTION), MOST);
      Compensation fresh = Compensation.of(run, Correction.parse(bytes));
      Optional<ReplayResult.Different> difference = check(fresh, folder);
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
}
