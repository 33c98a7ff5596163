package org.depinsdk.attestation.tpm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/** A variable of UEFI as events hold it (UEFI_VARIABLE_DATA, profile 1.05 section 10.4.2.6). */
final class UefiVariable {
  /** EFI_GLOBAL_VARIABLE, 8be4df61-93ca-11d2-aa0d-00e098032b8c, in the byte order of UEFI. */
  private static final String GLOBAL = "61dfe48bca93d211aa0d00e098032b8c";

  private static final byte[] SECURE_BOOT = "SecureBoot".getBytes(StandardCharsets.UTF_16LE);

  private UefiVariable() {}

  /** Whether secure boot is on; empty if this is another variable, or none. */
  static Optional<Boolean> secureBoot(byte[] data) {
    TpmInput in = TpmInput.littleEndian(data, "UEFI variable");
    try {
      String vendor = Hex.encode(in.raw(16, "VariableName"));
      long nameLength = in.u64("UnicodeNameLength");
      long valueLength = in.u64("VariableDataLength");
      // lengths beyond the data are refused by the reader
      byte[] name = in.raw(Math.min(nameLength, Integer.MAX_VALUE) * 2, "UnicodeName");
      byte[] value = in.raw(valueLength, "VariableData");
      in.end();
      return vendor.equals(GLOBAL) && Arrays.equals(name, SECURE_BOOT)
          ? Optional.of(value.length == 1 && value[0] == 1)
          : Optional.empty();
    } catch (EncodingException e) {
      return Optional.empty();
    }
  }
}
