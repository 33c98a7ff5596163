package org.depinsdk.service.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.epoch.ProofStates;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.NetworkLog;
import org.junit.jupiter.api.Test;

/** What somebody else finds in the tables, or changes in them. */
class RowsTest {
  private static final String NETWORK = "rows-test";

  private final TestDatabase database = new TestDatabase();

  /** Readers never go past a number that is not there. */
  @Test
  void anEntryThatIsMissingOrDamagedIsAnError() throws Exception {
    try (PostgresStorage storage = database.open(NETWORK)) {
      storage.log().begin(0, NetworkLog.State.EMPTY);
      for (int i = 0; i < 600; i++) {
        storage
            .log()
            .append(new NetworkLog.Entry(
                i, 0, Optional.of(new LogRecord.EpochOpened(0, i)), Optional.empty()));
      }
      storage.log().commit();
      storage.log().forEach(0, entry -> {});
      for (int position : List.of(599, 300, 256, 0)) {
        database.update("DELETE FROM log_entry WHERE position = " + position);
        assertThatThrownBy(() -> storage.log().forEach(0, entry -> {}))
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("entry " + position + " of the log is missing");
      }
      database.update("INSERT INTO log_entry VALUES (0, 0, 0, 'no record', NULL)");
      assertThatThrownBy(() -> storage.log().forEach(0, entry -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("entry 0 of the log is damaged");
    }
  }

  @Test
  void theLargestAmountOfAContractIsKept() throws Exception {
    OperatorId operator = new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");
    BigInteger most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    totals.put(operator, TokenAmount.of(most));
    SettlementState after =
        new SettlementState(1, "emission", Collections.emptySortedMap(), totals, ProofStates.NONE);
    try (PostgresStorage storage = database.open(NETWORK)) {
      storage
          .ledger()
          .record(new Ledger.Entry(0, "policy", 0, MerkleDistribution.of(totals), after));
      assertThat(storage.ledger().claim(operator).orElseThrow().claim().cumulativeAmount())
          .isEqualTo(totals.get(operator));
    }
    assertThat(database.count("SELECT count(*) FROM claim WHERE cumulative = " + most))
        .isEqualTo(1);
  }
}
