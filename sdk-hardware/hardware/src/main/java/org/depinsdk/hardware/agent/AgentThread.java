package org.depinsdk.hardware.agent;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/** A thread of an agent, which does one thing again and again until its loop is closed. */
final class AgentThread {
  private static final System.Logger LOG = System.getLogger(AgentThread.class.getName());

  /** What it does; waits by the loop. */
  interface Pass {
    void run() throws InterruptedException;
  }

  private final AgentLoop loop;
  private final Pass pass;
  private final Thread thread;

  AgentThread(String name, AgentLoop loop, Pass pass) {
    this.loop = loop;
    this.pass = pass;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  String name() {
    return thread.getName();
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!loop.isClosing()) {
        pass.run();
      }
    } catch (InterruptedException e) {
      // stop() has waited long enough for a pass that hangs
      LOG.log(Level.DEBUG, "{0} was interrupted", name());
    }
  }

  /** Waits until it has ended, but not beyond that instant of {@link System#nanoTime}; then it is left behind. */
  void stop(long end) {
    if (thread == Thread.currentThread()) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, end - System.nanoTime());
      if (thread.isAlive()) {
        thread.interrupt();
        LOG.log(Level.WARNING, "{0}: a pass that hangs was left behind", name());
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
