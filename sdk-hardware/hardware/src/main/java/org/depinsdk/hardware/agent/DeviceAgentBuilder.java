package org.depinsdk.hardware.agent;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.lifecycle.AttestationSink;
import org.depinsdk.core.lifecycle.HardwareAttester;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.proof.WitnessPolicy;

/** Puts a {@link DeviceAgent} together. Not safe for use by several threads. */
public final class DeviceAgentBuilder {
  final ReportQueue queue;
  final DeviceSigner signer;
  final ReportSink sink;
  InstantSource clock = InstantSource.system();
  ReportForwarder.Batch batch = new ReportForwarder.Batch(64, 1024 * 1024);
  Backoff backoff = Backoff.DEFAULT;
  RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  Set<ReasonCode> retryOn = Set.of(ReportReasons.NOT_ACTIVE);
  BiConsumer<SignedReport, Receipt> onReceipt = (report, receipt) -> {};
  Optional<ReceiptStore> receipts = Optional.empty();
  BiConsumer<SignedReport, ReceiptProblem> onProblem = (report, problem) -> {};
  Duration closeWithin = Duration.ofSeconds(2);
  String boot = "";
  AgentLoop loop = new AgentLoop();
  Optional<ReceiptWatch.Settings> audit = Optional.empty();
  AgentLoop auditLoop = new AgentLoop();
  Optional<AttestationSchedule.Settings> attestation = Optional.empty();
  RandomGenerator attestationRandom = RandomGenerator.of("L64X128MixRandom");
  AgentLoop attestationLoop = new AgentLoop();

  DeviceAgentBuilder(ReportQueue queue, DeviceSigner signer, ReportSink sink) {
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
  public DeviceAgentBuilder clock(InstantSource clock) {
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
  public DeviceAgentBuilder batch(int reports, long bytes) {
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
  public DeviceAgentBuilder backoff(Backoff backoff) {
    this.backoff = backoff;
    return this;
  }

  /**
   * Sets where the random part of the delays comes from.
   *
   * @param random used by the agent's thread only
   * @return this
   */
  public DeviceAgentBuilder random(RandomGenerator random) {
    this.random = random;
    return this;
  }

  /**
   * Sets which refusals are not for good: such a report stays in the queue and is sent again after a delay, and
   * younger ones wait behind it. {@link ReportReasons#NOT_ACTIVE} if it is not called: a device may report before its
   * network has admitted it.
   *
   * @param reasons the reasons; none for "every refusal is for good"
   * @return this
   */
  public DeviceAgentBuilder retryOn(Set<ReasonCode> reasons) {
    this.retryOn = Set.copyOf(reasons);
    return this;
  }

  /**
   * Sets who is notified of receipts. Called in the forwarding thread after the queue has let go of the report.
   *
   * @param listener is given report and receipt
   * @return this
   */
  public DeviceAgentBuilder onReceipt(BiConsumer<SignedReport, Receipt> listener) {
    this.onReceipt = listener;
    return this;
  }

  /**
   * Pins the key of the network's log: an answer counts only with a receipt that the key signed, which is kept. A report
   * without one stays in the queue, as if the network had not answered.
   *
   * @param store checks and keeps the receipts; the agent closes it
   * @param listener is notified of answers that are not proven, in the forwarding thread
   * @return this
   */
  public DeviceAgentBuilder receipts(
      ReceiptStore store, BiConsumer<SignedReport, ReceiptProblem> listener) {
    this.receipts = Optional.of(store);
    this.onProblem = listener;
    return this;
  }

  /**
   * Compares the kept receipts with the published log, as soon as the agent is started and then again and again, as often as
   * the audit's witnessing delay is long.
   *
   * @param audit the published log, and by what it is judged; its policy names the log of the {@link #receipts} alone
   * @param listener is notified of what is found, in the thread that compares
   * @return this
   */
  public DeviceAgentBuilder audit(ReceiptAudit audit, AuditListener listener) {
    return audit(audit, audit.witnessingDelay(), listener);
  }

  /**
   * Compares the kept receipts with the published log, as soon as the agent is started and then again and again.
   *
   * @param audit the published log, and by what it is judged; its policy names the log of the {@link #receipts} alone
   * @param every how long to wait from one audit to the next, 1 second to 30 days
   * @param listener is notified of what is found, in the thread that compares
   * @return this
   */
  public DeviceAgentBuilder audit(ReceiptAudit audit, Duration every, AuditListener listener) {
    if (every.toSeconds() < 1 || every.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("every must be 1 second to 30 days, not " + every);
    }
    this.audit = Optional.of(new ReceiptWatch.Settings(audit, every, listener));
    return this;
  }

  /**
   * Shows the network what the device is as soon as the agent is started, and again between half and three quarters of the time
   * for which each result counts; after a failure with the delays of the {@link #backoff}.
   *
   * @param sink to the network
   * @param hardware makes the evidence, in a thread of the agent
   * @param listener is notified of results and failures, in the same thread
   * @return this
   */
  public DeviceAgentBuilder attestation(
      AttestationSink sink, HardwareAttester hardware, AttestationListener listener) {
    this.attestation = Optional.of(new AttestationSchedule.Settings(sink, hardware, listener));
    return this;
  }

  /**
   * Sets how long {@link DeviceAgent#close} waits for a pass that is under way; two seconds if it is not called.
   *
   * @param closeWithin zero or more
   * @return this
   */
  public DeviceAgentBuilder closeWithin(Duration closeWithin) {
    if (closeWithin.isNegative()) {
      throw new IllegalArgumentException("closeWithin must not be negative: " + closeWithin);
    }
    this.closeWithin = closeWithin;
    return this;
  }

  /**
   * Names this run of the machine in every report, so that a network finds two machines that share a key; no name if it is not
   * called.
   *
   * @param boot chosen at random for this run, as {@link Report#boot} allows
   * @return this
   */
  public DeviceAgentBuilder boot(String boot) {
    this.boot = boot;
    return this;
  }

  DeviceAgentBuilder loop(AgentLoop loop) {
    this.loop = loop;
    return this;
  }

  DeviceAgentBuilder auditLoop(AgentLoop loop) {
    this.auditLoop = loop;
    return this;
  }

  DeviceAgentBuilder attestationLoop(AgentLoop loop, RandomGenerator random) {
    this.attestationLoop = loop;
    this.attestationRandom = random;
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
