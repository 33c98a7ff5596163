package org.depinsdk.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roots, trees and proofs that npm's {@code @openzeppelin/merkle-tree} made. */
class MerkleVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void treesAreThoseOfOpenZeppelin() throws Exception {
    for (Path path : Vectors.files("merkle", ".json")) {
      String name = path.getFileName().toString();
      boolean sorted = name.matches("oz_standard_[0-9]+\\.json") || name.equals("oz_readme_2.json");
      if (!sorted) {
        continue;
      }
      JsonNode file = JSON.readTree(Vectors.text("merkle/" + name));
      TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
      for (JsonNode input : file.get("inputs")) {
        totals.put(
            new OperatorId(input.get(0).asText()),
            TokenAmount.parse(input.get(1).asText()));
      }
      MerkleDistribution distribution = MerkleDistribution.of(totals);
      assertThat(distribution.root()).hasToString(file.get("root").asText());
      int checked = 1 + dump(distribution, file.get("dump")) + proofs(distribution, file);
      Vectors.report("merkle/" + name, checked, "");
    }
  }

  private static int dump(MerkleDistribution distribution, JsonNode expected) throws Exception {
    if (expected == null) {
      return 0;
    }
    JsonNode dump = JSON.readTree(distribution.dumpJson());
    assertThat(dump.get("format")).isEqualTo(expected.get("format"));
    assertThat(dump.get("leafEncoding")).isEqualTo(expected.get("leafEncoding"));
    assertThat(dump.get("tree")).isEqualTo(expected.get("tree"));
    // the order of values is that of the input and means nothing; each must have the same place in
    // the tree
    assertThat(values(dump)).isEqualTo(values(expected));
    return 1;
  }

  private static HashSet<String> values(JsonNode dump) {
    HashSet<String> values = new HashSet<>();
    dump.get("values")
        .forEach(v -> values.add(new OperatorId(v.get("value").get(0).asText()) + " "
            + v.get("value").get(1).asText() + " " + v.get("treeIndex")));
    return values;
  }

  private static int proofs(MerkleDistribution distribution, JsonNode file) throws Exception {
    JsonNode proofs = file.get("proofs");
    if (proofs == null) {
      return 0;
    }
    for (int i = 0; i < proofs.size(); i++) {
      JsonNode proof = proofs.get(i).isArray() ? proofs.get(i) : proofs.get(i).get("proof");
      int input = proofs.get(i).isArray() ? i : proofs.get(i).get("index").asInt();
      Claim claim = distribution
          .claim(new OperatorId(file.get("inputs").get(input).get(0).asText()))
          .orElseThrow();
      assertThat(claim.proof()).extracting(Bytes32::toString).isEqualTo(texts(proof));
      assertThat(claim.isUnder(distribution.root())).isTrue();
    }
    return proofs.size();
  }

  private static List<String> texts(JsonNode list) {
    return java.util.stream.StreamSupport.stream(list.spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** Inputs by the rule of the vector files; roots of the npm library (tokenomics vectors, row 53). */
  @ParameterizedTest
  @CsvSource({
    "5, 0xca4b2d24",
    "100, 0x53fdb0d1",
    "1000, 0x00f22dec",
    "10000, 0x25ef5f16996136c4715719d64b9017c1e1dfc83ae5bde232fd00553d7dc800a8",
    "100000, 0x263b8ec9dc9195cfd02b54a52294fb7cac47f8cf38b7bbe2a607043242e422e6",
    "1000000, 0xadff5897d034fab72e528b7ebde5bbe2d97433bab2e38b620c48bd12f265d7fa"
  })
  void largeTreesHaveThePublishedRoots(int leaves, String root) throws Exception {
    assertThat(MerkleDistribution.of(ruled(leaves)).root().toString()).startsWith(root);
    Vectors.report("tokenomics.md row 53, " + leaves + " leaves", 1, "");
  }

  static TreeMap<OperatorId, TokenAmount> ruled(int leaves) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    BigInteger limit = BigInteger.TEN.pow(24);
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    for (int i = 0; i < leaves; i++) {
      byte[] address = sha.digest(("depin-addr-" + i).getBytes(StandardCharsets.US_ASCII));
      byte[] amount = sha.digest(("depin-amt-" + i).getBytes(StandardCharsets.US_ASCII));
      totals.put(
          new OperatorId(Hex.encode0x(Arrays.copyOfRange(address, 12, 32))),
          TokenAmount.of(new BigInteger(1, Arrays.copyOf(amount, 16)).mod(limit)));
    }
    return totals;
  }
}
