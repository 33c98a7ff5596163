package org.depinsdk.hardware.support;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.depinsdk.hardware.driver.ReadingStream;
import org.depinsdk.hardware.reading.Reading;

/** A stream with a bounded buffer that a driver fills. What does not fit pushes the oldest out, and is counted. */
public final class BoundedReadingStream implements ReadingStream {
  private final int capacity;
  private final Runnable onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Reading> buffer = new ArrayDeque<>();
  private long dropped;
  private boolean closed;

  /**
   * An empty stream.
   *
   * @param capacity how many readings may wait, 1 or more
   * @param onClose run once when the stream is closed; ends the work of the driver for this stream
   */
  public BoundedReadingStream(int capacity, Runnable onClose) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, not " + capacity);
    }
    this.capacity = capacity;
    this.onClose = onClose;
  }

  /**
   * Adds a reading. Never waits; does nothing after the end.
   *
   * @param reading the newest
   */
  public void offer(Reading reading) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (buffer.size() == capacity) {
        buffer.remove();
        dropped++;
      }
      buffer.add(reading);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Reading> next(Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (buffer.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return Optional.ofNullable(buffer.poll());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean ended() {
    lock.lock();
    try {
      return closed && buffer.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    onClose.run();
  }
}
