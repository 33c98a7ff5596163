/** The driver interface, the device agent and simulated devices of the DePIN SDK. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware {
  requires transitive org.depinsdk.core;
  requires transitive org.depinsdk.transparency;
  requires static transitive org.jspecify;

  uses org.depinsdk.hardware.driver.DriverProvider;

  provides org.depinsdk.hardware.driver.DriverProvider with
      org.depinsdk.hardware.simulated.SimulatedProvider;

  exports org.depinsdk.hardware.agent;
  exports org.depinsdk.hardware.driver;
  exports org.depinsdk.hardware.reading;
  exports org.depinsdk.hardware.simulated;
  exports org.depinsdk.hardware.support;
}
