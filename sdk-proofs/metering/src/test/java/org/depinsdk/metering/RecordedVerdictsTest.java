package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.util.Optional;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Recorded verdicts of the S.A.F.E. corpus: the reference software's and OpenSSL's. */
class RecordedVerdictsTest {
  @Test
  void ocmf() {
    KnownAnswers.check("metering/ocmf", row -> {
      boolean field = verifies(row, RecordRules.FIELD, Optional.of(MeterCurve.SECP256R1));
      if (!row.has("openssl") || row.flag("openssl") != field) {
        assertThat(row.has("note")).as("why OpenSSL says otherwise").isTrue();
      }
      return answers("strict", verifies(row, RecordRules.STRICT, Optional.empty()), "field", field);
    });
  }

  @Test
  void alfen() {
    KnownAnswers.check("metering/alfen", row -> {
      SignedMeterRecord record = MeterFormat.parse(row.text("record"), RecordRules.STRICT);
      return answers("signature", record.verify(record.embeddedKey().orElseThrow()));
    });
  }

  private static boolean verifies(
      ConformanceRow row, RecordRules rules, Optional<MeterCurve> pointCurve) {
    try {
      MeterKey key = MeterKey.parse(row.text("key"), pointCurve);
      return MeterFormat.parse(row.text("record"), rules).verify(key);
    } catch (MalformedEvidenceException e) {
      return false;
    }
  }
}
