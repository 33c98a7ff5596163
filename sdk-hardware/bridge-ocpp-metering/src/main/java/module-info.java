/** From charging transactions over OCPP to evidence of {@code metering/1}. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.bridge.ocpp.metering {
  requires transitive org.depinsdk.hardware.ocpp;
  requires transitive org.depinsdk.metering;
  requires static transitive org.jspecify;

  exports org.depinsdk.hardware.bridge.ocpp.metering;
}
