/** Device identity, signed reports, the device registry, epochs, geography and the wire format of the DePIN SDK. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.core {
  requires transitive com.google.protobuf;
  requires org.bouncycastle.provider;
  requires com.fasterxml.jackson.core;
  requires static transitive org.jspecify;

  uses org.depinsdk.core.geo.HexGrid;
  uses org.depinsdk.core.identity.EcdsaAccelerator;

  exports org.depinsdk.core.beacon;
  exports org.depinsdk.core.challenge;
  exports org.depinsdk.core.clone;
  exports org.depinsdk.core.did;
  exports org.depinsdk.core.encoding;
  exports org.depinsdk.core.epoch;
  exports org.depinsdk.core.frames;
  exports org.depinsdk.core.geo;
  exports org.depinsdk.core.identity;
  exports org.depinsdk.core.json;
  exports org.depinsdk.core.keys;
  exports org.depinsdk.core.lifecycle;
  exports org.depinsdk.core.log;
  exports org.depinsdk.core.registry;
  exports org.depinsdk.core.report;
  exports org.depinsdk.core.session;
  exports org.depinsdk.core.tpm;
  exports org.depinsdk.core.vrf;
  exports org.depinsdk.core.wire.v1;
}
