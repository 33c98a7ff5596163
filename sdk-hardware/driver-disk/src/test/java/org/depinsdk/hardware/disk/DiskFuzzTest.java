package org.depinsdk.hardware.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever smartctl prints and an identity file holds is read or refused with a message. */
class DiskFuzzTest {
  static Stream<byte[]> smart() {
    return Stream.of(SmartFiguresTest.ATA, SmartFiguresTest.NVME)
        .map(json -> json.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("smart")
  @FuzzTest
  void smart(byte[] output) {
    try {
      SmartFigures figures = SmartFigures.parse(output);
      assertThat(SmartFigures.parse(output)).isEqualTo(figures);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> identity() {
    return Stream.of("{\"format\": \"depin-piece-store/1\", \"node\": \"n\", \"store\": \""
            + "0".repeat(32) + "\"}")
        .map(json -> json.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("identity")
  @FuzzTest
  void identity(byte[] file) {
    try {
      StoreIdentity identity = StoreIdentity.parse(file);
      assertThat(identity.store()).hasSize(32);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
