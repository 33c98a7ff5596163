package org.depinsdk.hardware.driver;

import java.security.CodeSource;
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

/** The drivers on the path, one for each id. */
public final class Drivers {
  private static final int MAX_PROBLEMS = 100;

  private final NavigableMap<String, DriverProvider> byId;
  private final List<String> problems;

  private Drivers(NavigableMap<String, DriverProvider> byId, List<String> problems) {
    this.byId = byId;
    this.problems = List.copyOf(problems);
  }

  /**
   * Every driver that the class loader of this class sees.
   *
   * @return the drivers; one that cannot be made does not hinder the others and is in {@link #problems}
   * @throws IllegalStateException if two have one id; the message names both jars
   */
  public static Drivers load() {
    ClassLoader loader = Drivers.class.getClassLoader();
    return load(loader == null ? ClassLoader.getSystemClassLoader() : loader);
  }

  /**
   * Every driver that a class loader sees.
   *
   * @param loader where to look
   * @return the drivers; one that cannot be made does not hinder the others and is in {@link #problems}
   * @throws IllegalStateException if two have one id; the message names both jars
   */
  public static Drivers load(ClassLoader loader) {
    List<DriverProvider> found = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Iterator<DriverProvider> providers =
        ServiceLoader.load(DriverProvider.class, loader).iterator();
    while (problems.size() < MAX_PROBLEMS) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        found.add(providers.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        // a broken jar, or one whose own libraries are missing: the others still work
        problems.add("a driver on the path cannot be made: " + e);
      }
    }
    return of(found, problems);
  }

  /**
   * Drivers by hand.
   *
   * @param providers with different ids
   * @return the drivers
   * @throws IllegalStateException if two have one id
   */
  public static Drivers of(Collection<? extends DriverProvider> providers) {
    return of(providers, List.of());
  }

  private static Drivers of(
      Collection<? extends DriverProvider> providers, List<String> loadProblems) {
    NavigableMap<String, DriverProvider> byId = new TreeMap<>();
    List<String> problems = new ArrayList<>(loadProblems);
    for (DriverProvider provider : providers) {
      DriverDescriptor descriptor;
      try {
        descriptor = provider.descriptor();
      } catch (RuntimeException | LinkageError e) {
        // code of somebody else: whatever it throws must not take the other drivers away
        problems.add(place(provider) + " does not describe itself: " + e);
        continue;
      }
      if (descriptor.spiVersion() != DriverProvider.SPI_VERSION) {
        problems.add(place(provider) + " was written for version " + descriptor.spiVersion()
            + " of the driver interface, this is version " + DriverProvider.SPI_VERSION);
        continue;
      }
      DriverProvider other = byId.putIfAbsent(descriptor.id(), provider);
      if (other != null) {
        throw new IllegalStateException("two drivers are called " + descriptor.id() + ": "
            + place(other) + " and " + place(provider) + "; take one jar off the path");
      }
    }
    return new Drivers(byId, problems);
  }

  /**
   * The driver of an id.
   *
   * @param id for example {@code simulated}
   * @return empty if none has that id
   */
  public Optional<DriverProvider> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * All drivers.
   *
   * @return unmodifiable, ascending by id
   */
  public Collection<DriverProvider> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /**
   * What could not be loaded and why.
   *
   * @return one line for each, empty if all is well
   */
  public List<String> problems() {
    return problems;
  }

  private static String place(DriverProvider provider) {
    CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
    return provider.getClass().getName() + (source == null ? "" : " in " + source.getLocation());
  }
}
