package org.depinsdk.epoch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Takes a part as it was recomputed and compares it with the one that is recorded, without writing it anywhere. */
final class PartComparison extends OutputStream {
  private static final int BEFORE = 40;
  private static final int AFTER = 120;

  /** The first difference; ends the comparison. */
  static final class DifferenceException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient ReplayResult.Different difference;

    DifferenceException(ReplayResult.Different difference) {
      super(difference.part() + ": " + difference.detail());
      this.difference = difference;
    }

    ReplayResult.Different difference() {
      return difference;
    }
  }

  private final String part;
  private final InputStream recorded;
  private byte[] last = new byte[0];
  private long at;

  PartComparison(Path folder, String part) throws IOException {
    this.part = part;
    this.recorded = BundleFiles.open(folder.resolve(part));
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] expected = recorded.readNBytes(length);
    int differs = Arrays.mismatch(expected, 0, expected.length, bytes, offset, offset + length);
    if (differs >= 0) {
      throw difference(
          differs,
          expected,
          Arrays.copyOfRange(bytes, offset + differs, offset + Math.min(length, differs + AFTER)));
    }
    at += length;
    last = expected;
  }

  @Override
  public void close() throws IOException {
    try (recorded) {
      byte[] more = recorded.readNBytes(AFTER);
      if (more.length > 0) {
        throw difference(0, more, new byte[0]);
      }
    }
  }

  private DifferenceException difference(int differs, byte[] expected, byte[] recomputed)
      throws IOException {
    byte[] same = differs > 0 ? Arrays.copyOf(expected, differs) : last;
    String before = shown(Arrays.copyOfRange(same, Math.max(0, same.length - BEFORE), same.length));
    int shown = Math.min(expected.length - differs, AFTER);
    byte[] recordedHere =
        Arrays.copyOf(Arrays.copyOfRange(expected, differs, differs + shown), AFTER);
    int more = recorded.readNBytes(recordedHere, shown, AFTER - shown);
    return new DifferenceException(new ReplayResult.Different(
        part,
        "byte " + (at + differs) + ": recorded \"…" + before
            + shown(Arrays.copyOf(recordedHere, shown + more)) + "…\", recomputed \"…" + before
            + shown(recomputed) + "…\""));
  }

  private static String shown(byte[] bytes) {
    byte[] ascii = bytes.clone();
    for (int i = 0; i < ascii.length; i++) {
      if (ascii[i] < ' ' || ascii[i] == 0x7f) {
        ascii[i] = ' ';
      }
    }
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
