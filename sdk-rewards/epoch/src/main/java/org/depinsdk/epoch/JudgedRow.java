package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.RowReader;
import org.depinsdk.epoch.internal.RowWriter;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;

/** What judging gave, as rows that sort in the order of a bundle. The first octet tells what a row is. */
final class JudgedRow {
  static final int VERDICT = 0;
  static final int FAULT = 1;
  static final int CONTRIBUTION = 2;
  static final int STATE = 3;
  static final int CLONE = 4;

  private static final int OF_ROW = 0;
  private static final int OF_REPORT = 1;
  private static final int OF_GROUP = 2;
  private static final int OF_DEVICE = 3;

  private JudgedRow() {}

  private static RowWriter row(int what) {
    return new RowWriter().octet(what);
  }

  /** A fault; of reports the one with the lower place in the log stands first. */
  static byte[] fault(long position, EpochFault fault) {
    RowWriter row = row(FAULT);
    if (fault instanceof EpochFault.OfRow of) {
      row.octet(OF_ROW).number(0).text(of.table()).text(of.key());
    } else if (fault instanceof EpochFault.OfReport of) {
      row.octet(OF_REPORT).number(position).text(of.kind().text()).text("");
    } else if (fault instanceof EpochFault.OfGroup of) {
      row.octet(OF_GROUP).number(0).text(of.kind().text()).text(of.group().text());
    } else if (fault instanceof EpochFault.OfDevice of) {
      row.octet(OF_DEVICE).number(0).text(of.device().text()).text(of.kind().text());
    }
    return row.bytes(json(FaultJson.format(fault))).toBytes();
  }

  static EpochFault fault(byte[] row) {
    RowReader reader = reader(row);
    reader.octet();
    reader.number();
    return own(reader.skipText().skipText().rest(), FaultJson::parse);
  }

  /** All rows of a judgement. */
  static void judgement(
      ProofKind kind,
      GroupKey group,
      Judgement judgement,
      List<Contribution> worth,
      RowConsumer into)
      throws IOException {
    for (Verdict verdict : judgement.verdicts()) {
      into.add(row(VERDICT)
          .text(kind.text())
          .text(group.text())
          .text(verdict.device().text())
          .bytes(json(VerdictJson.format(verdict)))
          .toBytes());
    }
    for (Contribution contribution : worth) {
      into.add(contribution(contribution, group));
    }
    for (Map.Entry<GroupKey, GroupState> state : judgement.state().entrySet()) {
      RowWriter row = row(STATE).text(kind.text()).text(state.getKey().text()).text(group.text());
      state.getValue().values().forEach((name, value) -> row.octet(1).text(name).text(value));
      into.add(row.octet(0).toBytes());
    }
  }

  static Verdict verdict(byte[] row) {
    return own(reader(row).skipText().skipText().skipText().rest(), VerdictJson::parse);
  }

  static byte[] contribution(Contribution contribution, GroupKey group) {
    RowWriter row = row(CONTRIBUTION)
        .text(contribution.device().text())
        .text(contribution.kind().text())
        .text(group.text())
        .number(contribution.units());
    for (Owners.Share share : contribution.owners().shares()) {
      row.octet(1).bytes(share.operator().bytes()).number(share.weight());
    }
    return row.octet(0).toBytes();
  }

  static Contribution contribution(byte[] bytes) {
    RowReader row = reader(bytes);
    DeviceId device = new DeviceId(row.text());
    ProofKind kind = new ProofKind(row.text());
    long units = row.skipText().number();
    List<Owners.Share> shares = new ArrayList<>(1);
    while (row.octet() == 1) {
      shares.add(new Owners.Share(OperatorId.of(row.bytes(OperatorId.LENGTH)), row.number()));
    }
    return new Contribution(device, kind, units, new Owners(shares));
  }

  /** By which proof a state is. */
  static ProofKind stateKind(byte[] row) {
    return new ProofKind(reader(row).text());
  }

  /** The key of a state. */
  static GroupKey stateKey(byte[] row) {
    return new GroupKey(reader(row).skipText().text());
  }

  /** How many bytes of a state's row name its proof and key. */
  static int stateKeyLength(byte[] row) {
    return reader(row).skipText().skipText().position();
  }

  static GroupState state(byte[] bytes) {
    RowReader row = reader(bytes).skipText().skipText().skipText();
    SortedMap<String, String> values = new TreeMap<>();
    while (row.octet() == 1) {
      values.put(row.text(), row.text());
    }
    return new GroupState(values);
  }

  /** A finding about a device; those of one device stay in their order. */
  static byte[] clone(CloneFinding finding, int index) {
    return row(CLONE)
        .text(finding.device().text())
        .number(index)
        .bytes(json(CloneJson.format(finding)))
        .toBytes();
  }

  static CloneFinding clone(byte[] row) {
    RowReader reader = reader(row).skipText();
    reader.number();
    return own(reader.rest(), CloneJson::parse);
  }

  private static RowReader reader(byte[] row) {
    RowReader reader = new RowReader(row);
    reader.octet();
    return reader;
  }

  private static byte[] json(JsonObject json) {
    return Json.line(json).getBytes(UTF_8);
  }

  private interface Parser<T> {
    T parse(JsonObject json) throws EncodingException;
  }

  private static <T> T own(byte[] line, Parser<T> parser) {
    try {
      return parser.parse(BundleJson.line(line));
    } catch (EncodingException e) {
      throw new IllegalStateException("a row written here does not read back", e);
    }
  }
}
