package org.depinsdk.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.policy.RewardPolicy;

/** Reads the policy that a file holds: a reward policy in YAML or JSON, or that of a network's {@code policy.json}. */
final class PolicyFiles {
  private PolicyFiles() {}

  static RewardPolicy read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return isNetworkPolicy(bytes)
          ? NetworkPolicy.parse(bytes).rewards()
          : RewardPolicy.parse(bytes);
    } catch (PolicyException e) {
      StringBuilder message = new StringBuilder(file + " is refused:");
      for (PolicyProblem problem : e.problems()) {
        message.append("\n  ").append(problem);
      }
      throw new IOException(message.toString(), e);
    } catch (EncodingException e) {
      throw new IOException(file + " is refused: " + e.getMessage(), e);
    }
  }

  private static boolean isNetworkPolicy(byte[] bytes) {
    try {
      JsonNode json = new ObjectMapper().readTree(bytes);
      return json != null && json.has("rewards") && json.has("proofs");
    } catch (IOException e) {
      return false;
    }
  }
}
