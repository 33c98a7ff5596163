package org.depinsdk.epoch.store;

import java.io.IOException;

/** What was read is not of the length or hash that was stated for it. */
public final class OtherContentException extends IOException {
  private static final long serialVersionUID = 1L;

  OtherContentException(String message) {
    super(message);
  }
}
