package org.depinsdk.hardware.driver;

import java.nio.charset.StandardCharsets;

/** A password, token or key. Only {@link #reveal} gives it; {@link #toString} does not. */
public final class Secret {
  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A secret.
   *
   * @param bytes any; copied
   * @return the secret
   */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /**
   * A secret string.
   *
   * @param text kept as UTF-8
   * @return the secret
   */
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The secret itself. Never log it and never put it into a message.
   *
   * @return a fresh copy
   */
  public byte[] reveal() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
