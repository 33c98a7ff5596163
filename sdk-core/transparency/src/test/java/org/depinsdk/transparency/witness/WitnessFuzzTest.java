package org.depinsdk.transparency.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile bytes for a witness: it answers with one of its statuses, and cosigns nothing but the one history that it saw. */
class WitnessFuzzTest {
  private static final TestLog LOG = TestLog.numbered(9);

  static Stream<byte[]> requests() throws IOException {
    Stream<byte[]> known = Conformance.table("tlog/witness").rows().stream()
        .map(row -> row.text("request").getBytes(StandardCharsets.UTF_8));
    return Stream.concat(
        known,
        Stream.of(
            WitnessTest.request(LOG, 5, 9),
            WitnessTest.request(LOG, 0, 5),
            WitnessTest.request(new TestLog("a", "b", "c", "d", "e", "f"), 5, 6)));
  }

  @MethodSource("requests")
  @FuzzTest
  void requests(byte[] data) throws Exception {
    try {
      AddCheckpointRequest request = AddCheckpointRequest.parse(data);
      byte[] written = request.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(written).isEqualTo(data);
    } catch (TransparencyException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    MemoryStore store = new MemoryStore();
    Witness witness = new Witness(
        TestLog.WITNESSES.get(0),
        List.of(TestLog.KEY.key()),
        store,
        () -> Instant.ofEpochSecond(1_800_000_000));
    assertThat(witness.addCheckpoint(WitnessTest.request(LOG, 0, 5)).status()).isEqualTo(200);
    WitnessAnswer answer = witness.addCheckpoint(data);
    assertThat(answer.status()).isIn(200, 400, 403, 404, 409, 422);
    assertThat(answer.body()).endsWith("\n");
    SignedCheckpoint kept = store.kept.get(TestLog.ORIGIN);
    long size = kept.checkpoint().head().size();
    new ConsistencyProof(ConsistencyProof.make(LOG.tree(), 9, size).hashes())
        .verify(kept.checkpoint().head(), LOG.signed(9).checkpoint().head());
  }
}
