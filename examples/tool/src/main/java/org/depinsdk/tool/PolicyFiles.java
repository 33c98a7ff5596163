package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.rewards.document.PolicyDocument;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.policy.RewardPolicy;

/** Reads the policy that a file holds: a reward policy, or that of a network's policy, in YAML or JSON. */
final class PolicyFiles {
  private PolicyFiles() {}

  static RewardPolicy read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; name a policy file");
    }
    try {
      PolicyDocument document = PolicyDocument.parse(Files.readAllBytes(file));
      return document.format().equals(Optional.of(NetworkPolicy.FORMAT))
          ? NetworkPolicy.read(document).rewards()
          : document.read(RewardPolicy.FORM);
    } catch (PolicyException e) {
      StringBuilder message = new StringBuilder(file + " is refused:");
      for (PolicyProblem problem : e.problems()) {
        message.append("\n  ").append(problem);
      }
      throw new IOException(message.toString(), e);
    }
  }
}
