/** Known answers of public standards and live networks as plain tables. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.conformance {
  requires static transitive org.jspecify;

  exports org.depinsdk.conformance;
}
