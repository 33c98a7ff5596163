package org.depinsdk.hardware.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.hardware.testkit.OpenDriver.TIMEOUT;
import static org.depinsdk.hardware.testkit.OpenDriver.await;
import static org.depinsdk.hardware.testkit.OpenDriver.awaitState;
import static org.depinsdk.hardware.testkit.OpenDriver.device;
import static org.depinsdk.hardware.testkit.OpenDriver.readable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.Driver;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.ReadingStream;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.driver.Streaming;
import org.depinsdk.hardware.reading.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds for every driver from its opening to its end: it waits for its device, sees outages, closes in time and leaves
 * nothing behind. Part of {@link DriverContract}, which is the class to extend.
 */
public abstract class LifecycleContract {
  /** The name under which the context of these tests knows a secret. */
  public static final String SECRET_NAME = "contract-secret";

  private static final String SECRET = "s3cr3t-that-must-not-show";
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
  private static final int FEW = 10;
  private static final int CYCLES = 100;
  private static final int PARALLEL_READS = 100;

  private DriverRig rig;
  private DriverContext context;

  /** For {@link DriverContract}. */
  LifecycleContract() {}

  /**
   * Makes the rig for one test: a device that works.
   *
   * @return a fresh rig
   */
  protected abstract DriverRig newRig();

  /** Makes the rig and the context. */
  @BeforeEach
  public final void setUp() {
    rig = newRig();
    context = newContext();
  }

  /** Ends rig and context. */
  @AfterEach
  public final void tearDown() {
    rig.close();
    context.close();
  }

  private static DriverContext newContext() {
    return DriverContext.builder()
        .secrets(
            name -> name.equals(SECRET_NAME) ? Optional.of(Secret.of(SECRET)) : Optional.empty())
        .build();
  }

  /** A driver that is opened while its device is away waits for it. */
  @Test
  public void waitsForADeviceThatIsNotThere() throws Exception {
    rig.breakDevice();
    try (Driver driver = rig.open(context)) {
      awaitState(driver, DriverState.OFFLINE);
      rig.repairDevice();
      awaitState(driver, DriverState.ONLINE);
      assertThat(readAll(driver)).allMatch(Reading::isGood);
    }
  }

  /** An outage shows in the status although nobody reads, gives readers no good value, and ends by itself. */
  @Test
  public void seesAnOutageAndRecovers() throws Exception {
    try (Driver driver = rig.open(context)) {
      awaitState(driver, DriverState.ONLINE);
      for (int outage = 0; outage < 3; outage++) {
        rig.breakDevice();
        DriverStatus status = awaitState(driver, DriverState.OFFLINE);
        assertThat(status.reason()).isPresent();
        assertThat(status.consecutiveFailures()).isPositive();
        assertNothingGood(driver);
        rig.repairDevice();
        assertThat(awaitState(driver, DriverState.ONLINE).consecutiveFailures()).isZero();
      }
    }
  }

  // a device that is away gives bad readings, or the call as a whole fails and can be tried again
  private void assertNothingGood(Driver driver) {
    try {
      assertThat(readAll(driver)).noneMatch(Reading::isGood);
    } catch (DriverException e) {
      assertThat(e.retryable()).as("%s can be tried again", e).isTrue();
    }
  }

  /** Closing again does nothing; after it every call fails with Closed and every stream ends. */
  @Test
  public void closesOnceAndForAll() throws Exception {
    Driver driver = rig.open(context);
    Readable readable = readable(driver);
    Optional<ReadingStream> stream = stream(driver, 10);
    driver.close();
    driver.close();
    assertThat(driver.status().state()).isEqualTo(DriverState.CLOSED);
    assertThatThrownBy(() -> readable.readNow(rig.channels(), TIMEOUT))
        .isInstanceOf(DriverException.Closed.class);
    if (stream.isPresent()) {
      while (!stream.get().ended()) {
        assertThat(stream.get().next(TIMEOUT).isPresent() || stream.get().ended())
            .isTrue();
      }
      assertThatThrownBy(() -> stream(driver, 10)).isInstanceOf(DriverException.Closed.class);
    }
    try (Driver again = rig.open(context)) {
      assertThat(readAll(again)).allMatch(Reading::isGood);
    }
  }

