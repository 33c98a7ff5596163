package org.depinsdk.attestation.tpm;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmAnnouncement;

/**
 * The secret in a challenge. It follows from nonce, endorsement key and attestation key, so whoever knows the nonce can check
 * an answer, and an answer for one pair of keys is none for another. The nonce itself must stay hidden until the answer came.
 */
final class TpmChallenge {
  private static final byte[] PURPOSE =
      "depin-sdk/tpm-activation/1\0".getBytes(StandardCharsets.US_ASCII);

  private TpmChallenge() {}

  static byte[] make(byte[] announcement, byte[] nonce, SecureRandom random)
      throws EncodingException {
    TpmAnnouncement announced = TpmAnnouncement.parse(announcement);
    Certificate ek = Certificate.parse(
        EkCertificate.withoutPadding(announced.ekCertificates().get(0)));
    byte[] name = TpmPublicArea.parse(announced.akPublic()).name();
    return CredentialActivation.make(
        EkCertificate.publicKey(ek), name, secret(nonce, ek.key(), name), random);
  }

  static byte[] secret(byte[] nonce, AttestedKey ek, byte[] akName) {
    byte[] length = {(byte) nonce.length};
    return Bytes32.sha256(PURPOSE, length, nonce, ek.id().bytes(), akName).bytes();
  }
}
