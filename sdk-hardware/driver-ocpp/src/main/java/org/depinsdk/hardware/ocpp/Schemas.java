package org.depinsdk.hardware.ocpp;

import java.util.Map;
import java.util.Optional;
import org.depinsdk.hardware.ocpp.Shape.Body;

/** The shapes of all messages that this driver speaks in one version of OCPP. */
final class Schemas {
  private final Map<String, Body> all;

  private Schemas(Map<String, Body> all) {
    this.all = all;
  }

  static Schemas of(OcppVersion version) {
    return new Schemas(version == OcppVersion.V1_6 ? Schemas16.ALL : Schemas201.ALL);
  }

  /** The shape of a call; empty where the action is not known. */
  Optional<Body> request(String action) {
    return Optional.ofNullable(all.get(action + ".req"));
  }

  /** The shape of its answer. */
  Optional<Body> response(String action) {
    return Optional.ofNullable(all.get(action + ".conf"));
  }
}
