package org.depinsdk.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** An object that is read; what the SDK throws while it is, for example at a wrong checksum, is a failure to read. */
final class S3Stream extends FilterInputStream {
  private final S3Location location;

  S3Stream(S3Location location, InputStream in) {
    super(in);
    this.location = location;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (SdkException e) {
      throw new S3Failure(location, e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (SdkException e) {
      throw new S3Failure(location, e);
    }
  }
}
