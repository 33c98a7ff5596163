package org.depinsdk.service.endpoint;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import com.google.rpc.Code;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.service.EpochBeacons;

/** The challenges of the policy's proofs, asked of their verifiers once an epoch. */
final class EpochChallenges {
  private final EpochBeacons beacons;
  private final NetworkPolicy policy;
  private final ProofVerifiers verifiers;
  private final LoadingCache<VerifiedBeacon, NavigableMap<String, ChallengeSchedule>> byEpoch =
      CacheBuilder.newBuilder().maximumSize(2).build(CacheLoader.from(this::schedules));

  EpochChallenges(ProofVerifiers verifiers, NetworkPolicy policy, EpochBeacons beacons) {
    this.beacons = beacons;
    this.policy = policy;
    this.verifiers = verifiers;
  }

  /**
   * The challenge of a device that is open, or opens next, in the present slot.
   *
   * @param kind the proof that it is for, empty if one proof alone has challenges
   */
  Challenge challenge(DeviceId device, String kind, Instant now)
      throws InvalidRequestException, IOException {
    EpochSchedule epochs = policy.admission().schedule();
    if (now.isBefore(epochs.genesis())) {
      throw Responses.status(
          Code.FAILED_PRECONDITION, "the first epoch begins at " + epochs.genesis());
    }
    Epoch epoch = epochs.containing(now);
    VerifiedBeacon beacon = beacons
        .forCall(epoch)
        .orElseThrow(() -> Responses.status(
            Code.UNAVAILABLE,
            "the randomness of epoch " + epoch.index() + " is not there yet; try again later"));
    NavigableMap<String, ChallengeSchedule> schedules = byEpoch.getUnchecked(beacon);
    if (schedules.isEmpty()) {
      throw Responses.status(Code.FAILED_PRECONDITION, "no proof of this network has challenges");
    }
    ChallengeSchedule schedule = kind.isEmpty() && schedules.size() == 1
        ? schedules.firstEntry().getValue()
        : schedules.get(kind);
    if (schedule == null) {
      throw new InvalidRequestException(
          "kind", kind, "a proof that has challenges: " + String.join(", ", schedules.keySet()));
    }
    return schedule.challenge(device, schedule.slotAt(now));
  }

  private NavigableMap<String, ChallengeSchedule> schedules(VerifiedBeacon beacon) {
    NavigableMap<String, ChallengeSchedule> schedules = new TreeMap<>();
    policy
        .proofs()
        .forEach((kind, settings) -> verifiers
            .find(kind)
            .flatMap(verifier -> verifier.challenges(
                new EpochTerms(policy.network(), beacon.epoch(), beacon.beacon(), settings)))
            .ifPresent(schedule -> schedules.put(kind.text(), schedule)));
    return Collections.unmodifiableNavigableMap(schedules);
  }
}
