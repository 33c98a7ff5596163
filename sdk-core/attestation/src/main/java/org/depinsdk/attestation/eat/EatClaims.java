package org.depinsdk.attestation.eat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The claims of a token that an appraisal uses, the same for CBOR and JSON.
 *
 * @param nonces 8 to 64 bytes each
 * @param ueid of the device: a byte for its type, then 16 to 32 bytes; empty if there is none
 * @param described what the token says of hardware and software, by the names of RFC 9711: {@code oemid}, {@code hwmodel},
 *     {@code hwversion}, {@code swname}, {@code swversion}, {@code eat_profile}; bytes are hexadecimal
 * @param oemBoot whether only the manufacturer's software booted; empty if it does not say
 * @param debug whether a debugger can get in; empty if it does not say
 * @param bootCount how often the device booted; empty if it does not say
 * @param issuedAt when the token was made; empty if it does not say
 * @param expires when it ends; empty if it does not say
 * @param notBefore when it begins; empty if it does not say
 * @param submodules the names of what it says of parts, each with its kind: {@code claims}, {@code token} or {@code digest}
 */
public record EatClaims(
    List<byte[]> nonces,
    Optional<byte[]> ueid,
    SortedMap<String, String> described,
    Optional<Boolean> oemBoot,
    Optional<DebugStatus> debug,
    Optional<Long> bootCount,
    Optional<Instant> issuedAt,
    Optional<Instant> expires,
    Optional<Instant> notBefore,
    Map<String, String> submodules) {
  static final int MIN_NONCE = 8;
  static final int MAX_NONCE = 64;
  static final int MAX_NONCES = 16;
  static final int MIN_UEID = 7;
  static final int MAX_UEID = 33;
}
