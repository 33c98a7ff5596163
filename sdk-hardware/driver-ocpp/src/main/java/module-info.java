/** Charging stations over OCPP 1.6J and 2.0.1. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.ocpp {
  requires transitive org.depinsdk.hardware;
  requires com.fasterxml.jackson.core;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires java.naming;
  requires static transitive org.jspecify;

  provides org.depinsdk.hardware.driver.DriverProvider with
      org.depinsdk.hardware.ocpp.OcppProvider;

  exports org.depinsdk.hardware.ocpp;
}
