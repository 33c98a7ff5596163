package org.depinsdk.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose user has a password, and whose server goes away for longer than a lease and comes back. */
@Timeout(180)
class DatabaseAwayTest {
  private static final String PASSWORD = "a password of this test";

  @TempDir
  Path data;

  @TempDir
  Path server;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theLeaderEndsAndWhoWaitsLeadsWhenTheDatabaseIsBack() throws Exception {
    int port = freePort();
    EmbeddedPostgres postgres = start(port);
    try {
      askForPasswords(postgres);
      String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
      Path password = Files.writeString(data.resolve("password"), PASSWORD + "\n");
      assertWrongPasswordIsRefused(url);

      int leaderReady = freePort();
      int waitingReady = freePort();
      String[] leads = options(password, leaderReady);
      try (NetworkProcess leader = new NetworkProcess(data, url, freePort(), leads)) {
        leader.awaitLeading();
        String acknowledged = submit(leader, true);
        assertThat(ready(leaderReady)).isEqualTo(200);
        String[] waits = options(password, waitingReady);
        try (NetworkProcess waiting = new NetworkProcess(data, url, freePort(), waits)) {
          await(waitingReady, 503);

          postgres.close();
          await(leaderReady, 503);
          assertThat(leader.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
          assertThat(leader.process.exitValue()).isEqualTo(70);
          assertThat(data.resolve("stderr"))
              .content()
              .contains("the database has not answered for longer than the lease of 5 s")
              .doesNotContain(PASSWORD);
          assertThat(ready(waitingReady)).isEqualTo(503);

          postgres = start(port);
          waiting.awaitLeading();
          assertThat(submit(waiting, false)).as("sent again").isEqualTo(acknowledged);
          await(waitingReady, 200);
          waiting.end();
        }
      }
      assertNoProcessWithoutTheKeyStarts(url, password);
    } finally {
      postgres.close();
    }
  }

  private EmbeddedPostgres start(int port) {
    try {
      return EmbeddedPostgres.builder()
          .setPort(port)
          .setDataDirectory(server.resolve("data"))
          .setCleanDataDirectory(false)
          .start();
    } catch (IOException | IllegalStateException e) {
      // as in TestDatabase
      return Assumptions.abort("PostgreSQL does not start here: " + e.getMessage());
    }
  }

  private void askForPasswords(EmbeddedPostgres postgres) throws Exception {
    Files.writeString(
        server.resolve("data/pg_hba.conf"),
        "host all depin 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n");
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE depin LOGIN PASSWORD '" + PASSWORD + "'");
      statement.execute("GRANT CREATE ON SCHEMA public TO depin");
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static void assertWrongPasswordIsRefused(String url) {
    PostgresSettings wrong = new PostgresSettings(
        url, Optional.of("depin"), Optional.of("wrong one"), "", Duration.ofSeconds(1));
    assertThatThrownBy(() -> PostgresStorage.open(wrong, FailoverNetwork.NAME))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("password authentication failed for user \"depin\"")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("wrong one");
  }

  private void assertNoProcessWithoutTheKeyStarts(String url, Path password) throws Exception {
    Path other = Files.createDirectories(data.resolve("other"));
    ServerOptions options = ServerOptions.parse(
        "--data",
        other.toString(),
        "--port",
        "0",
        "--database",
        url,
        "--database-user",
        "depin",
        "--database-password-file",
        password.toString());
    NetworkServer.Builder builder = NetworkServer.builder(
            new FailoverNetwork(), PolicySource.of(FailoverNetwork.policy()))
        .options(options);
    assertThatThrownBy(builder::start)
        .hasMessageStartingWith(other.resolve("log.key") + " is missing, and the log is signed");
    assertThat(other.resolve("log.key")).doesNotExist();
  }

  private static String[] options(Path password, int metrics) {
    return new String[] {
      "--database-user",
      "depin",
      "--database-password-file",
      password.toString(),
      "--metrics-port",
      Integer.toString(metrics)
    };
  }

  private static String submit(NetworkProcess leader, boolean enrolls) throws Exception {
    InMemorySigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
    try (NetworkClient client = leader.client(Duration.ofSeconds(30))) {
      if (enrolls) {
        client.enroll(FailoverNetwork.NAME, FailoverNetwork.enrollment(signer), signer);
      }
      Receipt answer = new GrpcReportSink(client)
          .submit(
              List.of(FailoverNetwork.report(signer, 1, FailoverNetwork.GENESIS.plusSeconds(30))))
          .get(0);
      assertThat(answer.isAccepted()).as(answer::toString).isTrue();
      return answer.reportId().hex();
    }
  }

  private void await(int metricsPort, int status) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (ready(metricsPort) != status) {
      assertThat(System.nanoTime()).as("%s at port %s", status, metricsPort).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** The status of /readyz, 0 where nobody listens yet or any more. */
  private int ready(int metricsPort) throws Exception {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/readyz"))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (ConnectException e) {
      return 0;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
