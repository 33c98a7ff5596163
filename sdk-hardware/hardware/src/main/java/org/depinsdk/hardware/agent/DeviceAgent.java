package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.reading.Reading;

/**
 * The agent of one device in one network: signs the device's reports, keeps them on disk, and hands them in.
 *
 * <pre>{@code
 * ReportQueue queue = ReportQueue.open(folder.resolve("queue"), "wifi-demo", device);
 * try (DeviceAgent agent = DeviceAgent.builder(queue, signer, sink).build()) {
 *   agent.start();                                                   // forwards by itself from now on
 *   agent.report(kind, readings, codec::encode);                     // durable when it returns
 *   agent.reportAll(drafts);                                         // several, with one flush for all
 * }
 * }</pre>
 *
 * <p>While the network is away, reports wait on disk; when it comes back they go out in the order in which they were made.
 * A report goes out at least once: if an answer is lost on the way, the network sees it again and recognises it by its
 * id. Safe for use by several threads.
 */
public final class DeviceAgent implements AutoCloseable {
  private final ReportQueue queue;
  private final Optional<ReceiptStore> receipts;
  private final DeviceSigner signer;
  private final InstantSource clock;
  private final Duration closeWithin;
  private final String boot;
  private final AgentCounters counters = new AgentCounters();
  private final ReportForwarder forwarder;
  private final ForwardingThread forwarding;
  private final Optional<ReceiptWatch> watch;
  private final Optional<AttestationSchedule> attestation;
  private final ReentrantLock lifeCycle = new ReentrantLock();
  private boolean started;
  private boolean closed;

  DeviceAgent(DeviceAgentBuilder builder) {
    this.queue = builder.queue;
    this.receipts = builder.receipts;
    this.signer = builder.signer;
    this.clock = builder.clock;
    this.closeWithin = builder.closeWithin;
    this.boot = builder.boot;
    this.forwarder = new ReportForwarder(
        builder.queue,
        builder.sink,
        builder.batch,
        builder.retryOn,
        builder.onReceipt,
        builder.receipts,
        builder.onProblem,
        builder.clock,
        counters);
    this.forwarding = new ForwardingThread(
        forwarder, counters, builder.loop, builder.backoff, builder.random, device());
    this.watch = builder.audit.map(audit -> new ReceiptWatch(
        audit,
        builder.receipts.orElseThrow(),
        builder.clock,
        builder.auditLoop,
        device().toString()));
    this.attestation = builder.attestation.map(settings -> new AttestationSchedule(
        settings,
        device(),
        builder.clock,
        builder.backoff,
        builder.attestationRandom,
        builder.attestationLoop));
  }

  /**
   * Begins an agent for the device and network of a queue.
   *
   * @param queue keeps the reports; the agent closes it
   * @param signer the device's key
   * @param sink hands reports to the network
   * @return a builder
   */
  public static DeviceAgentBuilder builder(
      ReportQueue queue, DeviceSigner signer, ReportSink sink) {
    return new DeviceAgentBuilder(queue, signer, sink);
  }

  /**
   * The device that this agent stands for.
   *
   * @return its id
   */
  public DeviceId device() {
    return queue.device();
  }

  /**
   * The network that it reports to.
   *
   * @return its name
   */
  public String network() {
    return queue.network();
  }

  /**
   * Signs a report with the time of the agent's clock and queues it.
   *
   * @param kind what kind of evidence it carries
   * @param evidence in the encoding of its kind, at most {@value Report#MAX_EVIDENCE_BYTES} bytes
   * @param provenance where the numbers come from
   * @return the report, durable
   * @throws SigningException if the signer cannot sign now
   * @throws QueueFullException if the queue is full and does not drop
   * @throws IOException if the disk fails or the agent is closed; the report is then not queued
   */
  public SignedReport report(ProofKind kind, byte[] evidence, Provenance provenance)
      throws SigningException, IOException {
    return reportAll(List.of(new ReportDraft(kind, evidence, provenance))).get(0);
  }

