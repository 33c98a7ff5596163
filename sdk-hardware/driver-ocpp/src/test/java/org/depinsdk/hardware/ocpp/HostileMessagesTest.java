package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mutated messages at the central system: each is answered, refused or dropped, and nothing else happens. */
class HostileMessagesTest {
  static final List<String> MESSAGES = List.of(
      "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]",
      "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":1,\"timestamp\":\"2026-01-01T00:00:00Z\"}]",
      "[2,\"1\",\"StopTransaction\",{\"transactionId\":-1,\"meterStop\":1,\"timestamp\":\"2026-01-01T00:00:00.5+01:00\","
          + "\"transactionData\":[{\"timestamp\":\"2026-01-01T00:00:00Z\",\"sampledValue\":[{\"value\":\"{\\\"signedMeterData\\\":"
          + "\\\"T0NNRnw=\\\"}\",\"format\":\"SignedData\"}]}]}]",
      "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-01-01T00:00:00Z\","
          + "\"sampledValue\":[{\"value\":\"1.5\",\"unit\":\"kWh\"}]}]}]",
      "[2,\"1\",\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"V\",\"model\":\"M\"}}]",
      "[2,\"1\",\"TransactionEvent\",{\"eventType\":\"Started\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"triggerReason\":"
          + "\"Authorized\",\"seqNo\":0,\"transactionInfo\":{\"transactionId\":\"t\"},\"evse\":{\"id\":1},\"idToken\":"
          + "{\"idToken\":\"TAG\",\"type\":\"Central\"},\"meterValue\":[{\"timestamp\":\"2026-01-01T00:00:00Z\",\"sampledValue\":"
          + "[{\"value\":1.5e3,\"unitOfMeasure\":{\"multiplier\":3},\"signedMeterValue\":{\"signedMeterData\":\"T0NNRnw=\","
          + "\"signingMethod\":\"\",\"encodingMethod\":\"OCMF\",\"publicKey\":\"\"}}]}]}]",
      "[2,\"1\",\"NotifyReport\",{\"requestId\":1,\"generatedAt\":\"2026-01-01T00:00:00Z\",\"seqNo\":0,\"reportData\":"
          + "[{\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\"V\"},\"variableAttribute\":[{\"value\":\"1\"}]}]}]",
      "[3,\"1\",{\"status\":\"Accepted\"}]",
      "[4,\"1\",\"GenericError\",\"\",{}]");

  private final DriverContext context = DriverContext.builder().build();
  private final TestServices services = new TestServices();
  private final List<String> sent = new ArrayList<>();

  @AfterEach
  void close() {
    context.close();
  }

  private RpcPeer peer(OcppVersion version) {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T02:00:00Z"));
    Station station = new Station("CP001", clock, Provenance.SIMULATED);
    Dialect dialect = version == OcppVersion.V1_6
        ? new Dialect16(station, services)
        : new Dialect201(station, services);
    return new RpcPeer("CP001", version, sent::add, dialect, context.scheduler(), 4);
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void nothingIsThrown(OcppVersion version) {
    RpcPeer peer = peer(version);
    for (String message : MESSAGES) {
      peer.receive(message);
    }
    assertThat(services.events).as("the unchanged messages are good ones").isNotEmpty();
    Property.check(4000, random -> {
      sent.clear();
      peer.receive(mutate(MESSAGES.get(random.nextInt(MESSAGES.size())), random));
      assertThat(sent.size()).isLessThanOrEqualTo(1);
      for (String answer : sent) {
        assertThat(answer).startsWith("[").hasSizeLessThan(2000);
        assertThat(Frame.parse(answer)).isNotInstanceOf(Frame.Call.class);
      }
    });
  }

  private static String mutate(String text, RandomGenerator random) {
    StringBuilder out = new StringBuilder(text);
    for (int n = random.nextInt(1, 4); n > 0 && !out.isEmpty(); n--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(5)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, (char) random.nextInt(0x2fff));
        case 2 -> out.setCharAt(at, "{}[]\":,0-9eE\\nu".charAt(random.nextInt(15)));
        case 3 -> out.insert(at, "9".repeat(random.nextInt(60)));
        default -> out.setLength(at);
      }
    }
    return out.toString();
  }
}
