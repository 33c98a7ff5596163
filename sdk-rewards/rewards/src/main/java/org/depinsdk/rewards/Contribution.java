package org.depinsdk.rewards;

import java.util.Comparator;
import java.util.Objects;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;

/**
 * What one device contributed in an epoch, as one proof measured it, and how its owners share the result. The units
 * are the device's, whole, whoever owned it: rules about a device never see its owners. A device may have several
 * contributions of one kind; an allocation takes their {@linkplain #plus sum}.
 *
 * @param device who contributed
 * @param kind which proof measured it
 * @param units how much, in the proof's own unit, 0 or more
 * @param owners who is paid for it; contributions of one device can name the same object
 */
public record Contribution(DeviceId device, ProofKind kind, long units, Owners owners)
    implements Comparable<Contribution> {
  private static final Comparator<Contribution> ORDER = Comparator.comparing(Contribution::device)
      .thenComparing(Contribution::kind)
      .thenComparingLong(Contribution::units)
      .thenComparing(Contribution::owners);

  /** Checks the units. */
  public Contribution {
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(owners, "owners");
    if (units < 0) {
      throw new IllegalArgumentException(
          "a contribution of " + device + " is 0 or more units of " + kind + ", not " + units);
    }
  }

  /**
   * The sum of two contributions of one device and kind. Units and the weights of owners are added and stay at {@link
   * Long#MAX_VALUE} once they reach it; a sole owner's weight counts as its units, and a contribution of 0 units changes
   * nothing. So the sum of many does not depend on their order.
   *
   * @param other of the same device and kind
   * @return the sum
   * @throws IllegalArgumentException if the other is of another device or kind
   */
  public Contribution plus(Contribution other) {
    if (!isOfSame(other)) {
      throw new IllegalArgumentException("contributions of " + device + " in " + kind + " and of "
          + other.device + " in " + other.kind + " have no sum");
    }
    if (units == 0 || other.units == 0) {
      boolean mine = units == other.units ? compareTo(other) <= 0 : units > 0;
      return mine ? this : other;
    }
    return new Contribution(
        device, kind, saturatedSum(units, other.units), Owners.sum(this, other));
  }

  /**
   * Whether two contributions are of the same device and kind.
   *
   * @param other another contribution
   * @return true if they have a sum
   */
  public boolean isOfSame(Contribution other) {
    return device.equals(other.device) && kind.equals(other.kind);
  }

  static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Orders by device, kind, units and owners. */
  @Override
  public int compareTo(Contribution other) {
    return ORDER.compare(this, other);
  }
}
