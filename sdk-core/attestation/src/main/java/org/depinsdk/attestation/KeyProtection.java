package org.depinsdk.attestation;

import java.util.Locale;
import org.depinsdk.core.encoding.EncodingException;

/** What keeps a device's key from being copied, from the weakest to the strongest. */
public enum KeyProtection {
  /** The evidence does not say. */
  UNKNOWN,
  /** A file or the memory of an operating system. */
  SOFTWARE,
  /** A chip that a hypervisor pretends to be, for example a virtual TPM. */
  VIRTUAL,
  /** Firmware on the main processor, for example a firmware TPM. */
  FIRMWARE,
  /** A part of the main processor that the operating system cannot read, for example a TEE or an enclave. */
  ISOLATED,
  /** A chip of its own: a discrete TPM, a StrongBox, a Secure Enclave, a secure element. */
  DEDICATED_CHIP;

  /**
   * The name in documents.
   *
   * @return for example {@code dedicated-chip}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a name.
   *
   * @param label as {@link #label} writes it
   * @return the protection
   * @throws EncodingException if there is none of that name
   */
  public static KeyProtection parse(String label) throws EncodingException {
    return Labels.parse(KeyProtection.class, KeyProtection::label, label);
  }
}
