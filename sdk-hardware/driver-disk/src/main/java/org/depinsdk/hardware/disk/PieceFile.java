package org.depinsdk.hardware.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;

/** A file whose name says which piece it holds, and how many bytes that has. */
record PieceFile(PieceId piece, long size, Path path) {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-([1-9][0-9]{0,17})");

  static String name(PieceId piece, long size) {
    return piece.text() + "-" + size;
  }

  /** The files in a folder that are named so, ascending; others are not ours to touch. */
  static List<PieceFile> in(Path folder) throws IOException {
    List<PieceFile> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
          if (name.matches() && Files.isRegularFile(entry)) {
            found.add(new PieceFile(id(name.group(1)), Long.parseLong(name.group(2)), entry));
          }
        }
      }
    }
    found.sort(Comparator.comparing(PieceFile::piece));
    return found;
  }

  private static PieceId id(String digits) throws IOException {
    try {
      return new PieceId(Bytes32.parse("0x" + digits));
    } catch (EncodingException e) {
      throw new IOException(e);
    }
  }
}
