package org.depinsdk.service.testkit;

import java.nio.ByteBuffer;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;

/** Devices and keys that are the same for the same number. */
final class Samples {
  private Samples() {}

  static DeviceKey key(int number) {
    try {
      byte[] secret = ByteBuffer.allocate(32).putInt(28, number + 1).array();
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret).publicKey();
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  static DeviceId device(int number) {
    return DeviceId.derive(StorageContract.NETWORK, key(number));
  }
}
