package org.depinsdk.hardware.agent;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets a thread of the agent wait for work, or for the end of a delay. */
class AgentLoop {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean work = true;
  private boolean closing;

  /** Says that there is something to send. */
  void signalWork() {
    lock.lock();
    try {
      work = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting, now and later. */
  void signalClosing() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there was work since the last call. */
  void awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (!work && !closing) {
        changed.await();
      }
      work = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a time; new work does not shorten it. */
  void awaitDelay(Duration delay) throws InterruptedException {
    lock.lock();
    try {
      long left = delay.toNanos();
      while (left > 0 && !closing) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
