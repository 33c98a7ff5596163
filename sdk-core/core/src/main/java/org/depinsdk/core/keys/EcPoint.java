package org.depinsdk.core.keys;

import java.util.Arrays;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;

/** The coordinates of an ECDSA key, as the formats that name them apart hold them: 32 bytes each. */
record EcPoint(byte[] x, byte[] y) {
  private static final int COORDINATE = 32;

  static EcPoint of(DeviceKey key) {
    try {
      byte[] point = Sec1Key.uncompressed(key);
      return new EcPoint(
          Arrays.copyOfRange(point, 1, 1 + COORDINATE),
          Arrays.copyOfRange(point, 1 + COORDINATE, point.length));
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static DeviceKey key(KeyAlgorithm algorithm, byte[] x, byte[] y) throws InvalidKeyException {
    checkLength("x", x);
    checkLength("y", y);
    byte[] point = new byte[Sec1Key.UNCOMPRESSED_BYTES];
    point[0] = 4;
    System.arraycopy(x, 0, point, 1, COORDINATE);
    System.arraycopy(y, 0, point, 1 + COORDINATE, COORDINATE);
    return Sec1Key.decode(algorithm, point);
  }

  static DeviceKey compressed(KeyAlgorithm algorithm, byte[] x, boolean odd)
      throws InvalidKeyException {
    checkLength("x", x);
    byte[] point = new byte[1 + COORDINATE];
    point[0] = (byte) (odd ? 3 : 2);
    System.arraycopy(x, 0, point, 1, COORDINATE);
    return DeviceKey.of(algorithm, point);
  }

  private static void checkLength(String name, byte[] coordinate) throws InvalidKeyException {
    if (coordinate.length != COORDINATE) {
      throw new InvalidKeyException(name + " must have 32 bytes, not " + coordinate.length);
    }
  }
}
