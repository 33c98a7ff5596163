package org.depinsdk.attestation.enrolment;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.attestation.EvidenceVerifier;

/** Verifiers by the media types that they read. */
public final class EvidenceVerifiers {
  private final SortedMap<String, EvidenceVerifier> byMediaType;

  private EvidenceVerifiers(SortedMap<String, EvidenceVerifier> byMediaType) {
    this.byMediaType = byMediaType;
  }

  /**
   * Some verifiers.
   *
   * @param verifiers each reads other media types
   * @return the verifiers
   * @throws IllegalArgumentException if two read the same media type
   */
  public static EvidenceVerifiers of(Collection<? extends EvidenceVerifier> verifiers) {
    SortedMap<String, EvidenceVerifier> byMediaType = new TreeMap<>();
    for (EvidenceVerifier verifier : verifiers) {
      for (String mediaType : verifier.mediaTypes()) {
        EvidenceVerifier other = byMediaType.putIfAbsent(mediaType, verifier);
        if (other != null) {
          throw new IllegalArgumentException(mediaType + " is read by "
              + other.getClass().getName() + " and " + verifier.getClass().getName());
        }
      }
    }
    return new EvidenceVerifiers(byMediaType);
  }

  /**
   * Every verifier on the class path.
   *
   * @return those that {@link ServiceLoader} finds
   */
  public static EvidenceVerifiers load() {
    return of(ServiceLoader.load(EvidenceVerifier.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList());
  }

  /**
   * The verifier of a media type.
   *
   * @param mediaType names the format
   * @return empty if there is none
   */
  public Optional<EvidenceVerifier> find(String mediaType) {
    return Optional.ofNullable(byMediaType.get(mediaType));
  }

  /**
   * Whether evidence shows only that hardware is that of an earlier appraisal, see {@link EvidenceVerifier#restsOnEarlier}.
   *
   * @param mediaType names the format
   * @return false if there is no verifier for it
   */
  public boolean restsOnEarlier(String mediaType) {
    return find(mediaType).filter(EvidenceVerifier::restsOnEarlier).isPresent();
  }

  /**
   * Whether evidence of a scheme is followed by evidence that rests on it.
   *
   * @param scheme any scheme
   * @return whether one of its verifiers reads such evidence
   */
  public boolean isFollowed(String scheme) {
    return byMediaType.values().stream()
        .anyMatch(verifier -> verifier.scheme().equals(scheme) && verifier.restsOnEarlier());
  }

  /**
   * The schemes that can be appraised.
   *
   * @return ascending
   */
  public SortedSet<String> schemes() {
    SortedSet<String> schemes = new TreeSet<>();
    byMediaType.values().forEach(verifier -> schemes.add(verifier.scheme()));
    return Collections.unmodifiableSortedSet(schemes);
  }
}
