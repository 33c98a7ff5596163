package org.depinsdk.hardware.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
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
 * Opens a {@link PieceStore} and measures the disk below it. Its id is {@value #ID}. The store has been made by {@link
 * PieceStore#init}; until its folder is there the driver is OFFLINE.
 *
 * <p>Readings have provenance HARDWARE: the file system measures them. On a file system in memory they are SIMULATED.
 *
 * <pre>{@code
 * PieceStore.init(folder, device.text());   // once
 * DriverConfig config = DriverConfig.empty().with("folder", folder.toString());
 * try (DeviceDriver disk = new DiskProvider().open(config, context)) {
 *   PieceStore pieces = disk.device().capability(PieceStorage.class).orElseThrow().store();
 * }
 * }</pre>
 */
public final class DiskProvider implements DriverProvider {
  /** The driver's id. */
  public static final String ID = "disk";

  private static final DriverDescriptor DESCRIPTOR = DriverDescriptor.of(ID, "1")
      .summary("Keeps pieces as files, checks them, and measures the disk.")
      .provenances(Set.of(Provenance.HARDWARE, Provenance.SIMULATED))
      .capabilities(Set.of(Readable.class, Streaming.class, PieceStorage.class))
      .option(ConfigOption.required("folder", ConfigOption.Type.PATH, "The store's folder."))
      .option(integer("max-piece", StoreLimits.DEFAULT.maxPieceBytes(), "Largest piece in bytes."))
      .option(integer(
          "allocation", StoreLimits.DEFAULT.allocatedBytes(), "Most bytes of all pieces together."))
      .option(integer(
          "reserve", StoreLimits.DEFAULT.reserveBytes(), "Bytes of the disk that stay free."))
      .option(integer("scrub-rate", 10_000_000, "Bytes that the scrubber reads in a second."))
      .option(ConfigOption.optional(
          "smart-device",
          ConfigOption.Type.PATH,
          "The device that smartctl is asked about, for example /dev/sda."))
      .option(ConfigOption.withDefault(
          "smartctl", ConfigOption.Type.STRING, "smartctl", "The program smartctl."))
      .option(ConfigOption.withDefault(
          "watch", ConfigOption.Type.DURATION, "PT10S", "How often to check the disk."))
      .build();

  /** A provider; holds nothing. */
  public DiskProvider() {}

  private static ConfigOption integer(String name, long value, String description) {
    return ConfigOption.withDefault(
        name, ConfigOption.Type.INTEGER, Long.toString(value), description);
  }

  @Override
  public DriverDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public List<ConfigProblem> validate(DriverConfig config) {
    List<ConfigProblem> problems = new ArrayList<>(DESCRIPTOR.check(config));
    if (problems.isEmpty()) {
      atLeast(config, "max-piece", 1, problems);
      atLeast(config, "allocation", 0, problems);
      atLeast(config, "reserve", 0, problems);
      atLeast(config, "scrub-rate", 1, problems);
    }
    return List.copyOf(problems);
  }

  private static void atLeast(
      DriverConfig config, String option, long least, List<ConfigProblem> problems) {
    config
        .find(option)
        .filter(value -> Long.parseLong(value) < least)
        .ifPresent(value -> problems.add(
            new ConfigProblem(option, "expected " + least + " or more, not " + value)));
  }

  @Override
  public DeviceDriver open(DriverConfig config, DriverContext context) throws DriverException {
    List<ConfigProblem> problems = validate(config);
    if (!problems.isEmpty()) {
      throw new DriverException.Misconfigured(ID, problems);
    }
    DriverConfig resolved = DESCRIPTOR.resolve(config);
    DiskSource.Settings settings = new DiskSource.Settings(
        resolved.path("folder"),
        new StoreLimits(
            resolved.integer("max-piece"),
            resolved.integer("allocation"),
            resolved.integer("reserve")),
        resolved.integer("scrub-rate"),
        resolved.find("smart-device"));
    DiskSource source;
    try {
      source = new DiskSource(settings, context, new Smartctl(resolved.string("smartctl")));
    } catch (RejectedExecutionException e) {
      throw new DriverException.Closed(settings.folder() + ": the driver context is closed");
    }
    try {
      return PolledDriver.open(source, context, resolved.duration("watch"));
    } catch (DriverException e) {
      source.close();
      throw e;
    }
  }
}
