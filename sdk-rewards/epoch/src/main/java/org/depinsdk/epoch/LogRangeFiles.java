package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * A range of a log in a bundle: a document with frontier and checkpoint, and a file of the records, each behind its length in two
 * bytes, as C2SP's entry bundles have it.
 */
final class LogRangeFiles {
  private LogRangeFiles() {}

  static JsonObject format(LogRange range) {
    return JsonObject.builder()
        .put("start", range.frontier().size())
        .put(
            "frontier",
            JsonArray.ofStrings(
                range.frontier().hashes().stream().map(TreeHash::toString).toList()))
        .put("checkpoint", range.checkpoint().toString())
        .build();
  }

  static void write(LogRange range, OutputStream out) throws IOException {
    range.records().forEach(record -> {
      byte[] bytes = record.toBytes();
      out.write(bytes.length >>> 8);
      out.write(bytes.length);
      out.write(bytes);
    });
  }

  /** Reads a range; its records stay in their file. */
  static LogRange parse(byte[] document, Path records) throws EncodingException {
    JsonObject json =
        Json.parseObject(document, JsonLimits.DEFAULT.withLength(Math.max(1, document.length)));
    json.onlyNames("start", "frontier", "checkpoint");
    try {
      List<TreeHash> hashes = new ArrayList<>();
      for (String hash : json.strings("frontier")) {
        hashes.add(TreeHash.parse(hash));
      }
      return new LogRange(
          Frontier.of(json.wholeNumber("start"), hashes),
          SignedCheckpoint.parse(json.string("checkpoint")),
          visitor -> read(records, visitor));
    } catch (TransparencyException | IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static void read(Path file, LogRange.Visitor visitor) throws IOException {
    try (Reader reader = new Reader(file)) {
      for (LogRecord record = reader.next(); record != null; record = reader.next()) {
        visitor.visit(record);
      }
    }
  }

  /** Reads the records of a file one by one. */
  static final class Reader implements Closeable {
    private final DataInputStream in;
    private long number;

    Reader(Path file) throws IOException {
      this.in = new DataInputStream(BundleFiles.open(file));
    }

    /** The next record, null behind the last one. */
    @Nullable
    LogRecord next() throws IOException {
      int first = in.read();
      if (first < 0) {
        return null;
      }
      try {
        number++;
        byte[] bytes = new byte[first << 8 | in.readUnsignedByte()];
        in.readFully(bytes);
        return LogRecord.parse(bytes);
      } catch (EOFException | EncodingException e) {
        throw new PartComparison.DifferenceException(new ReplayResult.Different(
            BundleParts.LOG_RECORDS,
            "record " + number + " of the file: "
                + (e instanceof EOFException ? "the file ends within it" : e.getMessage())));
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
