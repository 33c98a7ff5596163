package org.depinsdk.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class Bytes32Test {
  @Test
  void whatIsJoinedIsSplitAgainAndNothingElseIsTaken() throws Exception {
    List<Bytes32> values = List.of(Bytes32.sha256(new byte[1]), Bytes32.ZERO, Bytes32.sha256());
    byte[] joined = Bytes32.join(values);
    assertThat(joined).hasSize(96).startsWith(values.get(0).bytes());
    assertThat(Bytes32.split(joined)).isEqualTo(values);
    assertThat(Bytes32.split(new byte[0])).isEmpty();
    for (int bytes : new int[] {1, 31, 33, 95}) {
      assertThatThrownBy(() -> Bytes32.split(new byte[bytes]))
          .isInstanceOf(EncodingException.class)
          .hasMessage("values of 32 bytes do not have " + bytes + " together");
    }
  }
}
