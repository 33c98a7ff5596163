package org.depinsdk.scaffold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.UptimeVerifier;

/**
 * The smallest network: devices are paid for being there. Copy it, change it, and it is yours. Its rules are data: {@code
 * policy.json} in this folder.
 */
public final class UptimeNetwork implements Network {
  private final NetworkPolicy policy;
  private final SeededBeacons beacons;
  private final long intervalMillis;

  /**
   * A network under a policy.
   *
   * @param policy its rules; pays for {@code uptime/1}
   */
  public UptimeNetwork(NetworkPolicy policy) {
    ProofConfig uptime = policy.proofs().get(UptimeVerifier.KIND);
    if (uptime == null) {
      throw new IllegalArgumentException(
          "the policy's proofs are " + policy.proofs().keySet() + ", expected uptime/1 among them");
    }
    this.policy = policy;
    this.beacons = new SeededBeacons(policy.network());
    this.intervalMillis =
        uptime.duration("interval", java.time.Duration.ofHours(1)).toMillis();
  }

  /**
   * Serves the network of a policy file.
   *
   * @param args the policy file, then the options of the service; {@code POLICY --help} lists them
   * @throws IOException where the file cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println("usage: UptimeNetwork POLICY.json --data DIR [OPTIONS]");
      System.exit(2);
    }
    NetworkPolicy policy;
    try {
      policy = NetworkPolicy.parse(Files.readAllBytes(Path.of(args[0])));
    } catch (EncodingException e) {
      throw new IOException(args[0] + ": " + e.getMessage(), e);
    }
    String[] options = Arrays.copyOfRange(args, 1, args.length);
    System.exit(NetworkServer.run(new UptimeNetwork(policy), options));
  }

  @Override
  public NetworkPolicy policy() {
    return policy;
  }

  @Override
  public Beacon beacon(Epoch epoch) {
    return beacons.of(epoch);
  }

  /** The same slots as the verifier's: as many as the interval needs to cover the epoch. */
  @Override
  public ChallengeSchedule challenges(Epoch epoch) {
    long slots = (epoch.length().toMillis() - 1) / intervalMillis + 1;
    return new ChallengeSchedule(epoch, beacon(epoch), Math.toIntExact(slots));
  }
}
