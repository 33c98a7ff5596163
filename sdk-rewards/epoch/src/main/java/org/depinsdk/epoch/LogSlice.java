package org.depinsdk.epoch;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.wire.v1.LoggedReport;

/**
 * Consecutive reports in a file of a log, to be read by themselves.
 *
 * @param offset where the first of them begins in the file
 * @param first the place of the first of them in the log, from 0
 * @param count how many there are
 */
public record LogSlice(long offset, long first, int count) {
  private static final int BUFFER = 1 << 18;

  /**
   * Cuts a log into slices. Only the lengths of the reports are read.
   *
   * @param reports the file, as a bundle holds it
   * @param most of how many reports a slice is made, 1 or more
   * @return all slices in order, at least one
   * @throws InvalidProtocolBufferException if the file holds something else
   * @throws IOException if it cannot be read
   */
  public static List<LogSlice> of(Path reports, int most) throws IOException {
    List<LogSlice> slices = new ArrayList<>();
    long offset = 0;
    long first = 0;
    long at = 0;
    int count = 0;
    try (InputStream in = new BufferedInputStream(BundleFiles.open(reports), BUFFER)) {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (count == most) {
          slices.add(new LogSlice(offset, first, count));
          offset = at;
          first += count;
          count = 0;
        }
        CountedVarint length = CountedVarint.read(octet, in);
        try {
          in.skipNBytes(length.value());
        } catch (EOFException e) {
          throw new InvalidProtocolBufferException("the file ends within a report");
        }
        at += length.octets() + (long) length.value();
        count++;
      }
    }
    slices.add(new LogSlice(offset, first, count));
    return slices;
  }

  private record CountedVarint(int value, int octets) {
    static CountedVarint read(int first, InputStream in) throws IOException {
      int[] octets = {1};
      int value = CodedInputStream.readRawVarint32(first, new InputStream() {
        @Override
        public int read() throws IOException {
          octets[0]++;
          return in.read();
        }
      });
      if (value < 0 || value > LogFile.LARGEST) {
        throw new InvalidProtocolBufferException(
            "a report of " + value + " bytes, expected at most " + LogFile.LARGEST);
      }
      return new CountedVarint(value, octets[0]);
    }
  }

  /**
   * Reads the reports.
   *
   * @param reports the file that was cut
   * @return as many as there are
   * @throws InvalidProtocolBufferException if one of them is no report
   * @throws IOException if the file cannot be read
   */
  public List<LoggedReport> read(Path reports) throws IOException {
    List<LoggedReport> read = new ArrayList<>(count);
    try (SeekableByteChannel file = Files.newByteChannel(reports).position(offset);
        InputStream in = new BufferedInputStream(Channels.newInputStream(file), BUFFER)) {
      while (read.size() < count) {
        LoggedReport report = LoggedReport.parseDelimitedFrom(in);
        if (report == null) {
          throw new InvalidProtocolBufferException("the file ends before report " + read.size());
        }
        read.add(report);
      }
    }
    return read;
  }
}
