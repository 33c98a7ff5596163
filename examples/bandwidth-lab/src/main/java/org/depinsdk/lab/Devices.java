package org.depinsdk.lab;

import java.util.Base64;
import org.depinsdk.bandwidth.BandwidthReport;
import org.depinsdk.bandwidth.BandwidthVerifier;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;

/** The lab's devices, whose keys everyone knows, and the lines that its processes write to each other. */
final class Devices {
  static final String NETWORK = "bandwidth-lab";
  static final int CHALLENGERS = 6;

  private static final EvidenceCodec<BandwidthReport> CODEC = new BandwidthVerifier().codec();

  private Devices() {}

  static InMemorySigner coordinator() {
    return signer(1);
  }

  static InMemorySigner prover(int number) {
    return signer(10 + number);
  }

  static InMemorySigner challenger(int number) {
    return signer(20 + number);
  }

  private static InMemorySigner signer(int number) {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    try {
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("every 32 bytes are an Ed25519 seed", e);
    }
  }

  static DeviceId id(InMemorySigner signer) {
    return DeviceId.derive(NETWORK, signer.publicKey());
  }

  static String line(BandwidthReport report) {
    return Base64.getEncoder().encodeToString(CODEC.encode(report));
  }

  static BandwidthReport report(String line) {
    try {
      return CODEC.decode(Base64.getDecoder().decode(line));
    } catch (MalformedEvidenceException e) {
      throw new IllegalStateException("a process of the lab wrote " + line, e);
    }
  }
}
