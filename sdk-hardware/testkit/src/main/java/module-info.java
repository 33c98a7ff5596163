/** The contract that every driver must keep, as a test class to extend, and a network that can be broken on purpose. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.testkit {
  requires transitive org.depinsdk.hardware;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static transitive org.jspecify;

  exports org.depinsdk.hardware.testkit;
}
