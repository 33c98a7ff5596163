package org.depinsdk.service.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.report.ReportId;
import org.junit.jupiter.api.Test;

class ReportIndexTest {
  @Test
  void itAnswersAsAMapDoesWhileItsTablesGrow() {
    SplittableRandom random = new SplittableRandom(7);
    Map<ReportId, Long> expected = new HashMap<>();
    ReportIndex index = new ReportIndex();
    for (long i = 0; i < 50_000; i++) {
      ReportId report = id(random);
      expected.put(report, i);
      assertThat(index.put(report, i)).isTrue();
    }
    assertThat(index.size()).isEqualTo(expected.size());
    expected.forEach((report, at) -> {
      assertThat(index.put(report, 0)).isFalse();
      assertThat(index.find(report)).hasValue(at);
    });
    assertThat(index.size()).isEqualTo(expected.size());
    for (int i = 0; i < 10_000; i++) {
      assertThat(index.find(id(random))).isEqualTo(OptionalLong.empty());
    }
  }

  private static ReportId id(SplittableRandom random) {
    byte[] id = new byte[32];
    random.nextBytes(id);
    return new ReportId(Bytes32.of(id));
  }
}
