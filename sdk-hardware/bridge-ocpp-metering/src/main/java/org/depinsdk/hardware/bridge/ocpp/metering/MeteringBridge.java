package org.depinsdk.hardware.bridge.ocpp.metering;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.ocpp.StationEvent;
import org.depinsdk.metering.MeterFormat;
import org.depinsdk.metering.MeterRegistration;
import org.depinsdk.metering.MeteringSession;
import org.depinsdk.metering.MeteringVerifier;

/**
 * Reports each charging transaction that ends over OCPP as evidence of {@code metering/1}, through the device agent of its
 * station. The report is in the agent's durable queue when {@link #accept} returns, and only then does the central system
 * acknowledge the end to the station; if it fails, the station sends the end again.
 *
 * <pre>{@code
 * TransactionCollector collector = TransactionCollector.open(folder.resolve("transactions"));
 * central.onEvent(new MeteringBridge(collector, Provenance.HARDWARE, station -> Optional.ofNullable(mine.get(station))));
 * }</pre>
 *
 * <p>A station that sends the signed end only after the message that ends the transaction is not served by this class. Safe
 * for use by several threads.
 */
public final class MeteringBridge implements Consumer<StationEvent> {
  private static final Logger LOG = System.getLogger(MeteringBridge.class.getName());
  private static final MeteringVerifier METERING = new MeteringVerifier();

  /**
   * What a station reports with.
   *
   * @param registration its meter, signed by manufacturer and owner
   * @param agent signs and queues its reports
   */
  public record ReportingStation(MeterRegistration registration, DeviceAgent agent) {}

  private final TransactionCollector collector;
  private final Provenance provenance;
  private final Function<String, Optional<ReportingStation>> stations;
  private final AtomicLong reported = new AtomicLong();
  private final AtomicLong unsigned = new AtomicLong();
  private final AtomicLong unknown = new AtomicLong();

  /**
   * A bridge.
   *
   * @param collector keeps what meters signed; the caller closes it
   * @param provenance where the stations' values come from
   * @param stations by identity; empty for a station that does not report to this network
   */
  public MeteringBridge(
      TransactionCollector collector,
      Provenance provenance,
      Function<String, Optional<ReportingStation>> stations) {
    this.collector = collector;
    this.provenance = provenance;
    this.stations = stations;
  }

  /**
   * Takes what a station reported, and reports the transaction if it has ended.
   *
   * @param event any event
   * @throws UncheckedIOException if the disk fails or the agent's queue is full
   * @throws IllegalStateException if the agent's signer cannot sign now
   */
  @Override
  public void accept(StationEvent event) {
    try {
      Optional<CollectedTransaction> ended = collector.collect(event);
      if (ended.isPresent()) {
        report(ended.get());
        collector.forget(ended.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("station " + event.station() + ": " + e.getMessage(), e);
    } catch (SigningException e) {
      throw new IllegalStateException("station " + event.station() + ": " + e.getMessage(), e);
    }
  }

  /**
   * How many transactions were reported.
   *
   * @return since the bridge was made
   */
  public long reported() {
    return reported.get();
  }

  /**
   * How many transactions ended without anything signed that fits into a report.
   *
   * @return since the bridge was made
   */
  public long unsigned() {
    return unsigned.get();
  }

  /**
   * How many transactions ended at stations that do not report to this network.
   *
   * @return since the bridge was made
   */
  public long unknown() {
    return unknown.get();
  }

  private void report(CollectedTransaction transaction) throws IOException, SigningException {
    Optional<ReportingStation> station = stations.apply(transaction.station());
    if (station.isEmpty()) {
      unknown.incrementAndGet();
      LOG.log(
          Level.WARNING,
          "station {0} ended {1}, but reports to no network here",
          transaction.station(),
          transaction.transaction());
      return;
    }
    Optional<byte[]> evidence = evidence(station.get().registration(), transaction);
    if (evidence.isEmpty()) {
      unsigned.incrementAndGet();
      LOG.log(
          Level.WARNING,
          "station {0} ended {1} with {2} signed values, and none that fits into a report",
          transaction.station(),
          transaction.transaction(),
          transaction.records().size());
      return;
    }
    station.get().agent().report(MeteringVerifier.KIND, evidence.get(), provenance);
    reported.incrementAndGet();
  }

  /**
   * A transaction as evidence. The first and the last record are its begin and its end; of those between, as many are taken
   * as a report holds. Records that no meter's format allows are left out.
   *
   * @param registration the station's meter
   * @param transaction what was collected
   * @return the evidence; empty if nothing was signed, or begin and end are too large for a report
   */
  public static Optional<byte[]> evidence(
      MeterRegistration registration, CollectedTransaction transaction) {
    List<String> records = new ArrayList<>(transaction.records());
    records.removeIf(record -> record.isEmpty() || record.length() > MeterFormat.MAX_RECORD);
    String name = sessionName(transaction.transaction());
    while (!records.isEmpty()) {
      if (records.size() <= MeteringSession.MAX_RECORDS) {
        byte[] evidence = METERING.codec().encode(new MeteringSession(registration, name, records));
        if (evidence.length <= Report.MAX_EVIDENCE_BYTES) {
          return Optional.of(evidence);
        }
      }
      if (records.size() <= 2) {
        return Optional.empty();
      }
      records.remove(records.size() - 2);
    }
    return Optional.empty();
  }

  // what OCPP allows in a transaction's name and metering/1 does not is only a name here
  private static String sessionName(String transaction) {
    String name = transaction.replaceAll("[^A-Za-z0-9._:-]", "-");
    return name.isEmpty() ? "-" : name.substring(0, Math.min(64, name.length()));
  }
}
