package org.depinsdk.hardware.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.hardware.testkit.OpenDriver.TIMEOUT;
import static org.depinsdk.hardware.testkit.OpenDriver.await;
import static org.depinsdk.hardware.testkit.OpenDriver.awaitState;
import static org.depinsdk.hardware.testkit.OpenDriver.device;
import static org.depinsdk.hardware.testkit.OpenDriver.readable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.depinsdk.hardware.driver.Capability;
import org.depinsdk.hardware.driver.Command;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.ConfigOption;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.Driver;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverDescriptor;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.ReadingStream;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.Grade;
import org.depinsdk.hardware.reading.Reading;
import org.junit.jupiter.api.Test;

/**
 * What holds for every driver. Extend this class, give it a rig, and run it with the driver's own tests:
 *
 * <pre>{@code
 * class MyDriverContractTest extends DriverContract {
 *   protected DriverRig newRig() { return new MyRig(); }
 * }
 * }</pre>
 */
public abstract class DriverContract extends LifecycleContract {
  private static final int PARALLEL_READS = 100;
  private static final int GARBAGE_RUNS = 60;

  /** For subclasses. */
  protected DriverContract() {}

  /** The descriptor says the same each time and describes all that the device has. */
  @Test
  public void describesItselfAndItsDevices() throws Exception {
    DriverDescriptor descriptor = rig().provider().descriptor();
    assertThat(rig().provider().descriptor()).isEqualTo(descriptor);
    assertThat(descriptor.spiVersion()).isEqualTo(DriverProvider.SPI_VERSION);
    assertThat(descriptor.summary()).isNotBlank();
    assertThat(descriptor.provenances()).contains(rig().provenance());
    try (Driver driver = rig().open(context())) {
      Device device = device(driver);
      assertThat(device.name()).isNotBlank();
      assertThat(device.capabilities()).isNotEmpty().isSubsetOf(descriptor.capabilities());
      for (Class<? extends Capability> type : descriptor.capabilities()) {
        assertThat(device.capability(type).isPresent())
            .as(type.getName())
            .isEqualTo(device.capabilities().contains(type));
      }
      assertThat(readable(driver).channels()).extracting(Channel::name).doesNotHaveDuplicates();
    }
  }

  /** Describing and validating needs no device. */
  @Test
  public void validatesWithoutADevice() {
    rig().breakDevice();
    assertThat(rig().provider().validate(rig().config())).isEmpty();
    assertThat(rig().provider().descriptor().options()).isNotNull();
  }

  /** Every value that does not fit its option, and every unknown option, is found before anything is opened. */
  @Test
  public void findsWrongConfigurations() {
    DriverConfig unknown = rig().config().with("no-such-option", "x");
    assertProblem(unknown, "no-such-option");
    for (ConfigOption option : rig().provider().descriptor().options()) {
      assertProblem(rig().config().with(option.name(), ""), option.name());
      if (option.type() != ConfigOption.Type.STRING
          && option.type() != ConfigOption.Type.PATH
          && option.type() != ConfigOption.Type.SECRET) {
        assertProblem(rig().config().with(option.name(), "?"), option.name());
      }
    }
  }

  private void assertProblem(DriverConfig config, String option) {
    assertThat(rig().provider().validate(config))
        .as("problems of %s", config)
        .anySatisfy(problem -> assertThat(problem.option()).contains(option));
    assertThatThrownBy(() -> rig().provider().open(config, context()))
        .isInstanceOf(DriverException.Misconfigured.class)
        .hasMessageContaining(option);
  }

  /** Readings are what was asked for, in order, good, and of the provenance that the rig names. */
  @Test
  public void readsWhatIsAskedFor() throws Exception {
    try (Driver driver = rig().open(context())) {
      List<String> names = new ArrayList<>(rig().channels());
      names.add("no-such-channel");
      List<Reading> readings = readable(driver).readNow(names, TIMEOUT);
      assertThat(readings).extracting(Reading::channel).isEqualTo(names);
      assertThat(readings.subList(0, names.size() - 1)).allMatch(Reading::isGood);
      assertThat(readings).extracting(Reading::provenance).containsOnly(rig().provenance());
      Reading unknown = readings.get(names.size() - 1);
      assertThat(unknown.quality().grade()).isEqualTo(Grade.BAD);
      assertThat(driver.status().state()).isEqualTo(DriverState.ONLINE);
      assertThat(driver.status().lastGoodAt()).isPresent();
    }
  }

