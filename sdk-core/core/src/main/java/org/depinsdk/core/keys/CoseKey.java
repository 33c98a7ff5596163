package org.depinsdk.core.keys;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.CborWriter;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;

/**
 * Public keys as COSE_Key (RFC 9052 section 7, RFC 9053 section 7, RFC 8812): kty, optional alg, crv, x, y. A private key's
 * parameter is refused by name, so that a secret never passes unnoticed as a public key. key_ops must allow to verify; all
 * other parameters only describe the key (kid, Base IV, private ones) and are ignored.
 */
public final class CoseKey {
  private static final long KTY = 1;
  private static final long ALG = 3;
  private static final long KEY_OPS = 4;
  private static final long CRV = -1;
  private static final long X = -2;
  private static final long Y = -3;
  private static final long D = -4;

  private static final long KTY_OKP = 1;
  private static final long KTY_EC2 = 2;
  private static final long CRV_P256 = 1;
  private static final long CRV_ED25519 = 6;
  private static final long CRV_SECP256K1 = 8;

  // RFC 9052 section 7.1, table 5
  private static final CborValue VERIFY = new CborValue.Int(2);

  private CoseKey() {}

  /**
   * Writes a key.
   *
   * @param key any key
   * @return a CBOR map in deterministic encoding, both coordinates for ECDSA keys
   */
  public static byte[] encode(DeviceKey key) {
    Map<CborValue, CborValue> map = new LinkedHashMap<>();
    boolean okp = key.algorithm() == KeyAlgorithm.ED25519;
    put(map, KTY, new CborValue.Int(okp ? KTY_OKP : KTY_EC2));
    put(map, ALG, new CborValue.Int(key.algorithm().coseAlgorithm()));
    put(map, CRV, new CborValue.Int(curve(key.algorithm())));
    if (okp) {
      put(map, X, new CborValue.Bytes(key.encoded()));
    } else {
      EcPoint point = EcPoint.of(key);
      put(map, X, new CborValue.Bytes(point.x()));
      put(map, Y, new CborValue.Bytes(point.y()));
    }
    return CborWriter.write(new CborValue.Dict(map));
  }

  /**
   * Reads a key.
   *
   * @param bytes a CBOR map; its keys may be in any order, y may be a sign bit
   * @return the key
   * @throws InvalidKeyException if the map is not a public key of a supported algorithm, or its alg is not the key's
   */
  public static DeviceKey decode(byte[] bytes) throws InvalidKeyException {
    CborValue value;
    try {
      value = CborReader.readTolerant(bytes);
    } catch (EncodingException e) {
      throw new InvalidKeyException("COSE_Key: " + e.getMessage());
    }
    if (!(value instanceof CborValue.Dict map)) {
      throw new InvalidKeyException("a COSE_Key is a map");
    }
    if (map.get(D).isPresent()) {
      throw new InvalidKeyException("a COSE_Key with d (-4) is a private key");
    }
    for (CborValue label : map.entries().keySet()) {
      if (!(label instanceof CborValue.Int || label instanceof CborValue.Text)) {
        throw new InvalidKeyException("a label of a COSE_Key must be an integer or a string");
      }
    }
    Optional<CborValue> operations = map.get(KEY_OPS);
    if (operations.isPresent()
        && !(operations.get() instanceof CborValue.Array list && list.items().contains(VERIFY))) {
      throw new InvalidKeyException("key_ops (4) of a COSE_Key must be a list with verify (2)");
    }
    long kty = number(map, KTY, "kty");
    long crv = number(map, CRV, "crv");
    DeviceKey key;
    if (kty == KTY_OKP && crv == CRV_ED25519) {
      if (map.get(Y).isPresent()) {
        throw new InvalidKeyException("an OKP COSE_Key has no y");
      }
      key = DeviceKey.of(KeyAlgorithm.ED25519, bytes(map, X, "x"));
    } else if (kty == KTY_EC2 && (crv == CRV_P256 || crv == CRV_SECP256K1)) {
      key = ecKey(crv == CRV_P256 ? KeyAlgorithm.P256 : KeyAlgorithm.SECP256K1, map);
    } else {
      throw new InvalidKeyException("unsupported COSE_Key of kty " + kty + " and crv " + crv);
    }
    if (map.get(ALG).isPresent() && number(map, ALG, "alg") != key.algorithm().coseAlgorithm()) {
      throw new InvalidKeyException("COSE_Key's alg " + number(map, ALG, "alg") + " does not fit "
          + key.algorithm().label());
    }
    return key;
  }

  private static DeviceKey ecKey(KeyAlgorithm algorithm, CborValue.Dict map)
      throws InvalidKeyException {
    byte[] x = bytes(map, X, "x");
    CborValue y = map.get(Y).orElse(CborValue.Simple.NULL);
    if (y instanceof CborValue.Bytes full) {
      return EcPoint.key(algorithm, x, full.value());
    }
    if (y == CborValue.Simple.FALSE || y == CborValue.Simple.TRUE) {
      return EcPoint.compressed(algorithm, x, y == CborValue.Simple.TRUE);
    }
    throw new InvalidKeyException("y (-3) of a COSE_Key must be bytes or a sign bit");
  }

  private static long number(CborValue.Dict map, long label, String name)
      throws InvalidKeyException {
    if (map.get(label).orElse(CborValue.Simple.NULL) instanceof CborValue.Int number) {
      return number.value();
    }
    throw new InvalidKeyException(
        name + " (" + label + ") of a COSE_Key must be an integer of the registry");
  }

  private static byte[] bytes(CborValue.Dict map, long label, String name)
      throws InvalidKeyException {
    if (map.get(label).orElse(CborValue.Simple.NULL) instanceof CborValue.Bytes bytes) {
      return bytes.value();
    }
    throw new InvalidKeyException(name + " (" + label + ") of a COSE_Key must be bytes");
  }

  private static long curve(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> CRV_ED25519;
      case P256 -> CRV_P256;
      case SECP256K1 -> CRV_SECP256K1;
    };
  }

  private static void put(Map<CborValue, CborValue> map, long label, CborValue value) {
    map.put(new CborValue.Int(label), value);
  }
}
