package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.InputRecords;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.Storage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed or altered between two starts is found by the second. */
class LossAtStartTest {
  @TempDir
  Path data;

  @BeforeEach
  void aNetworkWithADevice() throws Exception {
    try (TestService service = new TestService(data)) {
      var signer = service.enrolled(1);
      assertThat(service
              .client
              .submit(TestNetwork.report(signer, 1, service.now()))
              .getAccepted())
          .isTrue();
    }
  }

  @Test
  void nothingIsLostWithoutDamage() throws Exception {
    new TestService(data).close();
  }

  @Test
  void aDigitThatIsChangedInTheRegistryIsFound() throws Exception {
    String operator = TestNetwork.OPERATOR.text();
    String other =
        operator.substring(0, operator.length() - 1) + (operator.endsWith("1") ? "2" : "1");
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.sqlite"));
        Statement change = database.createStatement()) {
      // in the form without a checksum of its letters, which every parser takes
      int changed = change.executeUpdate("UPDATE registry_record SET json = replace(json, '"
          + operator + "', '" + other.toLowerCase(java.util.Locale.ROOT) + "')");
      assertThat(changed).isPositive();
    }
    assertRefused("of the registry are not those in the log");
  }

  @Test
  void aRegistryThatIsRemovedIsFound() throws Exception {
    removeAll("registry.sqlite");
    assertRefused("the registry has 0 changes, but the log has 2");
  }

  @Test
  void aLogThatIsRemovedIsFoundByTheRegistryAndThePublishedTiles() throws Exception {
    removeAll("log");
    assertRefused("knows a signed head of");
  }

  @Test
  void aSegmentThatIsRemovedOrEmptiedIsFound() throws Exception {
    Path segment = data.resolve("log/epoch-0000000000.log");
    byte[] whole = Files.readAllBytes(segment);
    Files.delete(segment);
    assertRefused("the service's own record knows a signed head of");
    Files.write(segment, new byte[0]);
    assertRefused(segment.toString());
    Files.write(segment, whole);
    new TestService(data).close();
  }

  private static SanctionEvent ban(Instant at) {
    return new SanctionEvent.Imposed(
        at,
        1,
        TestNetwork.device(TestNetwork.signer(1)),
        new ReasonCode("test.lied"),
        List.of(new ReportId("0".repeat(64))),
        at.plusSeconds(3600),
        Duration.ofDays(1));
  }

  private List<Bytes32> loggedSteps() throws IOException {
    List<Bytes32> steps = new ArrayList<>();
    try (Storage storage = LocalStorage.open(data, TestNetwork.NAME)) {
      storage.log().recover(0, new NetworkLog.Recovery() {
        @Override
        public void begin(NetworkLog.State before) {}

        @Override
        public void visit(NetworkLog.Entry entry) {
          if (entry.record().orElse(null) instanceof LogRecord.SanctionStep step) {
            steps.add(step.step());
          }
        }
      });
    }
    return steps;
  }

  @Test
  void aStepOfASanctionThatDidNotReachTheLogIsAppendedAtTheStart() throws Exception {
    SanctionEvent step = ban(TestNetwork.GENESIS.plusSeconds(90));
    try (Storage storage = LocalStorage.open(data, TestNetwork.NAME)) {
      storage.sanctions().append(0, step);
    }
    for (int start = 0; start < 2; start++) {
      new TestService(data).close();
      assertThat(loggedSteps()).containsExactly(InputRecords.hash(step));
    }
  }

  @Test
  void stepsOfSanctionsThatAreRemovedAreFound() throws Exception {
    try (TestService service = new TestService(data)) {
      SanctionEvent logged = service.server.admin().sanction(ban(service.now())).get();
      assertThat(logged.at()).isAfter(service.now());
    }
    assertThat(loggedSteps()).hasSize(1);
    removeAll("sanctions.sqlite");
    assertRefused("the log has 1 steps of sanctions that are not among the 0 of the store");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> new TestService(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private void removeAll(String prefix) throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.walk(data)) {
      found = files
          .filter(file -> data.relativize(file).toString().startsWith(prefix))
          .filter(file -> !file.getFileName().toString().equals("log.key"))
          .sorted(java.util.Comparator.reverseOrder())
          .toList();
    }
    for (Path file : found) {
      Files.delete(file);
    }
  }
}
