package org.depinsdk.core.identity;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * Private keys in PKCS#8 (RFC 5958), in the form that OpenSSL and the JDK write: Ed25519 as RFC 8410 says, ECDSA with the
 * public point inside (RFC 5915). All of it but the numbers is constant, so that it is compared and not parsed.
 */
final class Pkcs8 {
  private static final byte[] ED25519 = hex("302e020100300506032b657004220420");
  private static final byte[] P256 =
      hex("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420");
  private static final byte[] SECP256K1 =
      hex("308184020100301006072a8648ce3d020106052b8104000a046d306b0201010420");
  private static final byte[] POINT = hex("a144034200");
  private static final int SECRET_BYTES = 32;

  private Pkcs8() {}

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] header(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> ED25519;
      case P256 -> P256;
      case SECP256K1 -> SECP256K1;
    };
  }

  private static byte[] trailer(DeviceKey key) {
    byte[] point;
    if (key instanceof P256Key p256) {
      point = p256.uncompressed();
    } else if (key instanceof Secp256k1Key secp256k1) {
      point = secp256k1.uncompressed();
    } else {
      return new byte[0];
    }
    byte[] trailer = Arrays.copyOf(POINT, POINT.length + point.length);
    System.arraycopy(point, 0, trailer, POINT.length, point.length);
    return trailer;
  }

  static byte[] encode(InMemorySigner signer) {
    byte[] header = header(signer.publicKey().algorithm());
    byte[] trailer = trailer(signer.publicKey());
    byte[] bytes = Arrays.copyOf(header, header.length + SECRET_BYTES + trailer.length);
    signer.copySecret(bytes, header.length);
    System.arraycopy(trailer, 0, bytes, header.length + SECRET_BYTES, trailer.length);
    return bytes;
  }

  /** Whether the bytes are a private key of any algorithm and form, which a wrong password does not give. */
  static boolean isPrivateKey(byte[] bytes) {
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(bytes);
      return info.getPrivateKeyAlgorithm() != null;
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      return false;
    }
  }

  static InMemorySigner decode(byte[] bytes) throws InvalidKeyException {
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      byte[] header = header(algorithm);
      int end = header.length + SECRET_BYTES;
      if (bytes.length < end || !Arrays.equals(bytes, 0, header.length, header, 0, header.length)) {
        continue;
      }
      byte[] secret = Arrays.copyOfRange(bytes, header.length, end);
      try {
        InMemorySigner signer = InMemorySigner.ofSecret(algorithm, secret);
        if (Arrays.equals(
            trailer(signer.publicKey()), Arrays.copyOfRange(bytes, end, bytes.length))) {
          return signer;
        }
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
      throw new InvalidKeyException("the public point does not belong to the private key");
    }
    throw new InvalidKeyException("not a private key of Ed25519, P-256 or secp256k1");
  }
}
