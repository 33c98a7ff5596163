package org.depinsdk.attestation;

import java.util.Set;

/**
 * What a scheme asks of its chains beyond RFC 5280.
 *
 * @param minCertificates the fewest, the anchor's own not counted
 * @param maxCertificates the most that are sent, at most {@value #MOST}
 * @param leafUsages extended key usages that the first certificate must all have, as object identifiers
 * @param understoodExtensions critical extensions that the scheme itself checks, as object identifiers
 * @param lifelongLabel certificates under an anchor with this label do not expire; empty if all do
 * @param lenientCas whether CAs may lack the key usage to sign certificates, and the one above the first certificate also
 *     the flag of a CA, as those of genuine phones do
 */
public record ChainRules(
    int minCertificates,
    int maxCertificates,
    Set<String> leafUsages,
    Set<String> understoodExtensions,
    String lifelongLabel,
    boolean lenientCas) {
  /** The most certificates in any chain. */
  public static final int MOST = 10;

  /** One to ten certificates, nothing beyond RFC 5280. */
  public static final ChainRules DEFAULT = new ChainRules(1, MOST, Set.of(), Set.of(), "", false);

  /** Copies and checks the numbers. */
  public ChainRules {
    if (minCertificates < 1 || maxCertificates < minCertificates || maxCertificates > MOST) {
      throw new IllegalArgumentException(
          "1 to " + MOST + " certificates, not " + minCertificates + " to " + maxCertificates);
    }
    leafUsages = Set.copyOf(leafUsages);
    understoodExtensions = Set.copyOf(understoodExtensions);
  }

  /**
   * The same rules with another length.
   *
   * @param min the fewest certificates, the anchor's own not counted
   * @param max the most that are sent
   * @return new rules
   */
  public ChainRules withLength(int min, int max) {
    return new ChainRules(min, max, leafUsages, understoodExtensions, lifelongLabel, lenientCas);
  }

  /**
   * The same rules with usages of the first certificate.
   *
   * @param usages object identifiers
   * @return new rules
   */
  public ChainRules withLeafUsages(String... usages) {
    return new ChainRules(
        minCertificates,
        maxCertificates,
        Set.of(usages),
        understoodExtensions,
        lifelongLabel,
        lenientCas);
  }

  /**
   * The same rules with critical extensions that the scheme checks.
   *
   * @param extensions object identifiers
   * @return new rules
   */
  public ChainRules understanding(String... extensions) {
    return new ChainRules(
        minCertificates,
        maxCertificates,
        leafUsages,
        Set.of(extensions),
        lifelongLabel,
        lenientCas);
  }

  /**
   * The same rules with an anchor's label under which certificates do not expire.
   *
   * @param label of the anchor
   * @return new rules
   */
  public ChainRules lifelongUnder(String label) {
    return new ChainRules(
        minCertificates, maxCertificates, leafUsages, understoodExtensions, label, lenientCas);
  }

  /**
   * The same rules for CAs that may lack the key usage to sign certificates, and the lowest of them also the flag of a CA. The
   * scheme must then itself see to it that no device's key is such a CA.
   *
   * @return new rules
   */
  public ChainRules withLenientCas() {
    return new ChainRules(
        minCertificates, maxCertificates, leafUsages, understoodExtensions, lifelongLabel, true);
  }
}
