package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceId;

/** Forwards by itself: at once when there is something to send, and after a failure again and again with growing delays. */
final class ForwardingThread {
  private static final System.Logger LOG = System.getLogger(ForwardingThread.class.getName());

  private final ReportForwarder forwarder;
  private final AgentCounters counters;
  private final AgentLoop loop;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final DeviceId device;
  private final AgentThread thread;
  private long failures;

  ForwardingThread(
      ReportForwarder forwarder,
      AgentCounters counters,
      AgentLoop loop,
      Backoff backoff,
      RandomGenerator random,
      DeviceId device) {
    this.forwarder = forwarder;
    this.counters = counters;
    this.loop = loop;
    this.backoff = backoff;
    this.random = random;
    this.device = device;
    this.thread = new AgentThread("depin-agent-" + device, loop, this::pass);
  }

  void start() {
    thread.start();
  }

  void signalWork() {
    loop.signalWork();
  }

  void signalClosing() {
    loop.signalClosing();
  }

  void stop(long end) {
    thread.stop(end);
  }

  private void pass() throws InterruptedException {
    if (failures == 0) {
      loop.awaitWork();
    } else {
      loop.awaitDelay(backoff.delay(failures, random));
    }
    if (!loop.isClosing()) {
      failures = tryForward() ? 0 : failures + 1;
    }
  }

  // only the first failure of a row is worth a line of the log
  private boolean tryForward() {
    try {
      return forwarder.forward().held() == 0;
    } catch (IOException e) {
      LOG.log(failures == 0 ? Level.INFO : Level.DEBUG, "{0} cannot forward: {1}", device, e);
      return false;
    } catch (RuntimeException e) {
      // a sink that breaks its contract must not end the forwarding for good
      counters.failed(e);
      LOG.log(
          failures == 0 ? Level.WARNING : Level.DEBUG,
          "the report sink of " + device + " failed",
          e);
      return false;
    }
  }
}
