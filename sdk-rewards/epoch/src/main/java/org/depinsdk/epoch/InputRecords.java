package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.proofs.sanctions.SanctionEvent;

/** The records that fix, in a network's log, what an epoch is settled with beside its reports and the registry. */
public final class InputRecords {
  private InputRecords() {}

  /**
   * The records of what comes from outside. They come before the one that closes the epoch, in this order.
   *
   * @param input what the epoch is settled with; only its facts and tables are read
   * @return its facts, its tables
   */
  public static List<LogRecord> of(EpochInput input) {
    long epoch = input.epoch().index();
    return List.of(
        document(epoch, BundleParts.FACTS, BundleParts.format(input.facts())),
        document(epoch, BundleParts.TABLES, BundleParts.format(input.tables())));
  }

  /**
   * The record of a policy, which comes after the one that opens the epoch.
   *
   * @param epoch the epoch that is settled by it
   * @param policy the policy
   * @return its record
   */
  public static LogRecord.PolicyAdopted of(long epoch, NetworkPolicy policy) {
    return new LogRecord.PolicyAdopted(epoch, Bytes32.sha256(policy.toJson()));
  }

  /**
   * The record of a compensation, which is in the log when it is paid.
   *
   * @param next the epoch that goes on from the compensation
   * @param paid the compensation
   * @return its record
   */
  public static LogRecord.FactRecorded of(long next, Compensation paid) {
    return new LogRecord.FactRecorded(
        next, CompensationFiles.RECORD, Bytes32.sha256(CompensationFiles.toJson(paid)));
  }

  /**
   * The hash of a step of a sanction, which its record holds.
   *
   * @param step the step
   * @return SHA-256 of its line in a bundle's {@code sanctions.jsonl}, without the line feed
   */
  public static Bytes32 hash(SanctionEvent step) {
    return Bytes32.sha256(SanctionJson.format(step).getBytes(UTF_8));
  }

  private static LogRecord document(long epoch, String name, JsonObject content) {
    return new LogRecord.FactRecorded(epoch, name, Bytes32.sha256(Json.document(content)));
  }
}
