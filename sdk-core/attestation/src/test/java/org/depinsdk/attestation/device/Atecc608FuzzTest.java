package org.depinsdk.attestation.device;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.encoding.EncodingException;
import org.junit.jupiter.params.provider.MethodSource;

/** Compressed certificates and templates of any bytes: no certificate that the issuer did not sign. */
class Atecc608FuzzTest {
  private static final ConformanceRow ROW =
      Conformance.table("attestation/atecc608").rows().get(0);
  private static final AttestedKey KEY = new AttestedKey(ROW.bytes("key"));
  private static final AttestedKey ISSUER = new AttestedKey(ROW.bytes("issuer"));

  static Stream<byte[]> compressed() {
    return Stream.of(ROW.bytes("compressed"));
  }

  static Stream<byte[]> examples() {
    return Stream.of(ROW.bytes("example"), ROW.bytes("certificate"));
  }

  private static void rebuild(byte[] example, byte[] compressed) {
    try {
      Atecc608Compressed read = Atecc608Compressed.parse(compressed);
      if (!Arrays.equals(read.toBytes(), compressed)) {
        throw new AssertionError("written otherwise than read");
      }
      Atecc608Template template =
          Atecc608Template.of(example, read.template(), read.chain(), read.serial());
      byte[] certificate = template.rebuild(read, KEY, ROW.bytes("chip"), ISSUER);
      if (!Arrays.equals(certificate, ROW.bytes("certificate"))) {
        throw new AssertionError("a certificate that was not signed");
      }
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }

  private static void mustHaveAReason(EncodingException e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new AssertionError("refused without a reason", e);
    }
  }

  @MethodSource("compressed")
  @FuzzTest
  void compressed(byte[] data) {
    rebuild(ROW.bytes("example"), data);
  }

  @MethodSource("examples")
  @FuzzTest
  void template(byte[] data) {
    rebuild(data, ROW.bytes("compressed"));
    try {
      Atecc608Template template =
          Atecc608Template.of(data, 2, 0, Atecc608Compressed.Serial.KEY_HASH);
      template.compress(ROW.bytes("certificate"), ISSUER);
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }

  @MethodSource("examples")
  @FuzzTest
  void certificate(byte[] data) {
    try {
      Atecc608Template.of(ROW.bytes("example"), 2, 0, Atecc608Compressed.Serial.KEY_HASH)
          .compress(data, ISSUER);
      if (!Arrays.equals(data, ROW.bytes("certificate"))) {
        throw new AssertionError("a certificate that was not signed is compressed");
      }
    } catch (EncodingException e) {
      mustHaveAReason(e);
    }
  }
}
