package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;

/** The records that fix, in a network's log, what an epoch is settled with beside its reports and the registry. */
public final class InputRecords {
  private InputRecords() {}

  /**
   * The records of an epoch. They stand in front of the one that closes it, in this order.
   *
   * @param input what the epoch is settled with; its evidence and registry are not read
   * @param before the sanctions with which the epoch before was settled
   * @return its policy, its facts, its tables, and each step of a sanction that is new
   */
  public static List<LogRecord> of(EpochInput input, SanctionLedger before) {
    long epoch = input.epoch().index();
    List<LogRecord> records = new ArrayList<>();
    records.add(new LogRecord.PolicyAdopted(epoch, Bytes32.sha256(input.policy().toJson())));
    records.add(document(epoch, BundleParts.FACTS, BundleParts.format(input.facts())));
    records.add(document(epoch, BundleParts.TABLES, BundleParts.format(input.tables())));
    Set<SanctionEvent> known = new HashSet<>(before.events());
    for (SanctionEvent event : input.sanctions().events()) {
      if (!known.contains(event)) {
        records.add(new LogRecord.SanctionStep(
            epoch, Bytes32.sha256(SanctionJson.format(event).getBytes(UTF_8))));
      }
    }
    return records;
  }

  private static LogRecord document(long epoch, String name, JsonObject content) {
    return new LogRecord.FactRecorded(epoch, name, Bytes32.sha256(Json.document(content)));
  }
}
