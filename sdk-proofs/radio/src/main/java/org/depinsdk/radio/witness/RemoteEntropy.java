package org.depinsdk.radio.witness;

import java.util.Arrays;
import java.util.Base64;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * The network's half of a beacon's entropy as Helium's entropy service hands it out (helium/proto beacon/src/entropy.rs), so
 * that a gateway of that network can be checked. This network draws its own from the epoch's beacon, see {@link
 * BeaconWindow}.
 *
 * @param version 0 or 1
 * @param timestamp seconds since 1970-01-01T00:00:00Z
 * @param data 1 to {@value #MAX_BYTES} bytes; copied
 */
public record RemoteEntropy(int version, long timestamp, byte[] data) {
  /** Most bytes of entropy. */
  public static final int MAX_BYTES = 64;

  private static final JsonLimits LIMITS =
      JsonLimits.DEFAULT.withLength(1_000).withDepth(1).withStringLength(2 * MAX_BYTES);

  /** Checks the ranges and copies. */
  public RemoteEntropy {
    Fields.range("version", version, 0, 1);
    Fields.unsigned("timestamp", timestamp, Long.MAX_VALUE);
    Fields.size("data", data.length, 1, MAX_BYTES, "bytes");
    data = data.clone();
  }

  /**
   * Reads the service's JSON.
   *
   * @param json for example {@code {"version":0,"timestamp":1663702455,"data":"CE98…"}}
   * @return the entropy
   * @throws MalformedEvidenceException if the string is none
   */
  public static RemoteEntropy parse(String json) throws MalformedEvidenceException {
    JsonObject entropy;
    try {
      entropy = Json.parseObject(json, LIMITS);
      entropy.onlyNames("version", "timestamp", "data");
    } catch (EncodingException e) {
      throw MalformedEvidenceException.unreadable(
          "JSON object with version, timestamp and data alone");
    }
    try {
      return new RemoteEntropy(
          (int) Fields.range("version", number(entropy, "version"), 0, 1),
          number(entropy, "timestamp"),
          data(entropy));
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }

  private static long number(JsonObject entropy, String field) throws MalformedEvidenceException {
    try {
      return entropy.wholeNumber(field);
    } catch (EncodingException e) {
      throw wrong(entropy, field, "a whole number, 0 or more");
    }
  }

  private static byte[] data(JsonObject entropy) throws MalformedEvidenceException {
    try {
      return Base64.getDecoder().decode(entropy.string("data"));
    } catch (EncodingException | IllegalArgumentException e) {
      throw wrong(entropy, "data", "a string in Base64");
    }
  }

  private static MalformedEvidenceException wrong(
      JsonObject entropy, String field, String expected) {
    JsonValue value = entropy.get(field);
    if (value == null) {
      return MalformedEvidenceException.field(field, "missing", expected);
    }
    String shown = value instanceof JsonString string ? string.value() : Json.line(value);
    return MalformedEvidenceException.field(field, shown, expected);
  }

  /**
   * Writes the service's JSON.
   *
   * @return one line
   */
  public String toJson() {
    return "{\"version\":" + version + ",\"timestamp\":" + timestamp + ",\"data\":\"" + this
        + "\"}";
  }

  /**
   * The seed of everything that a beacon sends: this half and the device's together.
   *
   * @param localEntropy what the device drew
   * @return SHA-256, 32 bytes
   */
  public byte[] seed(byte[] localEntropy) {
    return BeaconEntropy.seed(data, timestamp, localEntropy);
  }

  /**
   * The entropy.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RemoteEntropy e
        && version == e.version
        && timestamp == e.timestamp
        && Arrays.equals(data, e.data);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(timestamp) * 31 + Arrays.hashCode(data);
  }

  /** The data in Base64. */
  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(data);
  }
}
