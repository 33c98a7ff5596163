/** Reads counters and link state of Linux network interfaces. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.netif {
  requires transitive org.depinsdk.hardware;
  requires static transitive org.jspecify;

  provides org.depinsdk.hardware.driver.DriverProvider with
      org.depinsdk.hardware.netif.NetifProvider;

  exports org.depinsdk.hardware.netif;
}
