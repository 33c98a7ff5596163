package org.depinsdk.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.epoch.ReplayNote;
import org.depinsdk.epoch.ReplayNotes;
import org.depinsdk.kit.Table;

/** What replays know, as sentences, each once with the epochs that it holds for; what is checked comes first. */
final class ReplayNotesText {
  private static final Map<ReasonCode, String> SENTENCES = Map.ofEntries(
      Map.entry(ReplayNotes.GENESIS, "begins with nothing"),
      Map.entry(ReplayNotes.FOLLOWS, "goes on from the bundle before"),
      Map.entry(
          ReplayNotes.NOT_FOLLOWED,
          "what stood before is taken as recorded: the bundle before, {previous}, is not here"),
      Map.entry(ReplayNotes.SIGNED, "manifest signed by {key}"),
      Map.entry(ReplayNotes.NOT_SIGNED, "manifest signed by nobody"),
      Map.entry(
          ReplayNotes.SIGNER_UNKNOWN, "manifest signed, but nobody says by whom it has to be"),
      Map.entry(ReplayNotes.POLICY_SAME, "policy {policy}"),
      Map.entry(
          ReplayNotes.POLICY_FIRST, "policy {policy}: nothing says that it has to be this one"),
      Map.entry(ReplayNotes.POLICY_CHANGED, "policy changed to {policy}: {changes}"),
      Map.entry(
          ReplayNotes.REGISTRY_UNSIGNED,
          "{count} times {change} without the words of those who have to sign it, first record {record} of"
              + " {device}"),
      Map.entry(
          ReplayNotes.REGISTRY_DECIDED,
          "{count} times {change} by the network, first record {record} of {device}"),
      Map.entry(
          ReplayNotes.REGISTRY_CHECKED, "every change of the registry is signed or in the log"),
      Map.entry(
          ReplayNotes.SANCTIONS_CHECKED,
          "every step of a sanction is in the log at the time when it was decided"),
      Map.entry(ReplayNotes.SANCTIONS_DECIDED, "{steps} steps of sanctions that no log has"),
      Map.entry(ReplayNotes.FACTS, "figures from outside: {figures}"),
      Map.entry(ReplayNotes.TABLES, "tables of the network: {tables}"),
      Map.entry(
          ReplayNotes.BEACON_PUBLIC,
          "randomness of {source}, chain {chain}: the rounds that the policy fixes"),
      Map.entry(
          ReplayNotes.BEACON_OF_KEY,
          "randomness of the key {key}, whose holder could foresee it and not choose it"),
      Map.entry(
          ReplayNotes.BEACON_CHOSEN,
          "randomness {source}: THE OPERATOR CHOSE IT. The policy is for tests: nobody should pay these"
              + " amounts"),
      Map.entry(
          ReplayNotes.LOG_COMPLETE,
          "nothing is missing: the log {origin} and the bundle agree ({refusalsLeftOut} refusals were only"
              + " counted)"),
      Map.entry(ReplayNotes.COMPENSATION_LOGGED, "the compensation in front of it is in the log"),
      Map.entry(
          ReplayNotes.COMPENSATION_NOT_LOGGED,
          "a compensation in front of it that no log has; what it owes is recomputed"),
      Map.entry(ReplayNotes.LOG_ABSENT, "no log: completeness not checked"),
      Map.entry(ReplayNotes.LOG_KEY_UNKNOWN, "log signed, but nobody says by whom it has to be"),
      Map.entry(
          ReplayNotes.LOG_KEY_ROTATED,
          "log signed by another key from here on, as the key before signed: {key}"),
      Map.entry(ReplayNotes.WITNESSED, "log witnessed by {witnesses}, whom the {namedBy} names"),
      Map.entry(
          ReplayNotes.NOT_WITNESSED,
          "no witnesses of the log are named: others may have been shown another one"),
      Map.entry(
          ReplayNotes.NO_QUORUM,
          "log witnessed by too few of those that the {namedBy} names: others may have been shown another"
              + " one"));

  private static final Map<ReplayNote.Level, String> LEVELS = Map.of(
      ReplayNote.Level.CHECKED, "checked",
      ReplayNote.Level.UNSIGNED, "asserted",
      ReplayNote.Level.UNCHECKED, "unchecked");

  private final Map<ReplayNote.Level, Map<String, List<Long>>> lines = new LinkedHashMap<>();

  ReplayNotesText() {
    for (ReplayNote.Level level : ReplayNote.Level.values()) {
      lines.put(level, new LinkedHashMap<>());
    }
  }

  void add(long epoch, List<ReplayNote> notes) {
    for (ReplayNote note : notes) {
      of(note.level())
          .computeIfAbsent(sentence(note), sentence -> new ArrayList<>())
          .add(epoch);
    }
  }

  boolean allChecked() {
    return of(ReplayNote.Level.UNSIGNED).isEmpty()
        && of(ReplayNote.Level.UNCHECKED).isEmpty();
  }

  private Map<String, List<Long>> of(ReplayNote.Level level) {
    return Objects.requireNonNull(lines.get(level));
  }

  private static String sentence(ReplayNote note) {
    String sentence = SENTENCES.getOrDefault(note.code(), note.code() + " " + note.facts());
    for (Map.Entry<String, String> fact : note.facts().entrySet()) {
      sentence = sentence.replace("{" + fact.getKey() + "}", fact.getValue());
    }
    return sentence;
  }

  Table table() {
    Table table =
        new Table("What was checked").columns(Table.Kind.TEXT, "result", "epochs", "detail");
    lines.forEach((level, sentences) -> sentences.forEach(
        (sentence, epochs) -> table.row(LEVELS.getOrDefault(level, ""), epochs(epochs), sentence)));
    return table;
  }

  private static String epochs(List<Long> epochs) {
    long first = epochs.get(0);
    long last = epochs.get(epochs.size() - 1);
    if (last - first + 1 == epochs.size()) {
      return first == last ? "epoch " + first : "epochs " + first + " to " + last;
    }
    return "epochs " + String.join(", ", epochs.stream().map(String::valueOf).toList());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    lines.forEach((level, sentences) -> sentences.forEach((sentence, epochs) ->
        out.append("%-10s %s: %s%n".formatted(LEVELS.get(level), epochs(epochs), sentence))));
    return out.toString();
  }
}
