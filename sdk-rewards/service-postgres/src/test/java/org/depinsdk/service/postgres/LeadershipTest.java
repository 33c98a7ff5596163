package org.depinsdk.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;

/** Who leads is decided by the database in each transaction, whatever a process believes. */
class LeadershipTest {
  private static final String NETWORK = "lead-test";
  private static final String TAKE_OVER =
      "UPDATE leadership SET epoch = epoch + 1, address = 'b:2'";

  private final TestDatabase database = new TestDatabase();

  @Test
  void ofProcessesThatStartOnAnEmptySchemaOneLeads() throws Exception {
    ExecutorService processes = Executors.newFixedThreadPool(3);
    try {
      Callable<Optional<PostgresStorage>> start = () -> {
        try {
          return Optional.of(database.open(NETWORK));
        } catch (AnotherLeadsException e) {
          return Optional.empty();
        }
      };
      List<PostgresStorage> leaders = new ArrayList<>();
      for (Future<Optional<PostgresStorage>> started :
          processes.invokeAll(List.of(start, start, start))) {
        started.get().ifPresent(leaders::add);
      }
      assertThat(leaders).hasSize(1);
      assertThat(leaders.get(0).registry().load()).isEmpty();
      leaders.get(0).close();
      // a lease that is given back is taken at once
      database.open(NETWORK).close();
    } finally {
      processes.shutdown();
    }
    assertThat(database.count("SELECT epoch FROM leadership")).isEqualTo(2);
  }

  @Test
  void whoWaitsHearsWhereTheLeaderIs() throws Exception {
    PostgresSettings settings = database.settings("a:1", PostgresSettings.DEFAULT_LEASE);
    try (PostgresStorage leader = PostgresStorage.open(settings, NETWORK)) {
      assertThat(leader.isShared()).isTrue();
      assertThatThrownBy(() -> database.open(NETWORK))
          .isInstanceOf(AnotherLeadsException.class)
          .hasMessageEndingWith("leads this network: a:1");
    }
  }

  /** Nobody told it, and its own lease has not ended by its own count: still it writes nothing. */
  @Test
  void aProcessThatWasOvertakenWritesNothing() throws Exception {
    CompletableFuture<IOException> told = new CompletableFuture<>();
    try (PostgresStorage overtaken = database.open(NETWORK)) {
      overtaken.onLoss(told::complete);
      overtaken.log().recover(0, new Nothing());
      overtaken.log().begin(0, NetworkLog.State.EMPTY);
      overtaken.log().append(entry(0));
      overtaken.log().commit();
      database.update(TAKE_OVER);
      overtaken.log().append(entry(1));
      TreeHead head = new TreeHead(2, TreeHash.EMPTY_TREE);
      assertRefused(() -> overtaken.log().commit());
      assertRefused(() -> overtaken.log().signed(head));
      assertRefused(() -> overtaken.ledger().record(settled()));
      assertRefused(() -> overtaken.evidence().put(Bytes32.ZERO, new byte[1]));
      assertRefused(() ->
          overtaken.sanctions().append(0, new SanctionEvent.Appealed(Instant.EPOCH, 0, "not I")));
      assertThat(told.get(10, TimeUnit.SECONDS)).hasMessageEndingWith("b:2");
    }
    assertThat(database.count("SELECT count(*) FROM log_entry")).isEqualTo(1);
    for (String table : List.of("signed_head", "settled_epoch", "evidence", "sanction_step")) {
      assertThat(database.count("SELECT count(*) FROM " + table)).as(table).isZero();
    }
  }

  @Test
  void nobodyTakesOverWhileATransactionOfTheLeaderHasNotEnded() throws Exception {
    try (Database leader = lead(Duration.ofSeconds(5))) {
      leader.write("test", connection -> {
        assertThatThrownBy(() -> database.update("SET lock_timeout = 100; " + TAKE_OVER))
            .isInstanceOf(SQLException.class)
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo(Database.LOCK_NOT_AVAILABLE);
        return true;
      });
      database.update(TAKE_OVER);
    }
  }

  /** As if the process was stopped within its transaction: the take-over waits until the server has ended it, and it is undone. */
  @Test
  void aTransactionOfASilentProcessIsEndedAndUndone() throws Exception {
    try (Database leader = lead(Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> leader.write("test", connection -> {
            try (var insert = connection.createStatement()) {
              insert.execute("INSERT INTO evidence VALUES ('a', 'b')");
              database.update(TAKE_OVER);
              return insert.execute("INSERT INTO evidence VALUES ('c', 'd')");
            }
          }))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> leader.write("test", connection -> true))
          .isInstanceOf(AnotherLeadsException.class);
    }
    assertThat(database.count("SELECT count(*) FROM evidence")).isZero();
  }

  @Test
  void sessionsThatAnAdministratorEndsLoseAndDoubleNothing() throws Exception {
    int commits = 60;
    AtomicBoolean done = new AtomicBoolean();
    try (PostgresStorage leader = database.open(NETWORK)) {
      leader.log().recover(0, new Nothing());
      leader.log().begin(0, NetworkLog.State.EMPTY);
      CompletableFuture<Integer> terminations = CompletableFuture.supplyAsync(() -> {
        int ended = 0;
        while (!done.get()) {
          ended += terminate();
        }
        return ended;
      });
      for (int i = 0; i < commits; i++) {
        leader.log().append(entry(i));
        leader.log().commit();
      }
      done.set(true);
      assertThat(terminations.get()).isPositive();
    } finally {
      done.set(true);
    }
    List<Long> found = new ArrayList<>();
    try (PostgresStorage next = database.open(NETWORK)) {
      next.log().recover(0, new Nothing() {
        @Override
        public void visit(NetworkLog.Entry entry) {
          found.add(entry.index());
        }
      });
    }
    assertThat(found).hasSize(commits).doesNotHaveDuplicates().isSorted();
  }

  private int terminate() {
    try {
      return (int) database.count("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
          + " WHERE application_name LIKE 'depin-network%'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Database lead(Duration lease) throws Exception {
    return Database.lead(database.settings("a:1", lease), NETWORK, reason -> {
      throw reason;
    });
  }

  private static class Nothing implements NetworkLog.Recovery {
    @Override
    public void begin(NetworkLog.State before) {}

    @Override
    public void visit(NetworkLog.Entry entry) {}
  }

  private interface Write {
    void run() throws IOException;
  }

  private static void assertRefused(Write write) {
    assertThatThrownBy(write::run).isInstanceOf(AnotherLeadsException.class);
  }

  private static NetworkLog.Entry entry(long index) {
    return new NetworkLog.Entry(
        index, 0, Optional.of(new LogRecord.EpochOpened(0, index)), Optional.empty());
  }

  private static Ledger.Entry settled() {
    return new Ledger.Entry(
        0, "policy", 0, MerkleDistribution.of(new TreeMap<>()), SettlementState.GENESIS);
  }
}
