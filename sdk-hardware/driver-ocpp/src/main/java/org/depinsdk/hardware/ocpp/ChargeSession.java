package org.depinsdk.hardware.ocpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transaction of a {@link ChargePoint}. What it tells is queued while there is no connection and delivered in order. Safe
 * for use by several threads.
 */
public final class ChargeSession {
  private final ChargePoint point;
  private final int connector;
  private final String idToken;
  private final OptionalInt remoteStart;
  private final String name = UUID.randomUUID().toString();
  private final AtomicInteger sequence = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  private final CompletableFuture<Void> delivered = new CompletableFuture<>();
  private volatile int number = -1;

  ChargeSession(ChargePoint point, int connector, String idToken, OptionalInt remoteStart) {
    this.point = point;
    this.connector = connector;
    this.idToken = idToken;
    this.remoteStart = remoteStart;
  }

  /**
   * Sends meter values.
   *
   * @param samples at least one
   */
  public void meter(List<MeterSample> samples) {
    if (samples.isEmpty() || over.get()) {
      throw new IllegalStateException(
          over.get() ? "session " + name + " is over" : "no samples given");
    }
    point.queueMeter(this, samples);
  }

  /**
   * Ends the transaction.
   *
   * @param at when
   * @param samples the last one an {@link MeterSample#energy} of context {@link MeterSample#END}
   * @param reason in the words of the version, empty for a local end
   */
  public void end(Instant at, List<MeterSample> samples, Optional<String> reason) {
    if (!over.compareAndSet(false, true)) {
      throw new IllegalStateException("session " + name + " is over");
    }
    point.queueEnd(this, at, samples, reason);
  }

  /**
   * The transaction's name as the central system knows it.
   *
   * @return its number in 1.6, {@code -1} before the central system gave one; a UUID in 2.0.1
   */
  public String transaction() {
    return point.version() == OcppVersion.V1_6 ? String.valueOf(number) : name;
  }

  /**
   * What the central system says to the token.
   *
   * @return completes with the answer to the begin
   */
  public CompletableFuture<Boolean> accepted() {
    return accepted.copy();
  }

  /**
   * Whether all is told.
   *
   * @return completes when the central system has answered the end
   */
  public CompletableFuture<Void> delivered() {
    return delivered.copy();
  }

  int connector() {
    return connector;
  }

  String idToken() {
    return idToken;
  }

  OptionalInt remoteStart() {
    return remoteStart;
  }

  String name() {
    return name;
  }

  int number() {
    return number;
  }

  int nextSequence() {
    return sequence.getAndIncrement();
  }

  void started(int given, boolean yes) {
    number = given;
    accepted.complete(yes);
  }

  void ended() {
    delivered.complete(null);
  }
}
