package org.depinsdk.wifi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.LifecycleClient;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.hardware.tpm.TpmAttester;

/** Enrols everybody. An access point waits until it has shown what it is. */
final class Enrolment {
  /** The class of access points in the registry. */
  static final String ACCESS_POINT = "access-point";

  private final NetworkClient network;
  private final InstantSource clock;
  private final Manufacturer maker;
  private final Optional<TpmAttester> tpm;
  private final SortedMap<DeviceId, String> refused = new TreeMap<>();

  Enrolment(NetworkClient network, InstantSource clock, Seed seed, Optional<TpmAttester> tpm) {
    this.network = network;
    this.clock = clock;
    this.maker = new Manufacturer(seed);
    this.tpm = tpm;
  }

  /** What the network answered to evidence that it did not take. */
  SortedMap<DeviceId, String> enroll(
      Fleet.Member coordinator, List<Fleet.Member> challengers, List<Fleet.AccessPoint> fleet)
      throws SigningException {
    enroll(coordinator, "coordinator", Optional.empty());
    for (Fleet.Member challenger : challengers) {
      enroll(challenger, "challenger", Optional.empty());
    }
    for (Fleet.AccessPoint one : fleet) {
      enroll(one.client(), "client", Optional.empty());
      enroll(one.self(), ACCESS_POINT, Optional.of(one.cell()));
      try {
        attest(one);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
          throw e;
        }
        refused.put(one.self().id(), String.valueOf(e.getStatus().getDescription()));
      }
    }
    return refused;
  }

  private void enroll(Fleet.Member member, String deviceClass, Optional<H3Cell> cell)
      throws SigningException {
    RegistryChange.Enrolled enrolled = new RegistryChange.Enrolled(
        member.signer().publicKey(), member.operator(), deviceClass, cell);
    network.enroll(WifiPolicy.NETWORK, new Enrollment(enrolled, clock.instant()), member.signer());
  }

  private void attest(Fleet.AccessPoint one) throws SigningException {
    LifecycleClient client = network.lifecycle(WifiPolicy.NETWORK);
    if (one.hardware() == Fleet.Hardware.TPM) {
      TpmAttester attester = tpm.orElseThrow();
      client.attest(
          one.self().id(),
          one.self().signer(),
          attester.mediaType(),
          attester.announcement(),
          attester::evidence);
    } else {
      client.attest(
          one.self().id(),
          one.self().signer(),
          DeviceEvidence.MEDIA_TYPE,
          new byte[0],
          challenge -> maker.evidence(one, challenge));
    }
  }
}
