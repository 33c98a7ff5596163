/** A network's epochs as an HTML page. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.page {
  requires transitive org.depinsdk.epoch;
  requires static transitive org.jspecify;

  exports org.depinsdk.page;
}
