package org.depinsdk.hardware.netif;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.ConfigOption;
import org.depinsdk.hardware.driver.ConfigProblem;
import org.depinsdk.hardware.driver.DeviceDriver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverDescriptor;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.Streaming;
import org.depinsdk.hardware.support.PolledDriver;

/**
 * Opens network interfaces of the Linux kernel. Its id is {@value #ID}. Needs no privileges.
 *
 * <p>Readings have provenance HARDWARE only where they come from the kernel's own {@value #SYS_CLASS_NET}; from any other
 * folder, such as a recording, they are REPLAY. HARDWARE says that the kernel counted, not that there is a cable: a virtual
 * interface is one too, and its {@link org.depinsdk.hardware.driver.DeviceIdentity#model} says {@code virtual}.
 *
 * <pre>{@code
 * DriverConfig config = DriverConfig.empty().with("interface", "eth0");
 * try (DeviceDriver driver = new NetifProvider().open(config, context)) { … }
 * }</pre>
 */
public final class NetifProvider implements DriverProvider {
  /** The driver's id. */
  public static final String ID = "linux-netif";

  /** Where the kernel shows its network interfaces. */
  public static final String SYS_CLASS_NET = "/sys/class/net";

  // dev_valid_name() of the kernel: fewer than IFNAMSIZ = 16 bytes, no slash, colon or white space,
  // not . or ..
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[!-~&&[^/:]]{1,15}");

  private static final DriverDescriptor DESCRIPTOR = DriverDescriptor.of(ID, "1")
      .summary("Counters and link state of a Linux network interface.")
      .provenances(Set.of(Provenance.HARDWARE, Provenance.REPLAY))
      .capabilities(Set.of(Readable.class, Streaming.class))
      .option(ConfigOption.required(
          "interface", ConfigOption.Type.STRING, "The interface's name, for example eth0."))
      .option(ConfigOption.withDefault(
          "root",
          ConfigOption.Type.PATH,
          SYS_CLASS_NET,
          "The folder of the interfaces; another one than the kernel's is a replay."))
      .option(ConfigOption.withDefault(
          "counter-bits",
          ConfigOption.Type.INTEGER,
          "64",
          "The width of the counters: 64, or 32 for drivers that count so."))
      .option(ConfigOption.withDefault(
          "watch", ConfigOption.Type.DURATION, "PT1S", "How often to check the link."))
      .build();

  /** A provider; holds nothing. */
  public NetifProvider() {}

  @Override
  public DriverDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public List<ConfigProblem> validate(DriverConfig config) {
    List<ConfigProblem> problems = new ArrayList<>(DESCRIPTOR.check(config));
    config
        .find("interface")
        .filter(name -> !NAME.matcher(name).matches())
        .ifPresent(name -> problems.add(new ConfigProblem(
            "interface",
            "expected 1 to 15 printable ASCII characters without / and :, not "
                + EncodingException.shown(name))));
    config
        .find("counter-bits")
        .filter(bits -> !bits.equals("32") && !bits.equals("64"))
        .ifPresent(bits -> problems.add(new ConfigProblem(
            "counter-bits", "expected 32 or 64, not " + EncodingException.shown(bits))));
    return List.copyOf(problems);
  }

  /**
   * Lists the interfaces that are there now.
   *
   * @param config may set {@code root}, {@code counter-bits} and {@code watch}; these go into what is found
   * @param context not used
   * @param timeout not used: a folder of the kernel is listed at once
   * @return one configuration for each interface, ascending by name; empty if the folder is not there
   * @throws DriverException.Misconfigured if an option that was given is wrong
   */
  @Override
  public List<DriverConfig> discover(DriverConfig config, DriverContext context, Duration timeout)
      throws DriverException.Misconfigured {
    DriverConfig resolved =
        resolve(config.find("interface").isPresent() ? config : config.with("interface", "any"));
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(resolved.path("root"))) {
      for (Path entry : folder) {
        Optional.ofNullable(entry.getFileName())
            .map(Path::toString)
            .filter(name -> NAME.matcher(name).matches())
            .filter(name -> Files.isDirectory(entry.resolve("statistics")))
            .ifPresent(names::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return names.stream().map(name -> config.with("interface", name)).toList();
  }

  @Override
  public DeviceDriver open(DriverConfig config, DriverContext context) throws DriverException {
    DriverConfig resolved = resolve(config);
    NetifSource source = new NetifSource(resolved.path("root"), resolved.string("interface"), (int)
        resolved.integer("counter-bits"));
    return PolledDriver.open(source, context, resolved.duration("watch"));
  }

  private DriverConfig resolve(DriverConfig config) throws DriverException.Misconfigured {
    List<ConfigProblem> problems = validate(config);
    if (!problems.isEmpty()) {
      throw new DriverException.Misconfigured(ID, problems);
    }
    return DESCRIPTOR.resolve(config);
  }
}
