package org.depinsdk.hardware.driver;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.hardware.reading.RawBytes;
import org.jspecify.annotations.Nullable;

/** What a driver cannot do, by kind. Messages name the device and the value, never a secret. */
public abstract sealed class DriverException extends Exception {
  private static final long serialVersionUID = 1L;

  private DriverException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether the same call may succeed later without anybody changing anything.
   *
   * @return true if trying again makes sense
   */
  public abstract boolean retryable();

  /**
   * Waits for a driver's answer.
   *
   * @param call what a capability returned
   * @param timeout how long to wait; half a second of grace is added for the driver's own deadline
   * @param <T> the answer's type
   * @return the answer
   * @throws DriverException the kind with which the call failed; {@link Timeout} if the driver missed its own deadline,
   *     {@link Unavailable} if the waiting thread was interrupted
   */
  public static <T> T await(CompletableFuture<T> call, Duration timeout) throws DriverException {
    try {
      return call.get(timeout.toMillis() + 500, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DriverException known) {
        throw known;
      }
      throw new Unavailable("the driver failed: " + e.getCause(), e);
    } catch (CancellationException e) {
      throw new Unavailable("the call was cancelled", e);
    } catch (TimeoutException e) {
      throw new Timeout("no answer within " + timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while waiting for the device", e);
    }
  }

  /** The device is not there, or not now. */
  public static final class Unavailable extends DriverException {
    private static final long serialVersionUID = 1L;

    /**
     * The device is not there.
     *
     * @param message which device, and what was tried
     * @param cause the failure below
     */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The device did not answer in time. */
  public static final class Timeout extends DriverException {
    private static final long serialVersionUID = 1L;

    /**
     * No answer in time.
     *
     * @param message which device, and how long was waited
     */
    public Timeout(String message) {
      super(message, null);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The device is busy with another user or call. */
  public static final class Busy extends DriverException {
    private static final long serialVersionUID = 1L;

    /**
     * Busy.
     *
     * @param message which device, and with what
     */
    public Busy(String message) {
      super(message, null);
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The device sent something that its protocol does not allow. */
  public static final class ProtocolViolation extends DriverException {
    private static final long serialVersionUID = 1L;
    private final transient RawBytes received;

    /**
     * A breach of the protocol.
     *
     * @param message what came and what was expected
     * @param received the bytes, cut to what is useful
     */
    public ProtocolViolation(String message, RawBytes received) {
      super(message, null);
      this.received = received;
    }

    /**
     * What the device sent.
     *
     * @return the bytes
     */
    public RawBytes received() {
      return received;
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The device understood and said no. */
  public static final class Rejected extends DriverException {
    private static final long serialVersionUID = 1L;
    private final String deviceCode;

    /**
     * A refusal.
     *
     * @param message what was asked
     * @param deviceCode the device's own code or word
     */
    public Rejected(String message, String deviceCode) {
      super(message + ": " + deviceCode, null);
      this.deviceCode = deviceCode;
    }

    /**
     * The device's own word.
     *
     * @return as it came
     */
    public String deviceCode() {
      return deviceCode;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The device cannot do this at all. */
  public static final class Unsupported extends DriverException {
    private static final long serialVersionUID = 1L;

    /**
     * Not supported.
     *
     * @param message what was asked, and what is possible
     */
    public Unsupported(String message) {
      super(message, null);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The configuration is wrong. */
  public static final class Misconfigured extends DriverException {
    private static final long serialVersionUID = 1L;
    private final transient List<ConfigProblem> problems;

    /**
     * A wrong configuration.
     *
     * @param driver the driver's id
     * @param problems at least one
     */
    public Misconfigured(String driver, List<ConfigProblem> problems) {
      super("driver " + driver + ": " + problems, null);
      this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one problem
     */
    public List<ConfigProblem> problems() {
      return problems;
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The device does not accept our credentials, or we do not accept its. */
  public static final class AuthenticationFailed extends DriverException {
    private static final long serialVersionUID = 1L;

    /**
     * Authentication failed.
     *
     * @param message who refused whom, without the credential
     */
    public AuthenticationFailed(String message) {
      super(message, null);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The hardware reports tampering, or a native signature is wrong. */
  public static final class IntegrityViolation extends DriverException {
    private static final long serialVersionUID = 1L;

    /**
     * A breach of integrity.
     *
     * @param message what was found
     */
    public IntegrityViolation(String message) {
      super(message, null);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }

  /** The driver was closed, before the call or during it. */
  public static final class Closed extends DriverException {
    private static final long serialVersionUID = 1L;

    /**
     * The driver is closed.
     *
     * @param message which driver
     */
    public Closed(String message) {
      super(message, null);
    }

    @Override
    public boolean retryable() {
      return false;
    }
  }
}
