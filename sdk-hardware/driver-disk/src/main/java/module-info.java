/** Keeps pieces as files that survive a loss of power, finds damage, and measures the disk below them. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.disk {
  requires transitive org.depinsdk.hardware;
  requires static transitive org.jspecify;

  provides org.depinsdk.hardware.driver.DriverProvider with
      org.depinsdk.hardware.disk.DiskProvider;

  exports org.depinsdk.hardware.disk;
}
