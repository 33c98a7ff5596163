package org.depinsdk.proofs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.identity.SignatureBatch;

/**
 * The signatures that a report carries and that were verified before it is judged, together with those of other reports. A
 * judge asks {@link #isValid} and gets the same answer whether a signature is among them or not.
 */
public final class CheckedSignatures {
  /** No signature was verified before. */
  public static final CheckedSignatures NONE = new CheckedSignatures(Map.of());

  private final Map<CarriedSignature, Boolean> known;

  private CheckedSignatures(Map<CarriedSignature, Boolean> known) {
    this.known = known;
  }

  /**
   * Verifies the signatures of many reports as one batch.
   *
   * @param carried the signatures of each report, as {@link Judge#signatures} names them
   * @return for each report, in order, its signatures
   */
  public static List<CheckedSignatures> verify(List<List<CarriedSignature>> carried) {
    SignatureBatch batch = new SignatureBatch();
    carried.forEach(ofReport -> ofReport.forEach(signature -> signature.addTo(batch)));
    BitSet valid = batch.verify();
    List<CheckedSignatures> checked = new ArrayList<>(carried.size());
    int index = 0;
    for (List<CarriedSignature> ofReport : carried) {
      Map<CarriedSignature, Boolean> known = new HashMap<>();
      for (CarriedSignature signature : ofReport) {
        known.put(signature, valid.get(index++));
      }
      checked.add(known.isEmpty() ? NONE : new CheckedSignatures(Map.copyOf(known)));
    }
    return checked;
  }

  /**
   * Whether a signature is valid. One that was not verified before is verified now.
   *
   * @param signature the signature
   * @return whether its key made it
   */
  public boolean isValid(CarriedSignature signature) {
    Boolean valid = known.get(signature);
    return valid != null ? valid : signature.verify();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckedSignatures c && known.equals(c.known);
  }

  @Override
  public int hashCode() {
    return known.hashCode();
  }

  @Override
  public String toString() {
    return known.size() + " signatures";
  }
}
