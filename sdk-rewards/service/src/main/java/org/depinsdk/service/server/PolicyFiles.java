package org.depinsdk.service.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.EpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.rewards.document.PolicyDocument;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.policy.RewardPolicyFile;
import org.depinsdk.service.PolicySource;

/**
 * The rules as files. A reward policy in a file of its own may be edited while the network runs; the file is read when an epoch
 * opens, and a new version holds from the epoch on that it names, at the earliest from that one.
 */
final class PolicyFiles {
  private static final Logger LOG = System.getLogger(PolicyFiles.class.getName());

  private PolicyFiles() {}

  static PolicySource read(Path policyFile, Optional<Path> rewardsFile, EpochEngine engine)
      throws IOException {
    NetworkPolicy policy;
    try {
      PolicyDocument document = PolicyDocument.parse(bytes(policyFile));
      policy = NetworkPolicy.read(document);
      List<PolicyProblem> problems = document.locate(engine.check(policy));
      if (!problems.isEmpty()) {
        throw new PolicyException(problems);
      }
    } catch (PolicyException e) {
      throw refused(policyFile, e);
    }
    return rewardsFile.isEmpty()
        ? PolicySource.of(policy)
        : new EditableRewards(
            policy, rewardsFile.get(), rewards(rewardsFile.get(), policy, engine));
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file; name the network's policy first");
    }
    return Files.readAllBytes(file);
  }

  private static RewardPolicyFile rewards(Path file, NetworkPolicy policy, EpochEngine engine)
      throws IOException {
    try {
      return RewardPolicyFile.open(
          file, Path.of(file + ".taken"), rewards -> engine.check(policy.withRewards(rewards)));
    } catch (PolicyException e) {
      throw refused(file, e);
    }
  }

  /** One problem on the same line; several on a line each. */
  static IOException refused(Path file, PolicyException e) {
    String before = e.problems().size() == 1 ? ": " : " is refused:\n  ";
    return new IOException(file + before + String.valueOf(e.getMessage()).replace("\n", "\n  "), e);
  }

  private record EditableRewards(NetworkPolicy policy, Path path, RewardPolicyFile file)
      implements PolicySource {
    @Override
    public NetworkPolicy policy(Epoch epoch) {
      return policy.withRewards(file.book().inForce(epoch.index()));
    }

    @Override
    public NetworkPolicy open(Epoch epoch) {
      // the log begins with the policy of epoch 0
      if (epoch.index() > 0) {
        try {
          file.refresh(epoch.index()).ifPresent(refused -> warn(epoch, refused));
        } catch (IOException e) {
          warn(epoch, e);
        }
      }
      return policy(epoch);
    }

    @Override
    public RewardPolicy replaceRewards(byte[] document, long openEpoch)
        throws PolicyException, IOException {
      return file.replace(document, openEpoch);
    }

    private void warn(Epoch epoch, Exception refused) {
      LOG.log(
          Level.WARNING,
          "{0} is refused, version {1} stays in force: {2}",
          path,
          Long.toString(file.book().inForce(epoch.index()).version()),
          refused.getMessage());
    }
  }
}
