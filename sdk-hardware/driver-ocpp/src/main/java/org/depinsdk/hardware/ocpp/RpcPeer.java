package org.depinsdk.hardware.ocpp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.reading.RawBytes;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection: sends calls one at a time, as both versions ask, matches answers to them, and answers the other
 * side's calls. What goes out keeps to {@link Schemas} to the
 * letter; of what comes in everything is taken that can be used. Safe for use by several threads.
 */
final class RpcPeer {
  private static final System.Logger LOG = System.getLogger(RpcPeer.class.getName());

  /** How many faults of one message are reported. */
  private static final int MAX_FAULTS = 16;

  /** Answers the other side's calls. */
  interface Handler {
    Payload handle(String action, Fields payload) throws OcppException;

    /**
     * Is notified of what the other side sent against its standard.
     *
     * @param action the message; empty if it could not be read so far
     * @param fault field, value and what was expected
     * @param refused whether the message was refused; else it was taken without what is named
     */
    void faulty(String action, String fault, boolean refused);
  }

  /** What became of a message of the other side. */
  enum Received {
    /** It was OCPP. */
    TAKEN,
    /** It was an answer that nobody waits for any more. */
    LATE,
    /** It was not OCPP. */
    MALFORMED
  }

  private record Waiting(
      String id, String action, Payload payload, CompletableFuture<Fields> answer) {}

  private final String name;
  private final OcppVersion version;
  private final Schemas schemas;
  private final Consumer<String> out;
  private final Handler handler;
  private final ScheduledExecutorService scheduler;
  private final int maxQueue;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private @Nullable Waiting current;
  private boolean closed;

  RpcPeer(
      String name,
      OcppVersion version,
      Consumer<String> out,
      Handler handler,
      ScheduledExecutorService scheduler,
      int maxQueue) {
    this.name = name;
    this.version = version;
    this.schemas = Schemas.of(version);
    this.out = out;
    this.handler = handler;
    this.scheduler = scheduler;
    this.maxQueue = maxQueue;
  }

  /** Sends a call when all calls before it are answered. The timeout counts from now on. */
  CompletableFuture<Fields> call(String action, Payload payload, Duration timeout) {
    Waiting call =
        new Waiting(UUID.randomUUID().toString(), action, payload, new CompletableFuture<>());
    try {
      known(schemas.request(action), action).check(action, payload.fields());
    } catch (OcppException e) {
      // the other side would refuse it too, and some stations would stop there
      return CompletableFuture.failedFuture(
          new DriverException.Unsupported("not sent to " + name + ": " + e.description()));
    }
    lock.lock();
    try {
      if (closed) {
        call.answer()
            .completeExceptionally(
                new DriverException.Unavailable(name + " is not connected", null));
        return call.answer();
      }
      if (queue.size() >= maxQueue) {
        call.answer()
            .completeExceptionally(
                new DriverException.Busy(name + ": " + maxQueue + " calls wait already"));
        return call.answer();
      }
      queue.add(call);
    } finally {
      lock.unlock();
    }
    Future<?> alarm =
        scheduler.schedule(() -> expire(call, timeout), timeout.toMillis(), TimeUnit.MILLISECONDS);
    var unused = call.answer().whenComplete((answer, error) -> alarm.cancel(false));
    sendNext();
    return call.answer();
  }

