package org.depinsdk.hardware.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.depinsdk.hardware.driver.Device;
import org.depinsdk.hardware.driver.Driver;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.DriverStatus;
import org.depinsdk.hardware.driver.Readable;
import org.depinsdk.hardware.driver.Registration;

/** What the contract's tests do with an open driver. */
final class OpenDriver {
  /** How long a test waits for what must come. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A condition that comes true sooner or later. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  private OpenDriver() {}

  static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("came true within %s", TIMEOUT).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  static DriverStatus awaitState(Driver driver, DriverState state) throws Exception {
    LinkedBlockingQueue<DriverStatus> changes = new LinkedBlockingQueue<>();
    try (Registration registration = driver.onStatus(changes::add)) {
      assertThat(registration).isNotNull();
      changes.add(driver.status());
      while (true) {
        DriverStatus status = changes.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(status).as("%s, expected %s", driver.status(), state).isNotNull();
        if (status.state() == state) {
          return status;
        }
      }
    }
  }

  static Device device(Driver driver) {
    assertThat(driver.devices()).isNotEmpty();
    return driver.devices().get(0);
  }

  static Readable readable(Driver driver) {
    return device(driver).capability(Readable.class).orElseThrow();
  }
}
