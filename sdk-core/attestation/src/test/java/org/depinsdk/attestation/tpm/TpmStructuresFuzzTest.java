package org.depinsdk.attestation.tpm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.core.encoding.EncodingException;
import org.junit.jupiter.params.provider.MethodSource;

/** TPM structures and event logs of any bytes: read, or refused with a reason. */
class TpmStructuresFuzzTest {
  private static Stream<byte[]> column(String table, String name) {
    return Conformance.table(table).rows().stream().limit(20).map(row -> row.bytes(name));
  }

  private static void mustHaveAReason(EncodingException e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new AssertionError("refused without a reason", e);
    }
  }

  static Stream<byte[]> publicAreas() {
    return Stream.concat(
        column("attestation/tpm-ak-creation", "public"),
        column("attestation/tpm-encapsulation", "publicKey"));
  }

  @MethodSource("publicAreas")
  @FuzzTest
  void publicArea(byte[] data) {
    try {
      TpmPublicArea area = TpmPublicArea.parse(data);
      if (area.name().length < 22 || area.key().getEncoded().length == 0) {
        throw new AssertionError("a key without a name");
      }
      EkKey.of(area.key());
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }

  static Stream<byte[]> attestations() {
    return Stream.concat(
        column("attestation/tpm-quotes", "quote"),
        column("attestation/tpm-ak-creation", "attestation"));
  }

  @MethodSource("attestations")
  @FuzzTest
  void attestation(byte[] data) {
    try {
      TpmAttestation read = TpmAttestation.parse(data);
      if (read.statement() instanceof TpmAttestation.Statement.Quote quote
          && quote.selection().stream().distinct().count() != quote.selection().size()) {
        throw new AssertionError("a PCR twice");
      }
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }

  static Stream<byte[]> signatures() {
    return column("attestation/tpm-quotes", "signature");
  }

  @MethodSource("signatures")
  @FuzzTest
  void signature(byte[] data) {
    try {
      TpmSignature read = TpmSignature.parse(data);
      for (byte[] area : publicAreas().limit(6).toList()) {
        if (read.verifies(TpmPublicArea.parse(area).key(), new byte[] {1})) {
          throw new AssertionError("a forged signature verifies");
        }
      }
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }

  static Stream<byte[]> eventLogs() {
    return column("attestation/tpm-event-logs", "log").map(log -> {
      try {
        return TpmKnownAnswersTest.inflate(log);
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @MethodSource("eventLogs")
  @FuzzTest
  void eventLog(byte[] data) {
    try {
      EventLogReplay replay = EventLogReplay.of(EventLog.parse(data));
      replay.secureBoot();
      if (replay.values().keySet().stream().anyMatch(pcr -> pcr.index() >= Pcr.PER_BANK)) {
        throw new AssertionError("a PCR that no TPM has");
      }
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }

  static Stream<byte[]> storedCertificates() {
    byte[] small = {0x30, 3, 2, 1, 5};
    return Stream.of(small, Arrays.copyOf(small, 20), new byte[] {0x30, (byte) 0x82, 1, 0});
  }

  @MethodSource("storedCertificates")
  @FuzzTest
  void storedCertificate(byte[] data) {
    try {
      byte[] certificate = EkCertificate.withoutPadding(data);
      if (!Arrays.equals(certificate, EkCertificate.withoutPadding(certificate))) {
        throw new AssertionError("padding is left");
      }
      EkCertificate.tpm(Certificate.parse(certificate));
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }
}
