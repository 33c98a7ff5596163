package org.depinsdk.service.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.depinsdk.epoch.EvidenceSource;

/** A sealed segment as evidence. Unlike at start, damage at its end is damage: it was whole when it was sealed. */
final class SegmentSource implements EvidenceSource {
  private final Path file;
  private final byte[] header;

  SegmentSource(Path file, byte[] header) {
    this.file = file;
    this.header = header;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (SegmentReader reader = new SegmentReader(file, header)) {
      for (byte[] payload = reader.next(); payload != null; payload = reader.next()) {
        visitor.visit(Segment.parse(file, reader.offset(), payload));
      }
      String damage = reader.damage();
      if (damage != null) {
        throw new CorruptLogException(file, reader.offset(), damage);
      }
    }
  }

  @Override
  public long sizeBytes() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
