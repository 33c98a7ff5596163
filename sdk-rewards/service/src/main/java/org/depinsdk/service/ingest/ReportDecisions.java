package org.depinsdk.service.ingest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.metrics.ServiceMetrics;
import org.depinsdk.transparency.proof.LogReceipt;

/** Checks reports, on any thread, and decides about them, in the network's order. */
final class ReportDecisions {
  private final String network;
  private final RegistryTask.Order order;
  private final ServiceMetrics metrics;
  // what a report is checked against before its own time is known; it is checked again where that
  // matters
  private volatile Instant lastReceived = Instant.MIN;

  /** A receipt, and where the report's record stands, if it has one. */
  record Answer(ReportReceipt receipt, OptionalLong index) {}

  ReportDecisions(String network, RegistryTask.Order order, ServiceMetrics metrics) {
    this.network = network;
    this.metrics = metrics;
    this.order = order;
  }

  /** What can be told without the order; takes time. */
  List<IncomingReport> check(List<SignedReport> reports) {
    return IncomingReport.check(
        reports, network, order.sequencer().admission(), d -> standing(d, lastReceived));
  }

  /** Decides about the next report and appends what came of it to the log. */
  Answer decide(IncomingReport checked) throws IOException {
    AdmissionSequencer sequencer = order.sequencer();
    Instant receivedAt = sequencer.receive(order.now());
    lastReceived = receivedAt;
    IncomingReport report = checked.signed().isEmpty()
        ? checked
        : checked.recheck(
            sequencer.admission(), standing(checked.signed().get().report().device(), receivedAt));
    order.epochs().openUntil(order.log(), receivedAt);
    OptionalLong before = sequencer.repeated(report);
    if (before.isPresent()) {
      metrics.repeated();
      return new Answer(ReportReceipt.getDefaultInstance(), before);
    }
    AdmissionSequencer.Decision decision = sequencer.decide(report, receivedAt);
    if (decision.receipt().getAccepted()) {
      metrics.accepted();
    } else {
      metrics.refused(decision.receipt().getRefusal());
    }
    if (decision.record().isEmpty()) {
      decision.entry().ifPresent(entry -> order.log().keep(decision.epoch(), entry));
      return new Answer(decision.receipt(), OptionalLong.empty());
    }
    long index = order.log().append(decision.record().get(), decision.entry());
    sequencer.logged(decision.record().get(), index);
    return new Answer(decision.receipt(), OptionalLong.of(index));
  }

  /** What the device is answered, when it is durable. */
  DecidedReport decided(Answer answer) throws IOException {
    if (answer.index().isEmpty()) {
      return new DecidedReport(answer.receipt(), Optional.empty());
    }
    LogReceipt logged = order.log().find(answer.index().getAsLong());
    return new DecidedReport(
        answer.receipt().getReportId().isEmpty()
            ? RepeatedReports.receipt(logged)
            : answer.receipt(),
        Optional.of(logged));
  }

  private DeviceStanding standing(DeviceId device, Instant at) {
    return new DeviceStanding(
        order.registry().find(device), order.registry().sessionKeys(device, at));
  }
}
