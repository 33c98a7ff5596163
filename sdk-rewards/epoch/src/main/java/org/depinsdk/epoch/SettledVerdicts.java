package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.Iterables;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.depinsdk.core.json.Json;
import org.depinsdk.proofs.Verdict;

/** The verdicts of proofs and what settlement adds to them, in order. Lines of a bundle that are there already are copied. */
final class SettledVerdicts implements Iterable<Verdict> {
  private final JudgedEpoch judged;
  private final Iterable<Verdict> added;

  SettledVerdicts(JudgedEpoch judged, List<Iterable<Verdict>> added) {
    this.judged = judged;
    this.added = Iterables.mergeSorted(added, JudgedEpoch.VERDICTS);
  }

  @Override
  public Iterator<Verdict> iterator() {
    return Iterables.mergeSorted(List.of(judged.verdicts(), added), JudgedEpoch.VERDICTS)
        .iterator();
  }

  /** The lines of some verdicts, without line feeds. */
  static Iterable<byte[]> lines(Iterable<Verdict> verdicts) {
    if (verdicts instanceof SettledVerdicts settled
        && settled.judged instanceof JudgedRows.Sorted sorted) {
      // rows begin with kind, group and device, so that their order is that of the verdicts
      Iterable<byte[]> added = Iterables.transform(settled.added, JudgedRow::verdict);
      return Iterables.transform(
          Iterables.mergeSorted(List.of(sorted.verdictRows(), added), Arrays::compareUnsigned),
          JudgedRow::verdictLine);
    }
    return Iterables.transform(
        verdicts, verdict -> Json.line(VerdictJson.format(verdict)).getBytes(UTF_8));
  }
}
