package org.depinsdk.bandwidth.netty;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;

/**
 * Invites provers to tests whose challengers are free. It knows where challengers are and how much of each is taken; the draw
 * says who has to be asked, so that a test whose challengers are busy is put off, never given to others.
 */
public final class BandwidthCoordinator {
  private record Place(InetSocketAddress address, long capacityKbps) {}

  private final String network;
  private final DeviceSigner signer;
  private final Map<DeviceId, Place> challengers = new HashMap<>();
  private final Map<DeviceId, Long> takenKbps = new HashMap<>();

  /**
   * A coordinator.
   *
   * @param network the network's name
   * @param signer of the coordinator's device
   */
  public BandwidthCoordinator(String network, DeviceSigner signer) {
    this.network = network;
    this.signer = signer;
  }

  /**
   * Makes a challenger known.
   *
   * @param challenger who
   * @param address where provers reach it
   * @param capacityKbps what it can send and receive
   */
  public synchronized void add(DeviceId challenger, InetSocketAddress address, long capacityKbps) {
    challengers.put(challenger, new Place(address, capacityKbps));
  }

  /**
   * Forgets a challenger that has gone.
   *
   * @param challenger who
   */
  public synchronized void remove(DeviceId challenger) {
    challengers.remove(challenger);
  }

  /**
   * Reserves the challengers of a plan and invites its provers.
   *
   * @param plan as the draw gives it
   * @param keys the registry's key of each prover
   * @return an invitation for each prover of the plan, empty if a challenger is unknown or too busy: put the test off
   * @throws SigningException if the signer cannot sign now
   */
  public synchronized Optional<List<Invitation>> invite(
      TestPlan plan, Map<DeviceId, DeviceKey> keys) throws SigningException {
    long each = shareKbps(plan);
    for (DeviceId challenger : plan.challengers()) {
      Place place = challengers.get(challenger);
      if (place == null || taken(challenger) + each > place.capacityKbps) {
        return Optional.empty();
      }
    }
    List<InetSocketAddress> addresses = plan.challengers().stream()
        .flatMap(one -> Optional.ofNullable(challengers.get(one)).stream())
        .map(Place::address)
        .toList();
    List<Invitation> invitations = new ArrayList<>();
    for (DeviceId prover : plan.provers()) {
      DeviceKey key = keys.get(prover);
      if (key == null) {
        throw new IllegalArgumentException("no key of " + prover.text());
      }
      invitations.add(
          new Invitation(SignedPlan.sign(network, plan, key, signer), prover, addresses));
    }
    plan.challengers().forEach(one -> takenKbps.merge(one, each, Long::sum));
    return Optional.of(invitations);
  }

  /**
   * Frees the challengers of a plan that is over.
   *
   * @param plan that was invited to
   */
  public synchronized void release(TestPlan plan) {
    plan.challengers().forEach(one -> takenKbps.merge(one, -shareKbps(plan), Long::sum));
  }

  private long taken(DeviceId challenger) {
    return takenKbps.getOrDefault(challenger, 0L);
  }

  private static long shareKbps(TestPlan plan) {
    return plan.offeredKbps() * plan.provers().size() / plan.challengers().size();
  }
}
