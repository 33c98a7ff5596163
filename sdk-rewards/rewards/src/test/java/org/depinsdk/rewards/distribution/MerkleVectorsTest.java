package org.depinsdk.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Roots, trees and proofs that npm's {@code @openzeppelin/merkle-tree} made. */
class MerkleVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void treesAreThoseOfOpenZeppelin() {
    Map<String, MerkleDistribution> trees = new HashMap<>();
    KnownAnswers.check("merkle/openzeppelin", row -> {
      OperatorId address = new OperatorId(row.text("address"));
      MerkleDistribution distribution = trees.computeIfAbsent(row.text("tree"), this::tree);
      Claim claim = distribution.claim(address).orElseThrow();
      assertThat(claim.isUnder(distribution.root())).isTrue();
      JsonNode dump = JSON.readTree(MerkleDistributionTest.dump(distribution));
      assertThat(dump.get("format").asText()).isEqualTo("standard-v1");
      assertThat(dump.get("leafEncoding")).isEqualTo(JSON.readTree("[\"address\",\"uint256\"]"));
      List<String> nodes = new ArrayList<>();
      dump.get("tree").forEach(node -> nodes.add(node.asText().substring(2)));
      String index = "";
      for (JsonNode value : dump.get("values")) {
        if (new OperatorId(value.get("value").get(0).asText()).equals(address)) {
          assertThat(value.get("value").get(1).asText()).isEqualTo(row.text("amount"));
          index = value.get("treeIndex").asText();
        }
      }
      return answers(
          "root",
          distribution.root().toString().substring(2),
          "nodes",
          nodes,
          "index",
          index,
          "proof",
          claim.proof().stream().map(hash -> hash.toString().substring(2)).toList());
    });
  }

  private MerkleDistribution tree(String name) {
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    for (ConformanceRow row : Conformance.table("merkle/openzeppelin").rows()) {
      if (row.text("tree").equals(name)) {
        totals.put(new OperatorId(row.text("address")), TokenAmount.of(row.integer("amount")));
      }
    }
    return MerkleDistribution.of(totals);
  }

  @Test
  void largeTreesHaveThePublishedRoots() {
    KnownAnswers.check("merkle/openzeppelin-roots", row -> {
      String root = MerkleDistribution.of(MerkleLoad.totals((int) row.number("leaves")))
          .root()
          .toString()
          .substring(2);
      return answers("start", root.substring(0, 8), "root", root);
    });
  }
}