  /**
   * Signs several reports with the time of the agent's clock and queues them, all or none. The file is flushed once for all, and the
   * flush is nearly all that a report costs.
   *
   * @param drafts what the reports say; at most as many as the queue may hold
   * @return the reports in that order, durable
   * @throws SigningException if the signer cannot sign now
   * @throws QueueFullException if there is no room for all and the queue does not drop, or it may not hold so many at all
   * @throws IOException if the disk fails or the agent is closed; none of the reports is then queued
   */
  public List<SignedReport> reportAll(List<ReportDraft> drafts)
      throws SigningException, IOException {
    List<ReportQueue.Signing> signings = new ArrayList<>(drafts.size());
    for (ReportDraft draft : drafts) {
      signings.add(sequence ->
          SignedReport.sign(network(), draft.report(device(), sequence, clock, boot), signer));
    }
    List<SignedReport> signed = queue.appendAll(signings);
    counters.reported(signed.size());
    forwarding.signalWork();
    return signed;
  }

  /**
   * Signs a report made of readings. Its provenance is the weakest of theirs: one simulated reading makes the report a
   * simulated one.
   *
   * @param kind what kind of evidence it carries
   * @param readings at least one
   * @param encoding makes evidence of the readings
   * @return the report, durable
   * @throws SigningException if the signer cannot sign now
   * @throws QueueFullException if the queue is full and does not drop
   * @throws IOException if the disk fails or the agent is closed; the report is then not queued
   */
  public SignedReport report(
      ProofKind kind, List<Reading> readings, Function<List<Reading>, byte[]> encoding)
      throws SigningException, IOException {
    List<Reading> copy = List.copyOf(readings);
    return report(kind, encoding.apply(copy), Reading.weakestProvenance(copy));
  }

  /**
   * Sends what is queued now, in batches, oldest first. What the network decided about leaves the queue.
   *
   * @return what the network decided
   * @throws IOException if the network cannot be reached, does not answer or answers nothing of use, or the disk fails; what
   *     it has not decided about stays in the queue
   */
  public ForwardResult forward() throws IOException {
    return forwarder.forward();
  }

  /**
   * Forwards by itself from now on, in a thread of its own: at once when there is something to send, and after a failure
   * again and again with growing delays, for ever. Compares receipts with the published log and shows the network what the device
   * is, each in another thread, if the builder says so.
   *
   * @throws IllegalStateException if it was started before or is closed
   */
  public void start() {
    lifeCycle.lock();
    try {
      if (started || closed) {
        throw new IllegalStateException(
            "agent of " + device() + " " + (closed ? "is closed" : "was started before"));
      }
      started = true;
      forwarding.start();
      watch.ifPresent(ReceiptWatch::start);
      attestation.ifPresent(AttestationSchedule::start);
    } finally {
      lifeCycle.unlock();
    }
  }

  /**
   * Counters and the last contact.
   *
   * @return a value of this moment
   */
  public AgentStats stats() {
    return counters.stats(queue, watch.map(ReceiptWatch::stats).orElse(AuditStats.NONE));
  }

  /**
   * Stops forwarding and closes the queue. Waits at most the builder's {@link DeviceAgentBuilder#closeWithin} for a pass that is under
   * way. What is queued stays on disk for the next start. Idempotent, from any thread.
   *
   * @throws IOException if the disk fails
   */
  @Override
  public void close() throws IOException {
    lifeCycle.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      forwarding.signalClosing();
      watch.ifPresent(ReceiptWatch::signalClosing);
      attestation.ifPresent(AttestationSchedule::signalClosing);
      long end = System.nanoTime() + closeWithin.toNanos();
      forwarding.stop(end);
      watch.ifPresent(w -> w.stop(end));
      attestation.ifPresent(a -> a.stop(end));
      try {
        queue.close();
      } finally {
        if (receipts.isPresent()) {
          receipts.get().close();
        }
      }
    } finally {
      lifeCycle.unlock();
    }
  }

  @Override
  public String toString() {
    return "DeviceAgent[" + device() + " in " + network() + "]";
  }
}
