package org.depinsdk.hardware.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.Provenance;

/**
 * What a driver is and can do, known without any device: enough to list, choose and configure it.
 *
 * @param id unique over all drivers on the path: 1 to 40 of {@code a-z 0-9 -}, starting with a letter
 * @param version the driver's own version
 * @param spiVersion the version of this interface that it was written for, {@link DriverProvider#SPI_VERSION}
 * @param summary one sentence for people
 * @param provenances which provenances its readings may have
 * @param capabilities which capabilities its devices may have
 * @param options what a configuration may set
 */
public record DriverDescriptor(
    String id,
    String version,
    int spiVersion,
    String summary,
    Set<Provenance> provenances,
    Set<Class<? extends Capability>> capabilities,
    List<ConfigOption> options) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /** Checks the id and the options, and copies. */
  public DriverDescriptor {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a driver's id is 1 to 40 of a-z 0-9 -, not " + EncodingException.shown(id));
    }
    provenances = Set.copyOf(provenances);
    capabilities = Set.copyOf(capabilities);
    options = List.copyOf(options);
    if (options.stream().map(ConfigOption::name).distinct().count() != options.size()) {
      throw new IllegalArgumentException("driver " + id + " names an option twice: " + options);
    }
  }

  /**
   * Begins a descriptor for this version of the interface.
   *
   * @param id the driver's id
   * @param version the driver's own version
   * @return a builder
   */
  public static Builder of(String id, String version) {
    return new Builder(id, version);
  }

  /**
   * Checks a configuration against the options: unknown names, missing ones, values that do not parse.
   *
   * @param config from outside
   * @return all problems, empty if there are none
   */
  public List<ConfigProblem> check(DriverConfig config) {
    List<ConfigProblem> problems = new ArrayList<>();
    Map<String, ConfigOption> byName = new LinkedHashMap<>();
    options.forEach(o -> byName.put(o.name(), o));
    for (String given : config.values().keySet()) {
      if (!byName.containsKey(given)) {
        problems.add(new ConfigProblem(
            EncodingException.shown(given), "no such option, expected one of " + byName.keySet()));
      }
    }
    for (ConfigOption option : options) {
      Optional<String> value = config.find(option.name());
      if (value.isPresent()) {
        option.check(value.get()).ifPresent(problems::add);
      } else if (option.required()) {
        problems.add(new ConfigProblem(option.name(), "missing: " + option.description()));
      }
    }
    return List.copyOf(problems);
  }

  /**
   * Checks a configuration and fills in the defaults.
   *
   * @param config from outside
   * @return the configuration with a value for every option that is given or has a default
   * @throws DriverException.Misconfigured if {@link #check} finds problems
   */
  public DriverConfig resolve(DriverConfig config) throws DriverException.Misconfigured {
    List<ConfigProblem> problems = check(config);
    if (!problems.isEmpty()) {
      throw new DriverException.Misconfigured(id, problems);
    }
    DriverConfig resolved = config;
    for (ConfigOption option : options) {
      if (config.find(option.name()).isEmpty() && option.defaultValue().isPresent()) {
        resolved = resolved.with(option.name(), option.defaultValue().get());
      }
    }
    return resolved;
  }

  /** Puts a descriptor together. Not safe for use by several threads. */
  public static final class Builder {
    private final String id;
    private final String version;
    private String summary = "";
    private Set<Provenance> provenances = Set.of();
    private Set<Class<? extends Capability>> capabilities = Set.of();
    private final List<ConfigOption> options = new ArrayList<>();

    private Builder(String id, String version) {
      this.id = id;
      this.version = version;
    }

    /**
     * Sets the sentence for people.
     *
     * @param summary one sentence
     * @return this
     */
    public Builder summary(String summary) {
      this.summary = summary;
      return this;
    }

    /**
     * Sets which provenances the readings may have.
     *
     * @param provenances at least one
     * @return this
     */
    public Builder provenances(Set<Provenance> provenances) {
      this.provenances = provenances;
      return this;
    }

    /**
     * Sets which capabilities the devices may have.
     *
     * @param capabilities interfaces that extend {@link Capability}
     * @return this
     */
    public Builder capabilities(Set<Class<? extends Capability>> capabilities) {
      this.capabilities = capabilities;
      return this;
    }

    /**
     * Adds an option.
     *
     * @param option the option
     * @return this
     */
    public Builder option(ConfigOption option) {
      options.add(option);
      return this;
    }

    /**
     * Makes the descriptor.
     *
     * @return an immutable value
     */
    public DriverDescriptor build() {
      return new DriverDescriptor(
          id, version, DriverProvider.SPI_VERSION, summary, provenances, capabilities, options);
    }
  }
}
