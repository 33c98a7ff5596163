package org.depinsdk.attestation;

/**
 * What a claim was compared with: a reference value or a trust anchor of the settings. Only those make one, so that no claim
 * can be affirmed without.
 */
public final class Reference {
  private final String name;

  Reference(String name) {
    this.name = name;
  }

  /**
   * What it was compared with.
   *
   * @return the reference value's or the anchor's name
   */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return "Reference[" + name + "]";
  }
}
