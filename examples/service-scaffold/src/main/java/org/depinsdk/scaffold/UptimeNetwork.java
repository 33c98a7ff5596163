package org.depinsdk.scaffold;

<<<<<<< HEAD
=======
import org.depinsdk.service.SeededBeacons;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.Network;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.depinsdk.core.challenge.ChallengeSchedule;
>>>>>>> v2-rewards
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.service.Network;
import org.depinsdk.service.SeededBeacons;
import org.depinsdk.service.server.NetworkServer;

/**
 * The smallest network: devices are paid for being heard. Its rules are data, in {@code policy.json}. Copy this class, rename it,
 * and override what your network decides otherwise.
 */
public final class UptimeNetwork implements Network {
  // for demonstrations: whoever knows the seed foresees every challenge
  private final SeededBeacons beacons = new SeededBeacons("uptime-demo");

  /**
   * Serves the network.
   *
   * @param args the policy file, then options; {@code --help} lists them
   */
<<<<<<< HEAD
  public static void main(String[] args) {
    System.exit(NetworkServer.run(new UptimeNetwork(), args));
=======
  public UptimeNetwork(NetworkPolicy policy) {
    this(policy, null);
  }

  /**
   * A network whose reward policy is a file of its own, which may be edited while the network runs.
   *
   * @param policy its other rules; pays for {@code uptime/1}
   * @param rewards the file; null where the policy's own rewards hold
   */
  public UptimeNetwork(NetworkPolicy policy, @Nullable RewardPolicyFile rewards) {
    ProofConfig uptime = policy.proofs().get(UptimeVerifier.KIND);
    if (uptime == null) {
      throw new IllegalArgumentException(
          "the policy's proofs are " + policy.proofs().keySet() + ", expected uptime/1 among them");
    }
    this.policy = policy;
    this.rewards = rewards;
    this.beacons = new SeededBeacons(policy.network());
    this.uptime = uptime;
  }

  /**
   * Serves the network of a policy file.
   *
   * @param args the policy file, a reward policy file or nothing, then the options of the service; {@code POLICY --help}
   *     lists them
   * @throws IOException where a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println("usage: UptimeNetwork POLICY.json [REWARDS.yaml] --data DIR [OPTIONS]");
      System.exit(2);
    }
    NetworkPolicy policy;
    try {
      policy = NetworkPolicy.parse(Files.readAllBytes(Path.of(args[0])));
    } catch (PolicyException e) {
      throw new IOException(args[0] + ": " + e.getMessage(), e);
    }
    boolean own = args.length > 1 && !args[1].startsWith("-");
    RewardPolicyFile rewards = own ? rewards(Path.of(args[1])) : null;
    String[] options = Arrays.copyOfRange(args, own ? 2 : 1, args.length);
    System.exit(NetworkServer.run(new UptimeNetwork(policy, rewards), options));
  }

  private static RewardPolicyFile rewards(Path file) throws IOException {
    try {
      return RewardPolicyFile.open(file, Path.of(file + ".taken"));
    } catch (PolicyException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public NetworkPolicy policy() {
    return policy;
  }

  /** A new reward policy holds from a later epoch on, so that what is settled again after a crash comes out the same. */
  @Override
  public NetworkPolicy policy(Epoch epoch) throws IOException {
    RewardPolicyFile file = rewards;
    if (file == null) {
      return policy;
    }
    file.refresh(epoch.index() + 1)
        .ifPresent(refused -> LOG.log(
            Level.WARNING,
            "the last good reward policy stays in force: {0}",
            refused.getMessage()));
    return policy.withRewards(file.book().inForce(epoch.index()));
>>>>>>> v2-rewards
  }

  @Override
  public Beacon beacon(Epoch epoch) {
    return beacons.of(epoch);
  }
}
