package org.depinsdk.service.server;

import com.google.common.base.Ticker;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.depinsdk.core.encoding.Instants;
import org.depinsdk.core.frames.DurableFiles;
import org.jspecify.annotations.Nullable;

/**
 * A clock that is not believed if it jumps. A clock that is years ahead for one second would close every epoch up to then for ever,
 * so while the clock is far from what the last record and the time since then let expect, no call is taken, nothing is settled,
 * and health says {@code NOT_SERVING}. It goes on when the clock is back, or after a start with {@code --accept-clock}.
 */
final class ClockGuard implements InstantSource, ServerInterceptor {
  /** How far a clock may fall back; the network's own time stands still meanwhile. */
  static final Duration MAX_BACK = Duration.ofMinutes(10);

  /** How long {@code --accept-clock} holds, before and after its instant. */
  static final Duration ACCEPTED_FOR = Duration.ofHours(1);

  private static final String TASK = "clock";

  private final InstantSource clock;
  private final Duration maxStep;
  private final Optional<Instant> accepted;
  private final Ticker ticker;
  private final ServiceHealth health;
  // what the clock showed when it was believed last, and the ticker then
  private @Nullable Instant believed;
  private long believedAt;
  private boolean jumped;

  /**
   * A guard of a clock.
   *
   * @param clock the clock
   * @param maxStep how far it may be ahead
   * @param accepted a time that somebody has confirmed
   * @param ticker goes on whatever the clock shows
   * @param health is told
   */
  ClockGuard(
      InstantSource clock,
      Duration maxStep,
      Optional<Instant> accepted,
      Ticker ticker,
      ServiceHealth health) {
    this.clock = clock;
    this.maxStep = maxStep;
    this.accepted = accepted;
    this.ticker = ticker;
    this.health = health;
  }

  /**
   * Keeps the clock's time for the next start, if it is believed. A network without reports has no newer record than the end of its
   * last epoch; without this it would have to confirm its clock after each restart.
   */
  synchronized void keep(Path file) throws IOException {
    if (believed != null && isBelieved()) {
      DurableFiles.write(file, believed.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** What {@link #keep} wrote, {@link Instant#MIN} if it did not. */
  static Instant kept(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Instant.MIN;
    }
    try {
      return Instants.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (DateTimeParseException e) {
      throw new IOException(file + " holds no time; remove it", e);
    }
  }

  /** Begins to compare with the last record, {@link Instant#MIN} if there is none, and with what {@link #kept} says. */
  synchronized void begin(Instant lastRecord, Instant kept) {
    Instant now = clock.instant();
    boolean confirmed = accepted
        .filter(at -> Duration.between(at, now).abs().compareTo(ACCEPTED_FOR) <= 0)
        .isPresent();
    Instant last = kept.isAfter(lastRecord) && !kept.isAfter(now) ? kept : lastRecord;
    believed = confirmed || lastRecord.equals(Instant.MIN) ? now : last;
    believedAt = ticker.read();
    isBelieved(now);
  }

  /** The clock's time; while it is not believed, the time that has passed since it was. */
  @Override
  public Instant instant() {
    Instant now = clock.instant();
    synchronized (this) {
      return believed == null || isBelieved(now) ? now : expected(believed);
    }
  }

  /** Whether the clock may be relied on now. A clock that does not answer keeps nobody else waiting. */
  boolean isBelieved() {
    return isBelieved(clock.instant());
  }

  private synchronized boolean isBelieved(Instant now) {
    if (believed == null) {
      return true;
    }
    Instant expected = expected(believed);
    Duration ahead = Duration.between(expected, now);
    if (ahead.compareTo(maxStep) > 0 || ahead.compareTo(MAX_BACK.negated()) < 0) {
      if (!jumped) {
        jumped = true;
        health.stopped(
            TASK,
            "the clock shows " + now + ", expected about " + expected
                + " from the last record and the time since then; nothing is taken and nothing settled until"
                + " the clock is set right; if it is right, start once with --accept-clock " + now);
      }
      return false;
    }
    if (jumped) {
      jumped = false;
      health.works(TASK);
    }
    believed = now;
    believedAt = ticker.read();
    return true;
  }

  private Instant expected(Instant since) {
    return since.plusNanos(ticker.read() - believedAt);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (isBelieved()) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAVAILABLE.withDescription("the network's clock has jumped; try again later"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
