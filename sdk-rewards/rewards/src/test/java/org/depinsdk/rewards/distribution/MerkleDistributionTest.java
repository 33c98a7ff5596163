package org.depinsdk.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class MerkleDistributionTest {
  private static OperatorId operator(RandomGenerator random) {
    byte[] address = new byte[20];
    random.nextBytes(address);
    return new OperatorId(Hex.encode0x(address));
  }

  private static TreeMap<OperatorId, TokenAmount> totals(RandomGenerator random, int count) {
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    while (totals.size() < count) {
      totals.put(operator(random), TokenAmount.of(random.nextLong(Long.MAX_VALUE)));
    }
    return totals;
  }

  @Test
  void everyClaimIsUnderTheRootAndNoOtherIs() {
    Property.check(60, random -> {
      TreeMap<OperatorId, TokenAmount> totals = totals(random, 1 + random.nextInt(200));
      MerkleDistribution distribution = MerkleDistribution.of(totals);
      for (Map.Entry<OperatorId, TokenAmount> total : totals.entrySet()) {
        Claim claim = distribution.claim(total.getKey()).orElseThrow();
        assertThat(claim.cumulativeAmount()).isEqualTo(total.getValue());
        assertThat(claim.isUnder(distribution.root())).isTrue();
        assertThat(MerkleDistribution.verify(
                distribution.root(),
                claim.operator(),
                claim.cumulativeAmount().plus(TokenAmount.of(1)),
                claim.proof()))
            .isFalse();
        assertThat(MerkleDistribution.verify(
                distribution.root(), operator(random), claim.cumulativeAmount(), claim.proof()))
            .isFalse();
        if (!claim.proof().isEmpty()) {
          List<Bytes32> shorter = claim.proof().subList(1, claim.proof().size());
          assertThat(new Claim(claim.operator(), claim.cumulativeAmount(), shorter)
                  .isUnder(distribution.root()))
              .isFalse();
        }
      }
      OperatorId stranger = operator(random);
      assertThat(distribution.claim(stranger)).isEmpty();
      assertThat(distribution.proof(stranger)).isEmpty();
    });
  }

  @Test
  void anEmptyDistributionHasTheZeroRoot() throws Exception {
    MerkleDistribution empty = MerkleDistribution.of(Collections.emptySortedMap());
    assertThat(empty.root()).isEqualTo(Bytes32.ZERO).hasToString("0x" + "0".repeat(64));
    assertThat(empty.claim(new OperatorId("0x" + "11".repeat(20)))).isEmpty();
    assertThat(dump(empty))
        .isEqualTo(
            "{\"format\":\"standard-v1\",\"leafEncoding\":[\"address\",\"uint256\"],\"tree\":[],\"values\":[]}");
  }

  static String dump(MerkleDistribution distribution) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    distribution.writeDump(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theOnlyOperatorHasAnEmptyProof() {
    TreeMap<OperatorId, TokenAmount> totals = totals(Property.random(3), 1);
    MerkleDistribution one = MerkleDistribution.of(totals);
    Claim claim = one.claim(totals.firstKey()).orElseThrow();
    assertThat(claim.proof()).isEmpty();
    assertThat(claim.isUnder(one.root())).isTrue();
  }

  /** Hashes that agree in what the first, fast comparison sees. */
  @Test
  void hashesWithEqualBeginningsAreSortedByTheirRest() {
    Property.check(50, random -> {
      int count = 2 + random.nextInt(40);
      byte[] hashes = new byte[32 * count];
      random.nextBytes(hashes);
      for (int i = 0; i < count; i++) {
        for (int b = 0; b < 5; b++) {
          hashes[32 * i + b] = (byte) (random.nextInt(2) * 0xff);
        }
      }
      List<Bytes32> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        expected.add(Bytes32.at(hashes, 32 * i));
      }
      Collections.sort(expected);
      List<Bytes32> sorted = new ArrayList<>();
      for (int index : LeafOrder.of(hashes, count)) {
        sorted.add(Bytes32.at(hashes, 32 * index));
      }
      assertThat(sorted).isEqualTo(expected);
    });
  }

  @Test
  void thirtyTwoBytesHaveOneTextForm() throws EncodingException {
    Bytes32 value = Bytes32.parse("0x" + "ab".repeat(32));
    assertThat(value).hasToString("0x" + "ab".repeat(32)).isEqualTo(Bytes32.of(value.bytes()));
    for (String wrong :
        new String[] {"", "0x", "ab".repeat(32), "0x" + "ab".repeat(31), "0x" + "zz".repeat(32)}) {
      assertThatThrownBy(() -> Bytes32.parse(wrong)).isInstanceOf(EncodingException.class);
    }
    assertThatThrownBy(() -> Bytes32.of(new byte[31])).hasMessageContaining("31");
  }
}
