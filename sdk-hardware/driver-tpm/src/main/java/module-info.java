/** Signs with a key that never leaves a TPM 2.0. */
@org.jspecify.annotations.NullMarked
module org.depinsdk.hardware.tpm {
  requires transitive org.depinsdk.core;
  requires static transitive org.jspecify;

  exports org.depinsdk.hardware.tpm;
}