  /** A call has an answer when its time is over, whatever the device does. */
  @Test
  public void keepsDeadlines() throws Exception {
    try (Driver driver = rig().open(context())) {
      rig().breakDevice();
      CompletableFuture<List<Reading>> call =
          readable(driver).read(rig().channels(), Duration.ofMillis(1));
      call.handle((readings, failure) -> {
            assertThat(failure == null
                    || failure instanceof DriverException.Timeout
                    || failure instanceof DriverException.Unavailable)
                .as("readings or Timeout or Unavailable, not %s", failure)
                .isTrue();
            return true;
          })
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      assertThatThrownBy(() -> readable(driver).read(rig().channels(), Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Many readers at once all get their answer. */
  @Test
  public void servesManyReadersAtOnce() throws Exception {
    try (Driver driver = rig().open(context())) {
      Readable readable = readable(driver);
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<List<Reading>>> answers = new ArrayList<>();
        for (int i = 0; i < PARALLEL_READS; i++) {
          answers.add(threads.submit(() -> readable.readNow(rig().channels(), TIMEOUT)));
        }
        List<Long> sequences = new ArrayList<>();
        for (Future<List<Reading>> answer : answers) {
          answer.get().forEach(r -> sequences.add(r.sequence()));
        }
        assertThat(sequences)
            .hasSize(PARALLEL_READS * rig().channels().size())
            .doesNotHaveDuplicates();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** A stream keeps to its capacity and counts what it drops; numbers in a stream rise by one. */
  @Test
  public void boundsItsStreams() throws Exception {
    try (Driver driver = rig().open(context())) {
      Optional<ReadingStream> maybe = stream(driver, 1);
      if (maybe.isEmpty()) {
        return;
      }
      try (ReadingStream stream = maybe.get()) {
        Reading first = stream.next(TIMEOUT).orElseThrow();
        assertThat(first.sequence()).isPositive();
        assertThat(first.provenance()).isEqualTo(rig().provenance());
        await(() -> stream.dropped() > 0);
        long droppedBefore = stream.dropped();
        Reading later = stream.next(TIMEOUT).orElseThrow();
        // two were delivered, all others up to the later one were dropped
        assertThat(later.sequence() - 2).isBetween(droppedBefore, stream.dropped());
      }
    }
  }

  /** Whatever the device answers, the driver stays open, and works again when the device does. */
  @Test
  public void survivesMalformedAnswers() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    try (Driver driver = rig().open(context())) {
      for (int run = 0; run < GARBAGE_RUNS; run++) {
        byte[] garbage = new byte[run % 3 == 0 ? random.nextInt(70_000) : random.nextInt(40)];
        random.nextBytes(garbage);
        if (!rig().answerWith(garbage)) {
          return;
        }
        try {
          readable(driver).readNow(rig().channels(), Duration.ofSeconds(1));
        } catch (DriverException e) {
          assertThat(e).isNotInstanceOf(DriverException.Closed.class);
        }
        assertThat(driver.status().state()).isNotEqualTo(DriverState.CLOSED);
      }
      rig().repairDevice();
      awaitState(driver, DriverState.ONLINE);
      await(() -> readAll(driver).stream().allMatch(Reading::isGood));
    }
  }

  /** A command that the device does not know is Unsupported. */
  @Test
  public void refusesUnknownCommands() throws Exception {
    try (Driver driver = rig().open(context())) {
      Optional<Commandable> commands = device(driver).capability(Commandable.class);
      if (commands.isEmpty()) {
        return;
      }
      Command unknown = new Command("no-such-command", "key", Map.of());
      assertThatThrownBy(
              () -> DriverException.await(commands.get().execute(unknown, TIMEOUT), TIMEOUT))
          .isInstanceOf(DriverException.Unsupported.class);
    }
  }
}
