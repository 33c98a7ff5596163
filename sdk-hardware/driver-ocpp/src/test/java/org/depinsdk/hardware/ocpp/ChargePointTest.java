package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.DriverStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Central systems that refuse, wait and answer in odd ways. */
class ChargePointTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String START =
      "{\"idTagInfo\":{\"status\":\"Accepted\"},\"transactionId\":7}";

  private final DriverContext context = DriverContext.builder().build();
  private final Events states = new Events();

  @AfterEach
  void close() {
    context.close();
  }

  private ChargePoint connect(ScriptedCentral central) {
    ChargePoint point = ChargePoint.builder(context, central.endpoint(), "CP001")
        .reconnect(Duration.ofMillis(20))
        .retry(3, Duration.ofMillis(1))
        .connect();
    point.onStatus(states::add);
    states.add(point.status());
    return point;
  }

  private static ChargePointTransaction charge(ChargePoint point) {
    ChargePointTransaction transaction =
        point.begin(1, "TAG", List.of(MeterSample.energy(NOW, 1, MeterSample.BEGIN)));
    transaction.end(NOW, List.of(MeterSample.energy(NOW, 2, MeterSample.END)), Optional.empty());
    return transaction;
  }

  @Test
  void anEndThatIsRefusedForNowIsSentAgain() throws Exception {
    try (ScriptedCentral central = new ScriptedCentral() {
          @Override
          String answer(String action, int n) {
            return switch (action) {
              case "BootNotification" -> BOOT;
              case "StartTransaction" -> START;
              default -> n < 3 ? "!InternalError" : "{}";
            };
          }
        };
        ChargePoint point = connect(central)) {
      Bench.get(charge(point).delivered());
      assertThat(central.calls.all(String.class).stream().filter("StopTransaction"::equals))
          .hasSize(3);
      assertThat(point.lost()).isZero();
    }
  }

  @Test
  void whatIsRefusedEachTimeIsGivenUpAndTheNextGoesOn() throws Exception {
    try (ScriptedCentral central = new ScriptedCentral() {
          @Override
          String answer(String action, int n) {
            return switch (action) {
              case "BootNotification" -> BOOT;
              case "StartTransaction" -> START;
              default -> n <= 3 ? "!InternalError" : "{}";
            };
          }
        };
        ChargePoint point = connect(central)) {
      ChargePointTransaction first = charge(point);
      Bench.get(charge(point).delivered());
      assertThatThrownBy(() -> Bench.get(first.delivered()))
          .hasCauseInstanceOf(DriverException.Rejected.class);
      assertThat(point.lost()).isEqualTo(1);
      assertThat(point.queued()).isZero();
    }
  }

  @Test
  void answersWithNullsAndMoreFieldsAreTaken() throws Exception {
    try (ScriptedCentral central = new ScriptedCentral() {
          @Override
          String answer(String action, int n) {
            return switch (action) {
              case "BootNotification" -> BOOT.replace("}", ",\"vendor\":1}");
              case "StartTransaction" ->
                "{\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":null,\"x\":1},\"transactionId\":7,\"y\":2}";
              default -> "{\"idTagInfo\":null}";
            };
          }
        };
        ChargePoint point = connect(central)) {
      ChargePointTransaction transaction = charge(point);
      assertThat(Bench.get(transaction.accepted())).isTrue();
      Bench.get(transaction.delivered());
      assertThat(transaction.id()).isEqualTo("7");
      assertThat(point.lost()).isZero();
    }
  }

  @Test
  void anAnswerThatIsNoneFailsTheTransactionAndNotTheConnection() throws Exception {
    try (ScriptedCentral central = new ScriptedCentral() {
          @Override
          String answer(String action, int n) {
            return action.equals("BootNotification") ? BOOT : "{\"idTagInfo\":{}}";
          }
        };
        ChargePoint point = connect(central)) {
      ChargePointTransaction transaction = charge(point);
      assertThatThrownBy(() -> Bench.get(transaction.accepted()))
          .hasMessageContaining("StartTransaction");
      Bench.get(transaction.delivered());
      assertThat(point.lost()).isEqualTo(1);
      assertThat(point.status().state()).isEqualTo(DriverState.ONLINE);
    }
  }

  @Test
  void aPendingBootKeepsTheConnectionAndComesAgainAfterTheInterval() throws Exception {
    try (ScriptedCentral central = new ScriptedCentral() {
          @Override
          String answer(String action, int n) {
            return n == 1
                ? BOOT.replace("Accepted", "Pending").replace("300", "1")
                : BOOT.replace("00:00Z", "00:00");
          }
        };
        ChargePoint point = connect(central)) {
      DriverStatus pending = states.await(DriverStatus.class, s -> s.reason().isPresent());
      assertThat(pending.detail()).isEqualTo("the boot is Pending, again in 1 s");
      central
          .getConnections()
          .iterator()
          .next()
          .send("[2,\"c1\",\"RemoteStopTransaction\",{\"transactionId\":1}]");
      assertThat(central.calls.await(String.class, c -> c.startsWith("answer")))
          .contains("Rejected");
      states.state(DriverState.ONLINE);
      assertThat(central.calls.all(String.class))
          .as("on the same connection")
          .doesNotContain("closed");
    }
  }

  @Test
  void whyABootFailsIsInTheStatus() throws Exception {
    try (ScriptedCentral central = new ScriptedCentral() {
          @Override
          String answer(String action, int n) {
            return n == 1
                ? BOOT.replace("2026-01-01T00:00:00Z", "yesterday")
                : n == 2 ? "!SecurityError" : BOOT;
          }
        };
        ChargePoint point = connect(central)) {
      states.await(DriverStatus.class, s -> s.detail().contains("BootNotification.currentTime"));
      states.await(DriverStatus.class, s -> s.detail().contains("the boot was not answered"));
      states.state(DriverState.ONLINE);
      assertThat(point.queued()).isZero();
    }
  }

  @Test
  void closingGivesUpWhatWaits() throws Exception {
    ChargePointTransaction transaction;
    try (ScriptedCentral central = new ScriptedCentral() {
          @Override
          String answer(String action, int n) {
            return "!InternalError";
          }
        };
        ChargePoint point = connect(central)) {
      transaction = charge(point);
      assertThat(point.queued()).isEqualTo(2);
    }
    assertThatThrownBy(() -> Bench.get(transaction.delivered()))
        .hasCauseInstanceOf(DriverException.Closed.class);
  }
}