  /** Any thread may close, with calls in flight; each call then has an answer, and close is quick. */
  @Test
  public void closesFromAnyThreadWithCallsInFlight() throws Exception {
    Driver driver = rig.open(context);
    Readable readable = readable(driver);
    List<CompletableFuture<List<Reading>>> calls = new ArrayList<>();
    for (int i = 0; i < PARALLEL_READS; i++) {
      calls.add(readable.read(rig.channels(), TIMEOUT));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> closing = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        closing.add(threads.submit(driver::close));
      }
      for (Future<?> close : closing) {
        close.get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    for (CompletableFuture<List<Reading>> call : calls) {
      try {
        assertThat(DriverException.await(call, TIMEOUT)).hasSize(rig.channels().size());
      } catch (DriverException.Closed e) {
        assertThat(e.retryable()).isFalse();
      }
    }
  }

  /** A broken device does not make close slow. */
  @Test
  public void closesABrokenDeviceInTime() throws Exception {
    Driver driver = rig.open(context);
    awaitState(driver, DriverState.ONLINE);
    rig.breakDevice();
    CompletableFuture<List<Reading>> call = readable(driver).read(rig.channels(), TIMEOUT);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      threads.submit(driver::close).get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      threads.shutdownNow();
    }
    // it failed, or it had its answer before
    call.handle((readings, failure) -> true).get(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Opening and closing many times leaves no thread and no open file behind. */
  @Test
  public void leavesNothingBehind() throws Exception {
    for (int i = 0; i < FEW; i++) {
      cycle();
    }
    long threads = Thread.getAllStackTraces().size();
    long files = openFiles();
    for (int i = 0; i < CYCLES; i++) {
      cycle();
    }
    // the machine may have begun a few things of its own meanwhile; a leak would be one for each
    // cycle
    await(() -> Thread.getAllStackTraces().size() < threads + FEW);
    await(() -> openFiles() < files + FEW);
  }

  private void cycle() throws DriverException {
    try (Driver driver = rig.open(context)) {
      assertThat(readAll(driver)).hasSize(rig.channels().size());
    }
  }

  // if the system does not tell, only threads are counted
  private static long openFiles() throws IOException {
    Path folder = Path.of("/proc/self/fd");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  /** No text that a driver shows contains a secret. */
  @Test
  public void showsNoSecret() throws Exception {
    Driver driver = rig.open(context);
    List<Object> shown = new ArrayList<>(List.of(driver, driver.status(), rig.config(), context));
    for (Device device : driver.devices()) {
      shown.addAll(List.of(device, device.identity(), device.status()));
    }
    shown.addAll(readAll(driver));
    rig.breakDevice();
    awaitState(driver, DriverState.OFFLINE);
    shown.add(driver.status());
    driver.close();
    CompletableFuture<List<Reading>> late = readable(driver).read(rig.channels(), TIMEOUT);
    late.handle((readings, failure) -> shown.add(String.valueOf(failure)))
        .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    String known = new String(Secret.of(SECRET).reveal(), StandardCharsets.UTF_8);
    assertThat(shown).allSatisfy(o -> assertThat(String.valueOf(o)).doesNotContain(known));
  }

  final DriverRig rig() {
    return rig;
  }

  final DriverContext context() {
    return context;
  }

  final List<Reading> readAll(Driver driver) throws DriverException {
    return readable(driver).readNow(rig.channels(), TIMEOUT);
  }

  final Optional<ReadingStream> stream(Driver driver, int capacity) throws DriverException.Closed {
    Optional<Streaming> streaming = device(driver).capability(Streaming.class);
    return streaming.isEmpty()
        ? Optional.empty()
        : Optional.of(streaming.get().stream(rig.channels(), Duration.ofMillis(5), capacity));
  }
}
