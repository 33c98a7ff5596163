package org.depinsdk.storagenet;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;

/**
 * A provider or a client: its key and its owner, both from the seed.
 *
 * @param name for people
 * @param deviceClass {@code provider} or {@code client}
 * @param signer its key
 * @param operator its owner
 */
record Party(String name, String deviceClass, InMemorySigner signer, OperatorId operator) {
  static Party of(long seed, String name, String deviceClass) {
    try {
      InMemorySigner signer = InMemorySigner.ofSecret(
          KeyAlgorithm.ED25519, StorageNetwork.bytes(seed, name + "/secret"));
      byte[] account = Arrays.copyOf(StorageNetwork.bytes(seed, name + "/operator"), 20);
      return new Party(name, deviceClass, signer, new OperatorId(Hex.encode0x(account)));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("seed " + seed + " gives " + name + " no key", e);
    }
  }

  DeviceId id() {
    return DeviceId.derive(StorageNetwork.NAME, signer.publicKey());
  }

  void enroll(NetworkClient network, Instant now) throws SigningException {
    network.enroll(
        StorageNetwork.NAME,
        new Enrollment(
            new RegistryChange.Enrolled(
                signer.publicKey(), operator, deviceClass, Optional.empty()),
            now),
        signer);
  }
}
