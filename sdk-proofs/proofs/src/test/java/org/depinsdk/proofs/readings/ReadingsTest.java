package org.depinsdk.proofs.readings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static byte[] bytes(RandomGenerator random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ReadingTree tree(RandomGenerator random, int size) {
    return ReadingTree.of(
        bytes(random, ReadingTree.SEED_BYTES),
        IntStream.range(0, size)
            .mapToObj(i -> bytes(random, random.nextInt(20)))
            .toList());
  }

  @Test
  void knownAnswers() {
    KnownAnswers.check("merkle/readings", row -> {
      ReadingTree tree = ReadingTree.of(
          row.bytes("seed"),
          row.list("readings").stream().map(HexFormat.of()::parseHex).toList());
      CommittedReadings evidence =
          tree.commitment(row.list("shown").stream().map(Integer::valueOf).toList());
      byte[] encoded = CommittedReadings.CODEC.encode(evidence);
      assertThat(CommittedReadings.CODEC.decode(encoded)).isEqualTo(evidence);
      return Map.of("root", evidence.root().bytes(), "evidence", encoded);
    });
  }

  @Test
  void everyReadingCanBeShownAloneAndNoOtherInItsPlace() throws Exception {
    TestNetwork network = new TestNetwork();
    DeviceId device = network.device("sensor", 1);
    DeviceId other = network.device("other", 2);
    Property.check(20, random -> {
      int size = 1 + random.nextInt(40);
      ReadingTree tree = tree(random, size);
      CommittedReadings committed = tree.commitment(List.of());
      SignedReport report = SignedReport.sign(
          TestNetwork.NAME,
          new Report(
              device,
              new ProofKind("sensor-day/1"),
              1,
              TestNetwork.START,
              Provenance.HARDWARE,
              CommittedReadings.CODEC.encode(committed)),
          network.signer(device));
      for (int i = 0; i < size; i++) {
        DisclosedReading reading = DisclosedReading.parse(tree.disclose(i).bytes());
        assertThat(reading).isEqualTo(tree.disclose(i)).hasSameHashCodeAs(tree.disclose(i));
        ProvenReading proven = new ProvenReading(report, reading);
        assertThat(proven.verify(TestNetwork.NAME, network.signer(device).publicKey()))
            .isTrue();
        assertThat(proven.verify("elsewhere", network.signer(device).publicKey()))
            .isFalse();
        assertThat(proven.verify(TestNetwork.NAME, network.signer(other).publicKey()))
            .isFalse();
        assertThat(new ProvenReading(report, changed(random, reading))
                .verify(TestNetwork.NAME, network.signer(device).publicKey()))
            .isFalse();
        assertThat(reading.isIn(committed.root(), size + 100)).isFalse();
        assertThat(reading.isIn(committed.root(), i)).isFalse();
      }
    });
  }

  /** The same reading with another index, salt, value or path. */
  private static DisclosedReading changed(RandomGenerator random, DisclosedReading of) {
    byte[] salt = of.salt();
    byte[] reading = of.reading();
    int index = of.index();
    var path = new ArrayList<>(of.path());
    switch (random.nextInt(4)) {
      case 0 -> index += 1 + random.nextInt(5);
      case 1 -> salt[random.nextInt(salt.length)] ^= 1;
      case 2 -> reading = Arrays.copyOf(reading, reading.length + 1);
      default -> path.add(CommittedReadingsFuzzTest.HASH);
    }
    return new DisclosedReading(index, salt, reading, path);
  }

  @Test
  void evidenceThatShowsAReadingOfAnotherTreeIsMalformed() {
    Property.check(50, random -> {
      int size = 2 + random.nextInt(30);
      List<Integer> shown = List.of(0, size - 1);
      CommittedReadings good = tree(random, size).commitment(shown);
      CommittedReadings bad = new CommittedReadings(
          tree(random, size).commitment(List.of()).root(), size, good.shown());
      assertThatThrownBy(() -> CommittedReadings.CODEC.decode(CommittedReadings.CODEC.encode(bad)))
          .isInstanceOfSatisfying(MalformedEvidenceException.class, e -> {
            assertThat(e.reason()).isEqualTo(CommittedReadings.NOT_IN_TREE);
            assertThat(e.facts()).isEqualTo(Map.of("index", "0"));
          });
    });
  }

  @Test
  void bytesThatAreNoEvidenceAreMalformed() throws Exception {
    byte[] good =
        CommittedReadings.CODEC.encode(tree(Property.random(1), 5).commitment(List.of(3)));
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      if (length == 36) {
        assertThat(CommittedReadings.CODEC.decode(cut).shown()).isEmpty();
      } else {
        assertThatThrownBy(() -> CommittedReadings.CODEC.decode(cut))
            .as("cut at %s", length)
            .isInstanceOfSatisfying(
                MalformedEvidenceException.class,
                e -> assertThat(e.reason()).isEqualTo(MalformedEvidenceException.UNREADABLE));
      }
    }
    for (int count : new int[] {0, -1, CommittedReadings.MAX_COUNT + 1}) {
      byte[] bytes = new byte[36];
      Arrays.fill(bytes, 0, 32, (byte) 1);
      ByteBuffer.wrap(bytes, 32, 4).putInt(count);
      assertThatThrownBy(() -> CommittedReadings.CODEC.decode(bytes)).hasMessageContaining("count");
    }
    byte[] twice = Arrays.copyOf(good, 2 * good.length - 36);
    System.arraycopy(good, 36, twice, good.length, good.length - 36);
    assertThatThrownBy(() -> CommittedReadings.CODEC.decode(twice)).hasMessageContaining("above 3");
    byte[] one = tree(Property.random(2), 4).disclose(2).bytes();
    assertThatThrownBy(() -> DisclosedReading.parse(Arrays.copyOf(one, one.length + 1)))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("after the reading");
    assertThatThrownBy(() -> DisclosedReading.parse(Arrays.copyOf(one, one.length - 1)))
        .isInstanceOf(MalformedEvidenceException.class);
  }

  @Test
  void aTreeHasLimits() {
    byte[] seed = new byte[ReadingTree.SEED_BYTES];
    assertThatThrownBy(() -> ReadingTree.of(seed, List.of()))
        .isInstanceOf(InvalidFieldException.class);
    assertThatThrownBy(() -> ReadingTree.of(new byte[31], List.of(new byte[1])))
        .isInstanceOf(InvalidFieldException.class);
    byte[] large = new byte[DisclosedReading.MAX_BYTES + 1];
    assertThatThrownBy(() -> ReadingTree.of(seed, List.of(large)))
        .isInstanceOf(InvalidFieldException.class);
    ReadingTree tree = ReadingTree.of(seed, List.of(new byte[1]));
    assertThatThrownBy(() -> tree.disclose(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
