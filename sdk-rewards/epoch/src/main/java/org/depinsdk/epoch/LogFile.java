package org.depinsdk.epoch;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.depinsdk.core.wire.v1.LoggedReport;

/** The reports of a bundle, read from their file one after the other. */
record LogFile(Path file) implements EvidenceSource {
  /** No service takes a report half as large. */
  static final int LARGEST = 8 << 20;

  private static final int BUFFER = 1 << 16;

  /** Takes the bytes of one report after the other. */
  interface Frames {
    /**
     * The bytes of a report.
     *
     * @param report a {@code LoggedReport}
     * @param shortest whether its length in front of it has the shortest form
     */
    void take(byte[] report, boolean shortest) throws IOException;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    forEachFrame((report, shortest) -> visitor.visit(LoggedReport.parseFrom(report)));
  }

  /** Goes over the reports, of which nothing is parsed. */
  void forEachFrame(Frames frames) throws IOException {
    try (InputStream file = BundleFiles.open(file())) {
      CodedInputStream in = CodedInputStream.newInstance(file, BUFFER);
      while (!in.isAtEnd()) {
        // the library bounds what it reads in sum, here each report is bounded
        in.resetSizeCounter();
        int length = in.readRawVarint32();
        if (length < 0 || length > LARGEST) {
          throw new InvalidProtocolBufferException(
              "a report of " + length + " bytes, expected at most " + LARGEST);
        }
        boolean shortest =
            in.getTotalBytesRead() == CodedOutputStream.computeUInt32SizeNoTag(length);
        frames.take(in.readRawBytes(length), shortest);
      }
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = BundleFiles.open(file)) {
      in.transferTo(out);
    }
  }

  @Override
  public long sizeBytes() throws IOException {
    return Files.size(file);
  }
}
