package org.depinsdk.proofs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.depinsdk.core.report.ProofKind;

/** The verifiers that a network knows, one for each kind. */
public final class ProofVerifiers {
  private final NavigableMap<ProofKind, ProofVerifier<?>> byKind;

  private ProofVerifiers(NavigableMap<ProofKind, ProofVerifier<?>> byKind) {
    this.byKind = byKind;
  }

  /**
   * Verifiers by hand.
   *
   * @param verifiers of different kinds
   * @return the set
   * @throws IllegalStateException if two claim one kind
   */
  public static ProofVerifiers of(Iterable<? extends ProofVerifier<?>> verifiers) {
    NavigableMap<ProofKind, ProofVerifier<?>> byKind = new TreeMap<>();
    for (ProofVerifier<?> verifier : verifiers) {
      ProofVerifier<?> other = byKind.putIfAbsent(verifier.kind(), verifier);
      if (other != null) {
        throw new IllegalStateException("two verifiers for " + verifier.kind() + ": " + place(other)
            + " and " + place(verifier) + "; take one jar off the path");
      }
    }
    return new ProofVerifiers(byKind);
  }

  /**
   * Every verifier on the path, found by {@link ServiceLoader}.
   *
   * @return the set
   * @throws IllegalStateException if two claim one kind, or a provider cannot be made
   */
  public static ProofVerifiers load() {
    List<ProofVerifier<?>> found = new ArrayList<>();
    @SuppressWarnings("rawtypes")
    Iterator<ProofVerifier> providers = ServiceLoader.load(ProofVerifier.class).iterator();
    try {
      while (providers.hasNext()) {
        found.add(providers.next());
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "a proof verifier on the path cannot be made: " + e.getMessage(), e);
    }
    return of(found);
  }

  /**
   * The verifier of a kind.
   *
   * @param kind the kind
   * @return empty where none is known
   */
  public Optional<ProofVerifier<?>> find(ProofKind kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  /**
   * All verifiers, ascending by kind.
   *
   * @return unmodifiable
   */
  public Collection<ProofVerifier<?>> all() {
    return Collections.unmodifiableCollection(byKind.values());
  }

  private static String place(ProofVerifier<?> verifier) {
    java.security.CodeSource source = verifier.getClass().getProtectionDomain().getCodeSource();
    return verifier.getClass().getName() + (source == null ? "" : " in " + source.getLocation());
  }
}
