package org.depinsdk.epoch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.CarriedSignature;
import org.depinsdk.proofs.CheckedSignatures;

/**
 * The evidence of a group that is too large to be held, with the signatures that it carries verified: so many reports at a time,
 * each time it is iterated.
 */
final class CheckedEvidence<E> implements Iterable<Attributed<E>> {
  private static final int AT_ONCE = GroupBatch.SIGNATURES;
  private static final long BYTES = 1 << 20;

  private final Iterable<Attributed<byte[]>> reports;
  private final Function<Attributed<byte[]>, Attributed<E>> decoder;
  private final Function<Attributed<E>, List<CarriedSignature>> signatures;

  CheckedEvidence(
      Iterable<Attributed<byte[]>> reports,
      Function<Attributed<byte[]>, Attributed<E>> decoder,
      Function<Attributed<E>, List<CarriedSignature>> signatures) {
    this.reports = reports;
    this.decoder = decoder;
    this.signatures = signatures;
  }

  /** Reports with what was found of their signatures. */
  static <E> List<Attributed<E>> with(
      List<Attributed<E>> reports, List<CheckedSignatures> checked) {
    List<Attributed<E>> with = new ArrayList<>(reports.size());
    for (int i = 0; i < reports.size(); i++) {
      with.add(reports.get(i).withSignatures(checked.get(i)));
    }
    return with;
  }

  @Override
  public Iterator<Attributed<E>> iterator() {
    Iterator<Attributed<byte[]>> left = reports.iterator();
    Deque<Attributed<E>> ready = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !ready.isEmpty() || left.hasNext();
      }

      @Override
      public Attributed<E> next() {
        if (ready.isEmpty()) {
          ready.addAll(some(left));
        }
        return ready.remove();
      }
    };
  }

  private List<Attributed<E>> some(Iterator<Attributed<byte[]>> left) {
    List<Attributed<E>> some = new ArrayList<>();
    List<List<CarriedSignature>> carried = new ArrayList<>();
    long bytes = 0;
    do {
      Attributed<byte[]> next = left.next();
      bytes += next.evidence().length;
      some.add(decoder.apply(next));
      carried.add(signatures.apply(some.get(some.size() - 1)));
    } while (left.hasNext() && some.size() < AT_ONCE && bytes < BYTES);
    return with(some, CheckedSignatures.verify(carried));
  }
}
