package org.depinsdk.attestation.eat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.CborFields;
import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * Reads the claims of a CWT (RFC 8392, RFC 9711). Claims that no appraisal uses may be anything that {@link CborReader} reads:
 * no floating-point numbers, so no location with a fraction.
 */
public final class CborEat {
  private static final long EXP = 4;
  private static final long NBF = 5;
  private static final long IAT = 6;
  private static final long NONCE = 10;
  private static final long UEID = 256;
  private static final Map<Long, String> DESCRIBED = Map.of(
      258L,
      "oemid",
      259L,
      "hwmodel",
      260L,
      "hwversion",
      265L,
      "eat_profile",
      270L,
      "swname",
      271L,
      "swversion");
  private static final long OEM_BOOT = 262;
  private static final long DEBUG_STATUS = 263;
  private static final long SUBMODULES = 266;
  private static final long BOOT_COUNT = 267;

  private CborEat() {}

  /**
   * Reads a claims set.
   *
   * @param bytes a map in CBOR
   * @return the claims
   * @throws EncodingException if the bytes are no claims set, or a claim has another type than its standard says
   */
  public static EatClaims parse(byte[] bytes) throws EncodingException {
    if (!(CborReader.readTolerant(bytes) instanceof CborValue.Dict map)) {
      throw new EncodingException("a claims set must be a map");
    }
    SortedMap<String, String> described = new TreeMap<>();
    for (Map.Entry<Long, String> name : DESCRIBED.entrySet()) {
      Optional<CborValue> value = map.get(name.getKey());
      if (value.isPresent()) {
        described.put(name.getValue(), described(value.get(), name.getValue()));
      }
    }
    return new EatClaims(
        nonces(map),
        ueid(map),
        described,
        bool(map, OEM_BOOT),
        debug(map),
        number(map, BOOT_COUNT),
        instant(map, IAT, "iat"),
        instant(map, EXP, "exp"),
        instant(map, NBF, "nbf"),
        submodules(map));
  }

  private static List<byte[]> nonces(CborValue.Dict map) throws EncodingException {
    CborValue value = map.get(NONCE).orElse(CborValue.Array.of());
    List<CborValue> items = value instanceof CborValue.Array array ? array.items() : List.of(value);
    List<byte[]> nonces = new ArrayList<>();
    for (CborValue item : items) {
      byte[] nonce = CborFields.bytes(item, "eat_nonce");
      if (nonce.length < EatClaims.MIN_NONCE
          || nonce.length > EatClaims.MAX_NONCE
          || nonces.size() == EatClaims.MAX_NONCES) {
        throw new EncodingException("eat_nonce is at most 16 times 8 to 64 bytes");
      }
      nonces.add(nonce);
    }
    return nonces;
  }

  private static Optional<byte[]> ueid(CborValue.Dict map) throws EncodingException {
    Optional<CborValue> value = map.get(UEID);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    byte[] ueid = CborFields.bytes(value.get(), "ueid");
    if (ueid.length < EatClaims.MIN_UEID || ueid.length > EatClaims.MAX_UEID) {
      throw new EncodingException("ueid has 7 to 33 bytes, not " + ueid.length);
    }
    return Optional.of(ueid);
  }

  /** A string, number or bytes; of an array its first item, which is the version of version and scheme. */
  private static String described(CborValue value, String name) throws EncodingException {
    CborValue one = value instanceof CborValue.Array array && !array.items().isEmpty()
        ? array.items().get(0)
        : value;
    if (one instanceof CborValue.Bytes bytes) {
      return Hex.encode(bytes.value());
    }
    if (one instanceof CborValue.Int number) {
      return Long.toString(number.value());
    }
    return CborFields.string(one, name);
  }

  private static Optional<Boolean> bool(CborValue.Dict map, long label) throws EncodingException {
    Optional<CborValue> value = map.get(label);
    if (value.isPresent()
        && value.get() != CborValue.Simple.TRUE
        && value.get() != CborValue.Simple.FALSE) {
      throw new EncodingException("claim " + label + " must be true or false");
    }
    return value.map(v -> v == CborValue.Simple.TRUE);
  }

  private static Optional<DebugStatus> debug(CborValue.Dict map) throws EncodingException {
    Optional<Long> number = number(map, DEBUG_STATUS);
    if (number.isPresent() && number.get() >= DebugStatus.values().length) {
      throw new EncodingException("dbgstat is 0 to 4, not " + number.get());
    }
    return number.map(n -> DebugStatus.values()[n.intValue()]);
  }

  private static Optional<Long> number(CborValue.Dict map, long label) throws EncodingException {
    Optional<CborValue> value = map.get(label);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    long number = CborFields.number(value.get(), "claim " + label);
    if (number < 0) {
      throw new EncodingException("claim " + label + " is 0 or more, not " + number);
    }
    return Optional.of(number);
  }

  private static Optional<Instant> instant(CborValue.Dict map, long label, String name)
      throws EncodingException {
    Optional<CborValue> value = map.get(label);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(CborFields.instantSeconds(value.get(), name));
  }

  private static Map<String, String> submodules(CborValue.Dict map) throws EncodingException {
    SortedMap<String, String> submodules = new TreeMap<>();
    CborValue value = map.get(SUBMODULES).orElse(new CborValue.Dict(Map.of()));
    if (!(value instanceof CborValue.Dict modules)) {
      throw new EncodingException("submods must be a map");
    }
    for (Map.Entry<CborValue, CborValue> module : modules.entries().entrySet()) {
      String kind = module.getValue() instanceof CborValue.Dict
          ? "claims"
          : module.getValue() instanceof CborValue.Array ? "digest" : "token";
      submodules.put(CborFields.string(module.getKey(), "a submodule's name"), kind);
    }
    return submodules;
  }
}
