package org.depinsdk.attestation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonObject;

/**
 * Where withdrawn certificates are listed, and what holds if the list does not say.
 *
 * @param mode what holds if the status is not known
 * @param source the list; empty if the mode is {@link Mode#NONE}
 * @param maxAge a list that is older says nothing
 * @param reason why there is no list; empty if there is one
 */
public record Revocation(
    Mode mode, Optional<RevocationSource> source, Duration maxAge, String reason) {
  /** What holds if the status of a certificate is not known. */
  public enum Mode {
    /** It is refused. */
    FAIL_CLOSED,
    /** It is accepted, with a finding. */
    FAIL_OPEN,
    /** There is no list at all. */
    NONE
  }

  /** Checks that there is a list, or a reason why not. */
  public Revocation {
    if ((mode == Mode.NONE) == source.isPresent() || (mode == Mode.NONE) == reason.isBlank()) {
      throw new IllegalArgumentException("revocation has a list, or no list and a reason why, not "
          + mode + " and \"" + reason + "\"");
    }
  }

  /**
   * What is not known to be good is refused.
   *
   * @param source the list
   * @param maxAge a list that is older says nothing
   * @return the revocation
   */
  public static Revocation failClosed(RevocationSource source, Duration maxAge) {
    return new Revocation(Mode.FAIL_CLOSED, Optional.of(source), maxAge, "");
  }

  /**
   * What is not known to be withdrawn is accepted.
   *
   * @param source the list
   * @param maxAge a list that is older says nothing
   * @return the revocation
   */
  public static Revocation failOpen(RevocationSource source, Duration maxAge) {
    return new Revocation(Mode.FAIL_OPEN, Optional.of(source), maxAge, "");
  }

  /**
   * No list.
   *
   * @param reason why there is none, for those who read the settings
   * @return the revocation
   */
  public static Revocation none(String reason) {
    return new Revocation(Mode.NONE, Optional.empty(), Duration.ZERO, reason);
  }

  /**
   * The status of a certificate.
   *
   * @param certificate whose signature was verified
   * @param issuer the key that signed it
   * @param at when the status is asked for
   * @return unknown if there is no list or it is too old; a list of the future calls nothing good, or whoever dates it so would have
   *     it count for longer than {@code maxAge}
   */
  public RevocationStatus status(Certificate certificate, AttestedKey issuer, Instant at) {
    return source
        .filter(list -> !list.asOf().plus(maxAge).isBefore(at))
        .map(list -> status(list, certificate, issuer, at))
        .orElse(RevocationStatus.UNKNOWN);
  }

  private static RevocationStatus status(
      RevocationSource list, Certificate certificate, AttestedKey issuer, Instant at) {
    RevocationStatus status = list.status(certificate, issuer, at);
    return status == RevocationStatus.GOOD && list.asOf().isAfter(at)
        ? RevocationStatus.UNKNOWN
        : status;
  }

  /**
   * As JSON. The list is in it by its digest.
   *
   * @return an object
   */
  public JsonObject json() {
    JsonObject.Builder json = JsonObject.builder().put("mode", label(mode));
    if (mode == Mode.NONE) {
      return json.put("reason", reason).build();
    }
    RevocationSource list = source.orElseThrow();
    return json.put("maxAge", maxAge.toString())
        .put("list", list.digest().toString())
        .put("asOf", list.asOf().toString())
        .build();
  }

  /**
   * Reads JSON.
   *
   * @param json as {@link #json} writes it
   * @param lists by their digest
   * @return the revocation
   * @throws EncodingException if it is anything else or the list is not among those
   */
  public static Revocation parse(JsonObject json, Map<Bytes32, ? extends RevocationSource> lists)
      throws EncodingException {
    if (json.string("mode").equals(label(Mode.NONE))) {
      json.onlyNames("mode", "reason");
      String reason = json.string("reason");
      if (reason.isBlank()) {
        throw json.unexpected("reason", "why there is no list");
      }
      return none(reason);
    }
    json.onlyNames("mode", "maxAge", "list", "asOf");
    RevocationSource list = lists.get(json.parsed("list", Bytes32::parse));
    if (list == null || !list.asOf().toString().equals(json.string("asOf"))) {
      throw json.unexpected("list", "the digest of a list that is there");
    }
    for (Mode mode : new Mode[] {Mode.FAIL_CLOSED, Mode.FAIL_OPEN}) {
      if (json.string("mode").equals(label(mode))) {
        return new Revocation(mode, Optional.of(list), json.duration("maxAge"), "");
      }
    }
    throw json.unexpected("mode", "fail-closed, fail-open or none");
  }

  private static String label(Mode mode) {
    return mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
