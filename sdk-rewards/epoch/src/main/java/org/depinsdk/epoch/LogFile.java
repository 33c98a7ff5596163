package org.depinsdk.epoch;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.depinsdk.core.wire.v1.LoggedReport;

/** The reports of a bundle, read from their file one after the other. */
record LogFile(Path file) implements EvidenceSource {
  /** No service takes a report half as large. */
  static final int LARGEST = 8 << 20;

  @Override
  public void forEach(Visitor visitor) throws IOException {
    try (InputStream in = BundleFiles.open(file)) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        int length = CodedInputStream.readRawVarint32(first, in);
        if (length < 0 || length > LARGEST) {
          throw new InvalidProtocolBufferException(
              "a report of " + length + " bytes, expected at most " + LARGEST);
        }
        byte[] report = in.readNBytes(length);
        if (report.length < length) {
          throw new InvalidProtocolBufferException("the file ends within a report");
        }
        visitor.visit(LoggedReport.parseFrom(report));
      }
    }
  }

  @Override
  public long sizeBytes() throws IOException {
    return Files.size(file);
  }
}
