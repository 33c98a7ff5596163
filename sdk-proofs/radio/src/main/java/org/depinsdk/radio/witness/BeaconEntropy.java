package org.depinsdk.radio.witness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The two secrets of a beacon: what the network drew and what the device drew. Together they fix every byte that is sent, so
 * that nobody can send, or claim to have heard, anything else. The rule is that of Helium's beacon library, version 1.
 */
final class BeaconEntropy {
  private static final int ROUNDS = 12;

  private BeaconEntropy() {}

  /** SHA-256 over remote entropy, its time, local entropy and a zero time; times are seconds as 64-bit little-endian. */
  static byte[] seed(byte[] remote, long remoteSeconds, byte[] local) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(remote);
      sha256.update(littleEndian(remoteSeconds));
      sha256.update(local);
      sha256.update(littleEndian(0));
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Byte i is the low byte of the i-th 32-bit little-endian word of ChaCha12's key stream, nonce and counter zero. */
  static byte[] payload(byte[] seed, int length) {
    ChaChaEngine chacha = new ChaChaEngine(ROUNDS);
    chacha.init(true, new ParametersWithIV(new KeyParameter(seed), new byte[8]));
    byte[] zeros = new byte[4 * length];
    byte[] stream = new byte[4 * length];
    chacha.processBytes(zeros, 0, zeros.length, stream, 0);
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = stream[4 * i];
    }
    return payload;
  }

  private static byte[] littleEndian(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
