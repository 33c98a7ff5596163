/** Judges evidence: the {@code ProofVerifier} interface and the verifiers of uptime, usage, location and sensors. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.proofs {
  requires transitive org.depinsdk.core;
  requires transitive org.depinsdk.transparency;
  requires transitive com.google.protobuf;
  requires static transitive org.jspecify;

  uses org.depinsdk.proofs.ProofVerifier;

  provides org.depinsdk.proofs.ProofVerifier with
      org.depinsdk.proofs.location.LocationVerifier,
      org.depinsdk.proofs.sensor.SensorVerifier,
      org.depinsdk.proofs.uptime.UptimeVerifier,
      org.depinsdk.proofs.usage.UsageVerifier;

  exports org.depinsdk.proofs;
  exports org.depinsdk.proofs.composition;
  exports org.depinsdk.proofs.location;
  exports org.depinsdk.proofs.readings;
  exports org.depinsdk.proofs.sanctions;
  exports org.depinsdk.proofs.sensor;
  exports org.depinsdk.proofs.speed;
  exports org.depinsdk.proofs.uptime;
  exports org.depinsdk.proofs.usage;
  exports org.depinsdk.proofs.wire.v1;
}
