package org.depinsdk.hardware.ocpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transaction of a {@link ChargePoint}. Its messages are queued while there is no connection and delivered in order. Safe
 * for use by several threads.
 */
public final class ChargePointTransaction {
  private final ChargePoint point;
  private final int connector;
  private final String idToken;
  private final OptionalInt remoteStart;
  private final String name;
  private final AtomicInteger sequence = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  private final CompletableFuture<Void> delivered = new CompletableFuture<>();
  private volatile int number = -1;

  ChargePointTransaction(
      ChargePoint point, String name, int connector, String idToken, OptionalInt remoteStart) {
    this.point = point;
    this.name = name;
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
          over.get() ? "transaction " + name + " is over" : "no samples given");
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
      throw new IllegalStateException("transaction " + name + " is over");
    }
    point.queueEnd(this, at, samples, reason);
  }

  /**
   * The transaction's id as the central system knows it.
   *
   * @return the central system's number in 1.6, {@code -1} before it gave one; in 2.0.1 the charge point's own id
   */
  public String id() {
    return point.version() == OcppVersion.V1_6 ? String.valueOf(number) : name;
  }

  /**
   * Whether the central system accepts the token.
   *
   * @return completes with the answer to the begin; fails if that was given up
   */
  public CompletableFuture<Boolean> accepted() {
    return accepted.copy();
  }

  /**
   * Whether the central system has all messages of this transaction.
   *
   * @return completes when the central system has answered the end; fails if that was given up
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

  void beginFailed(Throwable why) {
    accepted.completeExceptionally(why);
  }

  void ended() {
    delivered.complete(null);
  }

  void endFailed(Throwable why) {
    delivered.completeExceptionally(why);
  }
}
