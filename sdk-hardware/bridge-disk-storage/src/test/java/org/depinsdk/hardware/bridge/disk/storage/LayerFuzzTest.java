package org.depinsdk.hardware.bridge.disk.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.storage.piece.PieceHasher;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer file that holds anything is read as it was written, or refused. */
class LayerFuzzTest {
  static Stream<byte[]> layer() {
    return Stream.of(1, 127, 5000).map(size -> {
      PieceHasher hasher = new PieceHasher(3);
      hasher.update(new byte[size], 0, size);
      return new LayerFile(PieceId.of(new byte[size]), hasher.finish()).toBytes();
    });
  }

  @MethodSource("layer")
  @FuzzTest
  void layer(byte[] file) {
    try {
      assertThat(LayerFile.parse(file).toBytes()).isEqualTo(file);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
