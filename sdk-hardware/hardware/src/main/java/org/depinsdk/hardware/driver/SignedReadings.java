package org.depinsdk.hardware.driver;

import java.util.Set;

/**
 * A device whose hardware signs its readings itself, as a legal-for-trade meter does. Its readings carry {@link
 * org.depinsdk.hardware.reading.Reading#signature()} and the raw bytes that the signature covers.
 */
public interface SignedReadings extends Capability {
  /**
   * In which formats it signs.
   *
   * @return for example {@code OCMF}
   */
  Set<String> signatureFormats();

  /**
   * Which channels carry signatures.
   *
   * @return names of channels
   */
  Set<String> signedChannels();
}
