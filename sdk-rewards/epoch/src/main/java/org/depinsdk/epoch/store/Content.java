package org.depinsdk.epoch.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.depinsdk.core.encoding.Bytes32;

/**
 * Bytes whose length and hash are stated before they are read.
 *
 * @param bytes how many
 * @param sha256 SHA-256 over them
 * @param source where they are read, perhaps several times
 */
public record Content(long bytes, Bytes32 sha256, Source source) {
  /** Opens the bytes. */
  @FunctionalInterface
  public interface Source {
    /**
     * Opens them.
     *
     * @return from the first byte on
     * @throws IOException if they cannot be read
     */
    InputStream open() throws IOException;
  }

  /**
   * What an array holds.
   *
   * @param bytes the bytes, not copied
   * @return the content
   */
  public static Content of(byte[] bytes) {
    return new Content(bytes.length, Bytes32.sha256(bytes), () -> new ByteArrayInputStream(bytes));
  }

  /**
   * Opens the bytes to copy them.
   *
   * @return throws {@link OtherContentException} in the place of the last byte if they are not of the stated length and hash
   * @throws IOException if they cannot be read
   */
  public InputStream open() throws IOException {
    InputStream in = source.open();
    try {
      return new CheckedStream(in, this);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a stream holds the same. */
  boolean isSame(InputStream in) throws IOException {
    try (InputStream checked = new CheckedStream(in, this)) {
      checked.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (OtherContentException e) {
      return false;
    }
  }
}
