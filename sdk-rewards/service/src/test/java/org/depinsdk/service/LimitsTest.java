package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service as a real process at the bounds of its machine: it says what is used up, ends if it has to, and has lost nothing that
 * it acknowledged.
 */
@Timeout(180)
class LimitsTest {
  private static final int BATCH = 500;
  private static final int EXIT_CODE = 70;

  @TempDir
  Path data;

  private final InMemorySigner signer = TestNetwork.signer(1);
  private final Set<String> acknowledged = new HashSet<>();
  private int sequence;

  @Test
  void aFullDiskEndsTheServiceAndWhatWasAcknowledgedIsThere() throws Exception {
    // no file may be larger: to the service the same as a disk without room
    try (ServiceProcess service = ServiceProcess.limited("-f 4096", data);
        NetworkClient client = service.client(Duration.ofSeconds(60))) {
      client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, ServiceProcess.NOW), signer);
      sendUntilItEnds(client);
      assertThat(service.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(service.process.exitValue()).isEqualTo(EXIT_CODE);
    }
    assertThat(data.resolve("stderr")).content().contains("ingest failed", "File too large");
    nothingIsLostAndTheNextOneGoesOn();
  }

  @Test
  void connectionsLeaveTheLogItsFileHandles() throws Exception {
    List<Socket> strangers = new ArrayList<>();
    try (ServiceProcess service = ServiceProcess.limited(
            "-n 1024",
            data,
            "--max-connections-per-address",
            "1024",
            "--max-new-connections-per-address",
            "1024");
        NetworkClient client = service.client(Duration.ofSeconds(60))) {
      client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, ServiceProcess.NOW), signer);
      for (int i = 0; i < 1000; i++) {
        strangers.add(new Socket(InetAddress.getLoopbackAddress(), service.port));
      }
      for (int i = 0; i < 4; i++) {
        send(client);
      }
      assertThat(service.process.isAlive()).isTrue();
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
    assertThat(data.resolve("stderr"))
        .content()
        .contains("the process may have 1024 file handles: at most ", "are served, not 1024");
    assertThat(logged()).containsAll(acknowledged);
  }

  @Test
  void withTooFewFileHandlesItDoesNotStart() throws Exception {
    assertThatThrownBy(() -> ServiceProcess.limited("-n 300", data))
        .hasMessage("the service ended with exit code 2");
    assertThat(data.resolve("stderr"))
        .content()
        .contains("error: the process may have 300 file handles, too few: it needs ")
        .contains("Raise the limit (ulimit -n)");
  }

  @Test
  void withTooLittleMemoryItDoesNotStartAndSaysHowMuchIsEnough() throws Exception {
    assertThatThrownBy(() -> new ServiceProcess("40m", data))
        .hasMessage("the service ended with exit code 2");
    Matcher enough = Pattern.compile("error: a heap of 40 MiB is too small .*[(]-Xmx([0-9]+m)[)]")
        .matcher(Files.readString(data.resolve("stderr")));
    // newer Java versions warn of libraries before it
    assertThat(enough.find()).isTrue();
    try (ServiceProcess service = new ServiceProcess(enough.group(1), data)) {
      assertThat(service.process.isAlive()).isTrue();
    }
  }

  private void sendUntilItEnds(NetworkClient client) throws Exception {
    try {
      while (sequence < 200 * BATCH) {
        send(client);
      }
      throw new AssertionError("the service took " + sequence + " reports and did not end");
    } catch (StatusRuntimeException ended) {
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BATCH);
    }
  }

  private void send(NetworkClient client) throws Exception {
    List<SignedReport> reports = IntStream.rangeClosed(1, BATCH)
        .mapToObj(i -> TestNetwork.report(signer, sequence + i, ServiceProcess.NOW))
        .toList();
    sequence += BATCH;
    for (ReportReceipt receipt : client.submitAll(reports.iterator())) {
      assertThat(receipt.getAccepted()).as(receipt.getRefusal()).isTrue();
      acknowledged.add(receipt.getReportId());
    }
  }

  private void nothingIsLostAndTheNextOneGoesOn() throws Exception {
    assertThat(logged()).containsAll(acknowledged);
    try (ServiceProcess next = new ServiceProcess("256m", data);
        NetworkClient client = next.client(Duration.ofSeconds(60))) {
      send(client);
    }
  }

  private Set<String> logged() throws Exception {
    Set<String> ids = new HashSet<>();
    for (LoggedReport entry : TestService.log(data)) {
      ids.add(id(entry));
    }
    return ids;
  }

  private static String id(LoggedReport entry) throws MalformedReportException {
    return SignedReport.of(entry.getReport()).id(TestNetwork.NAME).hex();
  }
}
