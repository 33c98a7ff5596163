package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
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
