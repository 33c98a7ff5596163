package org.depinsdk.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of a log of any bytes: each is refused by name, or has one form. */
class LogRecordFuzzTest {
  static Stream<byte[]> records() {
    return LogRecordTest.samples(Property.random(4)).stream().map(LogRecord::toBytes);
  }

  @MethodSource("records")
  @FuzzTest
  void records(byte[] data) {
    try {
      assertThat(LogRecord.parse(data).toBytes()).isEqualTo(data);
    } catch (EncodingException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
