package org.depinsdk.attestation.android;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.RevocationSource;
import org.depinsdk.attestation.RevocationStatus;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/**
 * Google's list of withdrawn attestation certificates (Android's guide "Verify hardware-backed key pairs with key
 * attestation"). Its names are serial numbers in lower-case hexadecimal without leading zeros, also where all digits are
 * decimal. A certificate that is not named is good.
 */
public final class AndroidStatusList implements RevocationSource {
  private static final JsonLimits LIMITS =
      JsonLimits.DEFAULT.withLength(16 << 20).withValues(1_000_000).withDepth(3);
  // the pattern of Google's schema
  private static final Pattern SERIAL = Pattern.compile("[a-f1-9][a-f0-9]*");

  private final Map<String, RevocationStatus> entries;
  private final Instant asOf;
  private final Bytes32 digest;

  private AndroidStatusList(Map<String, RevocationStatus> entries, Instant asOf, Bytes32 digest) {
    this.entries = entries;
    this.asOf = asOf;
    this.digest = digest;
  }

  /**
   * Reads the list.
   *
   * @param json as Google sends it
   * @param fetchedAt when it was fetched; the list itself has no time
   * @return the list
   * @throws EncodingException if the bytes are not such a list
   */
  public static AndroidStatusList parse(byte[] json, Instant fetchedAt) throws EncodingException {
    JsonObject list = Json.parseObject(json, LIMITS).object("entries");
    Map<String, RevocationStatus> entries = new HashMap<>();
    for (String serial : list.members().keySet()) {
      if (!SERIAL.matcher(serial).matches()) {
        throw list.unexpected(serial, "the name to be a serial number in hexadecimal");
      }
      entries.put(
          serial,
          switch (list.object(serial).string("status")) {
            case "REVOKED" -> RevocationStatus.REVOKED;
            case "SUSPENDED" -> RevocationStatus.SUSPENDED;
            default -> RevocationStatus.UNKNOWN;
          });
    }
    return new AndroidStatusList(entries, fetchedAt, Bytes32.sha256(json));
  }

  @Override
  public RevocationStatus status(Certificate certificate, AttestedKey issuer, Instant at) {
    return entries.getOrDefault(certificate.serial().toString(16), RevocationStatus.GOOD);
  }

  @Override
  public Instant asOf() {
    return asOf;
  }

  @Override
  public Bytes32 digest() {
    return digest;
  }
}
