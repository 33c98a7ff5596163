package org.depinsdk.core.lifecycle;

import org.depinsdk.core.identity.SigningException;

/** Hardware that shows a network what it is: a driver implements it. Used by one thread at a time. */
public interface HardwareAttester {
  /**
   * The format of its evidence.
   *
   * @return a media type
   */
  String mediaType();

  /**
   * What the hardware says of itself before the network makes a challenge.
   *
   * @return empty unless the format asks for it
   * @throws SigningException if the hardware cannot answer now
   */
  default byte[] announcement() throws SigningException {
    return new byte[0];
  }

  /**
   * Answers a challenge.
   *
   * @param challenge the network's
   * @return evidence in the format of {@link #mediaType}
   * @throws SigningException if the hardware cannot answer now, or the challenge is not for it
   */
  byte[] evidence(byte[] challenge) throws SigningException;
}
