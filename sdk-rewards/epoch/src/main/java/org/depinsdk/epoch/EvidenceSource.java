package org.depinsdk.epoch;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;

/**
 * All reports that a network recorded for one epoch, accepted and refused, in the order of its log. Read as a stream, as
 * often as needed; the reports are never all in memory.
 */
@FunctionalInterface
public interface EvidenceSource {
  /** Takes one report after the other. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One report.
     *
     * @param report as it was logged
     * @throws IOException if the visitor cannot go on
     */
    void visit(LoggedReport report) throws IOException;

    /**
     * One report of a source that has parsed it already.
     *
     * @param report as it was logged
     * @param parsed what it parses to
     * @throws IOException if the visitor cannot go on
     */
    default void visit(LoggedReport report, SignedReport parsed) throws IOException {
      visit(report);
    }
  }

  /**
   * Streams the reports.
   *
   * @param visitor is given each report, in order
   * @throws IOException if the source cannot be read, or from the visitor
   */
  void forEach(Visitor visitor) throws IOException;

  /**
   * Writes the reports as a bundle holds them, each after its length.
   *
   * @param out where to
   * @throws IOException if the source cannot be read or the reports cannot be written
   */
  default void writeTo(OutputStream out) throws IOException {
    forEach(report -> report.writeDelimitedTo(out));
  }

  /**
   * How much evidence there is, for planning; a rough figure is enough.
   *
   * @return bytes
   * @throws IOException if the source cannot be read
   */
  default long sizeBytes() throws IOException {
    return 0;
  }

  /**
   * Reports in memory.
   *
   * @param reports in log order
   * @return a source over them
   */
  static EvidenceSource of(List<LoggedReport> reports) {
    List<LoggedReport> copy = List.copyOf(reports);
    return visitor -> {
      for (LoggedReport report : copy) {
        visitor.visit(report);
      }
    };
  }

  /**
   * A file of varint-delimited {@code LoggedReport} messages, as a bundle holds it. It throws {@link
   * InvalidProtocolBufferException} if the file holds something else. A bundle that is written of it gets its bytes as they are.
   *
   * @param file the file
   * @return a source over it
   */
  static EvidenceSource of(Path file) {
    return new LogFile(file);
  }
}
