package org.depinsdk.rewards.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks the library itself: npm's {@code @openzeppelin/merkle-tree} loads our dump, builds the same root, and verifies every
 * proof. Needs node, and the package in the folder that {@code DEPIN_NODE_MODULES} names or in a {@code node_modules}
 * folder here or above.
 */
class OpenZeppelinNodeTest {
  private static final String PACKAGE = "@openzeppelin/merkle-tree";

  private static final String SCRIPT = """
      const { StandardMerkleTree } = require(process.argv[2]);
      const fs = require('fs');
      const dump = JSON.parse(fs.readFileSync(process.argv[3], 'utf8'));
      const proofs = JSON.parse(fs.readFileSync(process.argv[4], 'utf8'));
      const tree = StandardMerkleTree.load(dump);
      tree.validate();
      const rebuilt = StandardMerkleTree.of(dump.values.map(v => v.value), dump.leafEncoding);
      let verified = 0;
      for (const [i, value] of tree.entries()) {
        const ours = proofs[value[0]];
        if (JSON.stringify(ours) !== JSON.stringify(tree.getProof(i))) throw new Error('proof of ' + value[0]);
        if (!StandardMerkleTree.verify(tree.root, dump.leafEncoding, value, ours)) throw new Error('verify ' + value[0]);
        verified++;
      }
      console.log(tree.root + ' ' + rebuilt.root + ' ' + verified);
      """;

  @Test
  void theNpmLibraryLoadsOurDumpAndVerifiesEveryProof(@TempDir Path folder) throws Exception {
    Path library = library();
    Assumptions.assumeTrue(
        library != null,
        "skipped: no node with " + PACKAGE + " (npm i " + PACKAGE + ", or set DEPIN_NODE_MODULES)");
    MerkleDistribution distribution = MerkleDistribution.of(MerkleLoad.totals(257));
    StringBuilder proofs = new StringBuilder("{");
    distribution.totals().keySet().forEach(operator -> {
      Claim claim = distribution.claim(operator).orElseThrow();
      proofs.append(proofs.length() == 1 ? "\"" : ",\"").append(operator.text()).append("\":[");
      for (int i = 0; i < claim.proof().size(); i++) {
        proofs.append(i == 0 ? "\"" : ",\"").append(claim.proof().get(i)).append('"');
      }
      proofs.append(']');
    });
    Path script = Files.writeString(folder.resolve("check.js"), SCRIPT);
    Path dump =
        Files.writeString(folder.resolve("dump.json"), MerkleDistributionTest.dump(distribution));
    Path proofFile = Files.writeString(folder.resolve("proofs.json"), proofs.append('}'));
    String root = distribution.root().toString();
    assertThat(
            node(script.toString(), String.valueOf(library), dump.toString(), proofFile.toString()))
        .isEqualTo(root + " " + root + " 257");
    System.out.println("vectors: " + PACKAGE + ": root and 257 proofs checked by the library");
  }

  private static @Nullable Path library() throws InterruptedException {
    String configured = System.getenv("DEPIN_NODE_MODULES");
    if (configured != null && Files.isDirectory(Path.of(configured, PACKAGE))) {
      return nodeWorks() ? Path.of(configured, PACKAGE) : null;
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolve("node_modules").resolve(PACKAGE);
      if (Files.isDirectory(found)) {
        return nodeWorks() ? found : null;
      }
    }
    return null;
  }

  private static boolean nodeWorks() throws InterruptedException {
    try {
      return !node("--version").isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static String node(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "node";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return output.strip();
  }
}
