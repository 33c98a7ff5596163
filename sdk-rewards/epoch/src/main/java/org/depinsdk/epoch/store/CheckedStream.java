package org.depinsdk.epoch.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.depinsdk.core.encoding.Bytes32;

/** Hashes what is read, and fails with the last byte if it is not what was stated, so that whoever copies has nothing whole then. */
final class CheckedStream extends FilterInputStream {
  private final Content stated;
  private final MessageDigest digest;
  private long count;
  private boolean checked;

  CheckedStream(InputStream in, Content stated) throws IOException {
    super(in);
    this.stated = stated;
    this.digest = sha256();
    checkEnd();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = checked ? -1 : super.read(target, offset, length);
    if (read > 0) {
      digest.update(target, offset, read);
      count += read;
      checkEnd();
    } else if (read < 0 && !checked) {
      throw other("it ends after " + count + " bytes");
    }
    return read;
  }

  private void checkEnd() throws IOException {
    if (count > stated.bytes() || (count == stated.bytes() && in.read() >= 0)) {
      throw other("it has more bytes");
    }
    if (count == stated.bytes() && !checked) {
      checked = true;
      Bytes32 found = Bytes32.of(digest.digest());
      if (!found.equals(stated.sha256())) {
        throw other("it has sha256 " + found);
      }
    }
  }

  private OtherContentException other(String found) {
    return new OtherContentException(
        stated.bytes() + " bytes of sha256 " + stated.sha256() + " are stated, but " + found);
  }

  @Override
  public long skip(long n) throws IOException {
    throw new IOException("what is hashed cannot be skipped");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
