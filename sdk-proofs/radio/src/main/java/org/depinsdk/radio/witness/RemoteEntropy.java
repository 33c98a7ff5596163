package org.depinsdk.radio.witness;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.jspecify.annotations.Nullable;

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

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(1)
          .maxStringLength(2 * MAX_BYTES)
          .maxDocumentLength(1_000)
          .build())
      .build();

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
    Long version = null;
    Long timestamp = null;
    byte[] data = null;
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw MalformedEvidenceException.unreadable("JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("version") && value == JsonToken.VALUE_NUMBER_INT) {
          version = parser.getLongValue();
        } else if (field.equals("timestamp") && value == JsonToken.VALUE_NUMBER_INT) {
          timestamp = parser.getLongValue();
        } else if (field.equals("data") && value == JsonToken.VALUE_STRING) {
          data = Base64.getDecoder().decode(parser.getText());
        } else {
          throw MalformedEvidenceException.field(
              "entropy", field, "version and timestamp as numbers, and data as a string");
        }
      }
      return new RemoteEntropy(
          (int) Fields.range("version", present("version", version), 0, 1),
          present("timestamp", timestamp),
          present("data", data));
    } catch (IOException e) {
      throw MalformedEvidenceException.unreadable("JSON object");
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    } catch (IllegalArgumentException e) {
      throw MalformedEvidenceException.field("data", json, "in Base64");
    }
  }

  private static <T> T present(String field, @Nullable T value) throws MalformedEvidenceException {
    if (value == null) {
      throw MalformedEvidenceException.field(field, "missing", "present");
    }
    return value;
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
