package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.reading.Reading;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The agent of one device in one network: signs the device's reports, keeps them on disk, and hands them in.
 *
 * <pre>{@code
 * ReportQueue queue = ReportQueue.open(folder.resolve("queue"), "wifi-demo", device);
 * try (DeviceAgent agent = DeviceAgent.builder(queue, signer, sink).build()) {
 *   agent.start();                                                   // forwards by itself from now on
 *   agent.report(kind, readings, codec::encode);                     // durable when it returns
 * }
 * }</pre>
 *
 * <p>While the network is away, reports wait on disk; when it comes back they go out in the order in which they were made.
 * A report goes out at least once: if an answer is lost on the way, the network sees it again and recognises it by its
 * id. Safe for use by several threads.
 */
public final class DeviceAgent implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DeviceAgent.class.getName());

  private final ReportQueue queue;
  private final Optional<ReceiptStore> receipts;
  private final DeviceSigner signer;
  private final InstantSource clock;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final Duration closeWithin;
  private final String boot;
  private final AgentLoop loop;
  private final AgentCounters counters = new AgentCounters();
  private final ReportForwarder forwarder;
  private final Optional<ReceiptWatch> watch;
  private final ReentrantLock lifeCycle = new ReentrantLock();
  private @Nullable Thread thread;
  private boolean closed;

  private DeviceAgent(Builder builder) {
    this.queue = builder.queue;
    this.receipts = builder.receipts;
    this.signer = builder.signer;
    this.clock = builder.clock;
    this.backoff = builder.backoff;
    this.random = builder.random;
    this.closeWithin = builder.closeWithin;
    this.boot = builder.boot;
    this.loop = builder.loop;
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
    this.watch = builder.audit.map(audit -> new ReceiptWatch(
        audit,
        builder.receipts.orElseThrow(),
        builder.clock,
        builder.auditLoop,
        device().toString()));
  }

  /**
   * Begins an agent for the device and network of a queue.
   *
   * @param queue keeps the reports; the agent closes it
   * @param signer the device's key
   * @param sink hands reports to the network
   * @return a builder
   */
  public static Builder builder(ReportQueue queue, DeviceSigner signer, ReportSink sink) {
    return new Builder(queue, signer, sink);
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
    if (evidence.length > Report.MAX_EVIDENCE_BYTES) {
      throw new IllegalArgumentException(
          "evidence of " + evidence.length + " bytes, at most " + Report.MAX_EVIDENCE_BYTES);
    }
    SignedReport signed = queue.append(sequence -> SignedReport.sign(
        network(),
        new Report(device(), kind, sequence, clock.instant(), provenance, evidence, boot),
        signer));
    counters.reported();
    loop.signalWork();
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
   * Hands in what is queued now, in batches, oldest first. What the network decided about leaves the queue.
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
   * again and again with growing delays, for ever. Compares receipts with the published log in another thread, if the builder
   * was told to.
   *
   * @throws IllegalStateException if it was started before or is closed
   */
  public void start() {
    lifeCycle.lock();
    try {
      if (thread != null || closed) {
        throw new IllegalStateException(
            "agent of " + device() + " " + (closed ? "is closed" : "was started before"));
      }
      Thread started = new Thread(this::run, "depin-agent-" + device());
      started.setDaemon(true);
      thread = started;
      started.start();
      watch.ifPresent(ReceiptWatch::start);
    } finally {
      lifeCycle.unlock();
    }
  }

  private void run() {
    long failures = 0;
    try {
      while (!loop.isClosing()) {
        if (failures == 0) {
          loop.awaitWork();
        } else {
          loop.awaitDelay(backoff.delay(failures, random));
        }
        if (!loop.isClosing()) {
          failures = tryForward(failures == 0) ? 0 : failures + 1;
        }
      }
    } catch (InterruptedException e) {
      // close() has waited long enough for a pass that hangs
      LOG.log(Level.DEBUG, "agent of {0} was interrupted", device());
    }
  }

  // only the first failure of a row is worth a line of the log
  private boolean tryForward(boolean first) {
    try {
      return forward().held() == 0;
    } catch (IOException e) {
      LOG.log(first ? Level.INFO : Level.DEBUG, "{0} cannot forward: {1}", device(), e);
      return false;
    } catch (RuntimeException e) {
      // a sink that breaks its contract must not end the forwarding for good
      counters.failed(e);
      LOG.log(first ? Level.WARNING : Level.DEBUG, "the report sink of " + device() + " failed", e);
      return false;
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
   * Stops forwarding and closes the queue. Waits at most the builder's {@link Builder#closeWithin} for a pass that is under
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
      loop.signalClosing();
      watch.ifPresent(ReceiptWatch::signalClosing);
      Thread started = thread;
      if (started != null) {
        long end = System.nanoTime() + closeWithin.toNanos();
        stop(started, end);
        watch.ifPresent(w -> stop(w.thread(), end));
      }
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

  private void stop(Thread started, long end) {
    if (started == Thread.currentThread()) {
      return;
    }
    try {
      if (!loop.join(started, Duration.ofNanos(end - System.nanoTime()))) {
        started.interrupt();
        LOG.log(Level.WARNING, "{0}: a pass that hangs was left behind", device());
      }
    } catch (InterruptedException e) {
      started.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "DeviceAgent[" + device() + " in " + network() + "]";
  }

  /** Puts an agent together. Not safe for use by several threads. */
  public static final class Builder {
    private final ReportQueue queue;
    private final DeviceSigner signer;
    private final ReportSink sink;
    private InstantSource clock = InstantSource.system();
    private ReportForwarder.Batch batch = new ReportForwarder.Batch(64, 1024 * 1024);
    private Backoff backoff = Backoff.DEFAULT;
    private RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private Set<ReasonCode> retryOn = Set.of(ReportReasons.NOT_ACTIVE);
    private BiConsumer<SignedReport, Receipt> onReceipt = (report, receipt) -> {};
    private Optional<ReceiptStore> receipts = Optional.empty();
    private BiConsumer<SignedReport, ReceiptProblem> onProblem = (report, problem) -> {};
    private Duration closeWithin = Duration.ofSeconds(2);
    private String boot = "";
    private AgentLoop loop = new AgentLoop();
    private Optional<ReceiptWatch.Settings> audit = Optional.empty();
    private AgentLoop auditLoop = new AgentLoop();

    private Builder(ReportQueue queue, DeviceSigner signer, ReportSink sink) {
      this.queue = queue;
      this.signer = signer;
      this.sink = sink;
    }

    /**
     * Sets the device's clock; the system's if it is not called.
     *
     * @param clock safe for several threads
     * @return this
     */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Sets how much goes out at once; 64 reports and 1 MiB if it is not called.
     *
     * @param reports 1 or more
     * @param bytes sum of bodies and signatures, 1 or more; a single report may be larger
     * @return this
     */
    public Builder batch(int reports, long bytes) {
      if (reports < 1 || bytes < 1) {
        throw new IllegalArgumentException(
            "a batch has 1 or more reports and bytes, not " + reports + " and " + bytes);
      }
      this.batch = new ReportForwarder.Batch(reports, bytes);
      return this;
    }

    /**
     * Sets the delays after failures.
     *
     * @param backoff the delays
     * @return this
     */
    public Builder backoff(Backoff backoff) {
      this.backoff = backoff;
      return this;
    }

    /**
     * Sets where the random part of the delays comes from.
     *
     * @param random used by the agent's thread only
     * @return this
     */
    public Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    /**
     * Sets which refusals are not for good: such a report stays in the queue and is handed in again after a delay, and
     * younger ones wait behind it. {@link ReportReasons#NOT_ACTIVE} if it is not called: a device may report before its
     * network has admitted it.
     *
     * @param reasons the reasons; none for "every refusal is for good"
     * @return this
     */
    public Builder retryOn(Set<ReasonCode> reasons) {
      this.retryOn = Set.copyOf(reasons);
      return this;
    }

    /**
     * Sets who is told about receipts. Called in the forwarding thread after the queue has let go of the report.
     *
     * @param listener is given report and receipt
     * @return this
     */
    public Builder onReceipt(BiConsumer<SignedReport, Receipt> listener) {
      this.onReceipt = listener;
      return this;
    }

    /**
     * Pins the key of the network's log: an answer counts only with a receipt that the key signed, which is kept. A report
     * without one stays in the queue, as if the network had not answered.
     *
     * @param store checks and keeps the receipts; the agent closes it
     * @param listener is told of answers that are not proven, in the forwarding thread
     * @return this
     */
    public Builder receipts(ReceiptStore store, BiConsumer<SignedReport, ReceiptProblem> listener) {
      this.receipts = Optional.of(store);
      this.onProblem = listener;
      return this;
    }

    /**
     * Compares the kept receipts with the published log, as soon as the agent is started and then again and again, as often as
     * the audit's witnessing delay is long.
     *
     * @param audit the published log, and by what it is judged; its policy names the log of the {@link #receipts} alone
     * @param listener is told what is found, in the thread that compares
     * @return this
     */
    public Builder audit(ReceiptAudit audit, AuditListener listener) {
      return audit(audit, audit.witnessingDelay(), listener);
    }

    /**
     * Compares the kept receipts with the published log, as soon as the agent is started and then again and again.
     *
     * @param audit the published log, and by what it is judged; its policy names the log of the {@link #receipts} alone
     * @param every how long to wait from one audit to the next, 1 second to 30 days
     * @param listener is told what is found, in the thread that compares
     * @return this
     */
    public Builder audit(ReceiptAudit audit, Duration every, AuditListener listener) {
      if (every.toSeconds() < 1 || every.compareTo(Duration.ofDays(30)) > 0) {
        throw new IllegalArgumentException("every must be 1 second to 30 days, not " + every);
      }
      this.audit = Optional.of(new ReceiptWatch.Settings(audit, every, listener));
      return this;
    }

    /**
     * Sets how long {@link DeviceAgent#close} waits for a pass that is under way; two seconds if it is not called.
     *
     * @param closeWithin zero or more
     * @return this
     */
    public Builder closeWithin(Duration closeWithin) {
      if (closeWithin.isNegative()) {
        throw new IllegalArgumentException("closeWithin must not be negative: " + closeWithin);
      }
      this.closeWithin = closeWithin;
      return this;
    }

    /**
     * Names this run of the box in every report, so that a network finds two boxes that share a key; no name if it is not
     * called.
     *
     * @param boot drawn at random for this run, as {@link Report#boot} allows
     * @return this
     */
    public Builder boot(String boot) {
      this.boot = boot;
      return this;
    }

    Builder loop(AgentLoop loop) {
      this.loop = loop;
      return this;
    }

    Builder auditLoop(AgentLoop loop) {
      this.auditLoop = loop;
      return this;
    }

    /**
     * Makes the agent. It forwards by itself only after {@link DeviceAgent#start}.
     *
     * @return the agent; the caller closes it
     * @throws IllegalStateException if there is an audit without {@link #receipts}, or of another log than theirs
     */
    public DeviceAgent build() {
      if (audit.isPresent()) {
        List<NoteKey> logs = audit.get().audit().policy().logs().stream()
            .map(WitnessPolicy.Log::key)
            .toList();
        List<NoteKey> kept = receipts.map(ReceiptStore::log).stream().toList();
        if (!logs.equals(kept)) {
          throw new IllegalStateException(
              "the audit is of the logs " + logs + ", the receipts are of " + kept);
        }
      }
      return new DeviceAgent(this);
    }
  }
}