  /** Takes a message of the other side. */
  Received receive(String text) {
    Frame frame;
    try {
      frame = Frame.parse(text);
    } catch (Frame.MalformedException e) {
      String why = String.valueOf(e.getMessage());
      handler.faulty("", why, true);
      e.callId()
          .ifPresent(id ->
              out.accept(Frame.failure(id, OcppErrorCode.FORMATION_VIOLATION.text(version), why)));
      return Received.MALFORMED;
    }
    if (frame instanceof Frame.Call call) {
      answer(call);
      return Received.TAKEN;
    }
    Waiting waiting = take(frame.id());
    if (waiting == null) {
      return Received.LATE;
    }
    if (frame instanceof Frame.Result result) {
      String action = waiting.action();
      List<String> faults = new ArrayList<>();
      try {
        Fields answer = taken(schemas.response(action), action, result.payload(), faults::add);
        waiting.answer().complete(answer);
      } catch (OcppException e) {
        waiting.answer().completeExceptionally(violation(action, e));
      }
      tell(action, faults);
    } else if (frame instanceof Frame.Failure failure) {
      waiting
          .answer()
          .completeExceptionally(new DriverException.Rejected(
              name + " refuses " + waiting.action() + " (" + failure.description() + ")",
              failure.code()));
    }
    sendNext();
    return Received.TAKEN;
  }

  /** Fails everything that waits. Idempotent. */
  void close() {
    List<Waiting> all = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      if (current != null) {
        all.add(current);
        current = null;
      }
      all.addAll(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
    for (Waiting waiting : all) {
      waiting
          .answer()
          .completeExceptionally(
              new DriverException.Unavailable(name + ": the connection ended", null));
    }
  }

  private void answer(Frame.Call call) {
    String action = call.action();
    List<String> faults = new ArrayList<>();
    String reply;
    try {
      Payload answer = handler.handle(
          action, taken(schemas.request(action), action, call.payload(), faults::add));
      reply = Frame.result(call.id(), answer);
    } catch (OcppException e) {
      reply = Frame.failure(call.id(), e.code().text(version), e.description());
      handler.faulty(action, e.description(), true);
    } catch (RuntimeException e) {
      // listeners and authorizers are somebody else's code: their faults must not stop the driver
      LOG.log(System.Logger.Level.WARNING, () -> name + ": no answer to " + action, e);
      reply = Frame.failure(
          call.id(), OcppErrorCode.INTERNAL_ERROR.text(version), "the receiver failed");
    }
    tell(action, faults);
    out.accept(reply);
  }

  private void tell(String action, List<String> faults) {
    faults.stream().limit(MAX_FAULTS).forEach(fault -> handler.faulty(action, fault, false));
  }

  private static Fields taken(
      Optional<JsonSchema.ObjectSchema> schema,
      String action,
      Map<?, ?> payload,
      Consumer<String> faults)
      throws OcppException {
    JsonSchema.ObjectSchema known = known(schema, action);
    return new Fields(action, known.take(action, payload, faults), faults);
  }

  private static JsonSchema.ObjectSchema known(
      Optional<JsonSchema.ObjectSchema> schema, String action) throws OcppException {
    return schema.orElseThrow(() -> new OcppException(
        OcppErrorCode.NOT_IMPLEMENTED, "no action " + EncodingException.shown(action)));
  }

  /** What the other side said does not fit its own standard. */
  static DriverException violation(String action, OcppException e) {
    String where = e.description().startsWith(action) ? "" : action + ": ";
    return new DriverException.ProtocolViolation(where + e.description(), RawBytes.of(new byte[0]));
  }

  private void sendNext() {
    Waiting next;
    lock.lock();
    try {
      if (closed || current != null) {
        return;
      }
      next = queue.poll();
      if (next == null) {
        return;
      }
      current = next;
    } finally {
      lock.unlock();
    }
    out.accept(Frame.call(next.id(), next.action(), next.payload()));
  }

  private void expire(Waiting waiting, Duration timeout) {
    lock.lock();
    try {
      if (waiting.equals(current)) {
        current = null;
      }
      queue.remove(waiting);
    } finally {
      lock.unlock();
    }
    waiting
        .answer()
        .completeExceptionally(new DriverException.Timeout(
            name + ": no answer to " + waiting.action() + " within " + timeout));
    sendNext();
  }

  private @Nullable Waiting take(String id) {
    lock.lock();
    try {
      Waiting waiting = current;
      if (waiting == null || !waiting.id().equals(id)) {
        return null;
      }
      current = null;
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
