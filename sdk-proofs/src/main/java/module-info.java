/** Judges evidence: the {@code ProofVerifier} interface and the verifiers that come with the SDK. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.proofs {
  requires transitive org.depinsdk.core;
  requires transitive com.google.protobuf;
  requires com.fasterxml.jackson.core;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  uses org.depinsdk.proofs.ProofVerifier;

  provides org.depinsdk.proofs.ProofVerifier with
      org.depinsdk.proofs.metering.MeteringVerifier,
      org.depinsdk.proofs.coverage.CoverageVerifier,
      org.depinsdk.proofs.location.LocationVerifier,
      org.depinsdk.proofs.sensor.SensorVerifier,
      org.depinsdk.proofs.uptime.UptimeVerifier,
      org.depinsdk.proofs.usage.UsageVerifier,
      org.depinsdk.proofs.witness.WitnessVerifier;

  exports org.depinsdk.proofs;
  exports org.depinsdk.proofs.metering;
  exports org.depinsdk.proofs.composition;
  exports org.depinsdk.proofs.coverage;
  exports org.depinsdk.proofs.location;
  exports org.depinsdk.proofs.sanctions;
  exports org.depinsdk.proofs.sensor;
  exports org.depinsdk.proofs.uptime;
  exports org.depinsdk.proofs.usage;
  exports org.depinsdk.proofs.wire.v1;
  exports org.depinsdk.proofs.witness;
}
