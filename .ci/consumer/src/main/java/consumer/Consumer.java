package consumer;

import java.security.SecureRandom;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.MerkleDistribution;

/** Uses one jar of the SDK the way its users do, on the class path and on the module path. */
public final class Consumer {
  private Consumer() {}

  /**
   * Makes a device and a distribution.
   *
   * @param args none
   */
  public static void main(String[] args) {
    DeviceKey key = InMemorySigner.generate(KeyAlgorithm.ED25519, new SecureRandom()).publicKey();
    System.out.println(DeviceId.derive("consumer", key) + " has the key " + key.didKey());
    TreeMap<OperatorId, TokenAmount> totals = new TreeMap<>();
    totals.put(new OperatorId("0x1111111111111111111111111111111111111111"), TokenAmount.of(5000));
    System.out.println("root " + MerkleDistribution.of(totals).root());
  }
}
