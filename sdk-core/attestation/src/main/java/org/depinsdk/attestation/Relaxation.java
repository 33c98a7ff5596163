package org.depinsdk.attestation;

import java.util.Locale;
import org.depinsdk.core.encoding.EncodingException;

/**
 * What a policy can let pass that is refused by default. What is let pass stays a finding and makes the claim a warning, never
 * affirming.
 */
public enum Relaxation {
  /** Keys that no hardware protects. */
  ALLOW_SOFTWARE_KEYS,
  /** TPMs that a hypervisor pretends to be. */
  ALLOW_VIRTUAL_TPMS,
  /** Enclaves and devices that a debugger can read. */
  ALLOW_DEBUG_MODE,
  /** Devices that boot whatever their owner likes. */
  ALLOW_UNLOCKED_BOOT,
  /** Attestations of development environments. */
  ALLOW_DEVELOPMENT_ENVIRONMENT,
  /** Signatures over SHA-1. */
  ALLOW_SHA1,
  /** Certificates that are not in DER, as some chips have them. */
  ALLOW_CERTIFICATES_THAT_ARE_NOT_DER,
  /** Certificates that had expired when the evidence came. */
  ALLOW_EXPIRED_CERTIFICATES;

  /**
   * The name in documents.
   *
   * @return for example {@code allow-software-keys}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a name.
   *
   * @param label as {@link #label} writes it
   * @return the relaxation
   * @throws EncodingException if there is none of that name
   */
  public static Relaxation parse(String label) throws EncodingException {
    return Labels.parse(Relaxation.class, Relaxation::label, label);
  }
}
