package org.depinsdk.hardware.ocpp;

import java.util.Map;
import java.util.Optional;
import org.depinsdk.hardware.ocpp.JsonSchema.ObjectSchema;

/** The schemas of all messages that this driver speaks in one version of OCPP. */
final class Schemas {
  private final Map<String, ObjectSchema> all;

  private Schemas(Map<String, ObjectSchema> all) {
    this.all = all;
  }

  static Schemas of(OcppVersion version) {
    return new Schemas(version == OcppVersion.V1_6 ? Schemas16.ALL : Schemas201.ALL);
  }

  /** The schema of a call; empty if the action is not known. */
  Optional<ObjectSchema> request(String action) {
    return Optional.ofNullable(all.get(action + ".req"));
  }

  /** The schema of its answer. */
  Optional<ObjectSchema> response(String action) {
    return Optional.ofNullable(all.get(action + ".conf"));
  }
}
