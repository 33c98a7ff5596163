package org.depinsdk.rewards;

import java.util.Comparator;
import java.util.Objects;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;

/**
 * What one device contributed in an epoch, as one proof measured it, and who owned the device then. A device may have
 * several, also of one kind; an allocation adds up those with the same device, operator and kind.
 *
 * @param device who contributed
 * @param operator who is paid for it
 * @param kind which proof measured it
 * @param units how much, in the proof's own unit, 0 or more
 */
public record Contribution(DeviceId device, OperatorId operator, ProofKind kind, long units)
    implements Comparable<Contribution> {
  private static final Comparator<Contribution> ORDER = Comparator.comparing(Contribution::operator)
      .thenComparing(Contribution::device)
      .thenComparing(Contribution::kind)
      .thenComparingLong(Contribution::units);

  /** Checks the units. */
  public Contribution {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(kind, "kind");
    if (units < 0) {
      throw new IllegalArgumentException(
          "a contribution of " + device + " is 0 or more units of " + kind + ", not " + units);
    }
  }

  /** Orders by operator, device, kind and units. */
  @Override
  public int compareTo(Contribution other) {
    return ORDER.compare(this, other);
  }
}
