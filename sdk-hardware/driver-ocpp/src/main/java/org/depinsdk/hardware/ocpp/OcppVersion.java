package org.depinsdk.hardware.ocpp;

import java.util.Optional;

/** The versions of OCPP that this driver speaks, by their WebSocket subprotocol (IANA registry). */
public enum OcppVersion {
  /** OCPP 1.6, JSON over WebSocket. */
  V1_6("ocpp1.6"),
  /** OCPP 2.0.1. */
  V2_0_1("ocpp2.0.1");

  private final String subprotocol;

  OcppVersion(String subprotocol) {
    this.subprotocol = subprotocol;
  }

  /**
   * The WebSocket subprotocol.
   *
   * @return for example {@code ocpp1.6}
   */
  public String subprotocol() {
    return subprotocol;
  }

  static Optional<OcppVersion> of(String subprotocol) {
    for (OcppVersion version : values()) {
      if (version.subprotocol.equals(subprotocol)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
