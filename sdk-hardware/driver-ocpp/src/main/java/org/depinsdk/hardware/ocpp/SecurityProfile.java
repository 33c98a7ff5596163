package org.depinsdk.hardware.ocpp;

/** How stations prove who they are (OCPP 2.0.1 part 2, A00; for 1.6 the security whitepaper). */
public enum SecurityProfile {
  /** Profile 0: anybody may call itself anything. For a closed test bench only. */
  NONE,
  /** Profile 1: a password (HTTP basic) over plain WebSocket. For a trusted network only. */
  BASIC,
  /** Profile 2: a password over TLS. */
  TLS_BASIC,
  /** Profile 3: TLS with a certificate on both sides; the station's common name is its identity. */
  MUTUAL_TLS;

  boolean tls() {
    return this == TLS_BASIC || this == MUTUAL_TLS;
  }

  boolean password() {
    return this == BASIC || this == TLS_BASIC;
  }
}
