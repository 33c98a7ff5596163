package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.junit.jupiter.api.Test;

/** Reports that an operator leaves out, adds, reorders or makes late. */
class DishonestReportsTest extends DishonestOperator {
  DishonestReportsTest() throws Exception {}

  @Test
  void reportDropped() throws Exception {
    network.told = reports(all -> all.remove(4));
    assertCaught("log-records.bin", "has the report");
  }

  @Test
  void lastReportDropped() throws Exception {
    network.told = reports(all -> all.remove(all.size() - 1));
    assertCaught("log-records.bin", "which the bundle leaves out");
  }

  @Test
  void reportAdded() throws Exception {
    LoggedReport late = network.network.log.get(network.network.log.size() - 1);
    network.told = input -> {
      if (input.epoch().index() != 2) {
        return input;
      }
      List<LoggedReport> reports = new ArrayList<>();
      input.evidence().forEach(reports::add);
      network.network.heartbeat(network.devices.get(0), 212, Duration.ofMinutes(178));
      reports.add(network.network.log.get(network.network.log.size() - 1));
      assertThat(reports.get(reports.size() - 2)).isEqualTo(late);
      return input.with(EvidenceSource.of(reports));
    };
    assertCaught("log-records.bin", "has no record of the report");
  }

  @Test
  void reportReordered() throws Exception {
    // two reports that were received in the same moment
    network.told = reports(all -> Collections.swap(all, 0, 1));
    assertCaught("log-records.bin", "where the bundle has");
  }

  @Test
  void latenessInvented() throws Exception {
    long late = TestNetwork.SCHEDULE.closesAt(TestNetwork.SCHEDULE.at(1)).toEpochMilli();
    network.told = reports(all -> {
      LoggedReport last = all.get(all.size() - 1);
      all.set(
          all.size() - 1,
          last.toBuilder()
              .setReceivedAtMs(late)
              .setRefusal(ReportReasons.EPOCH_CLOSED.text())
              .build());
    });
    assertCaught("log-records.bin", "the bundle says at");
  }

  @Test
  void refusalsDropped() throws Exception {
    network.told = reports(all -> all.removeIf(report -> !report.getRefusal().isEmpty()));
    assertCaught("log-records.bin", "report");
  }
}
