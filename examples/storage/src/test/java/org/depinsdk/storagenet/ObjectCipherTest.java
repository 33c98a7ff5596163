package org.depinsdk.storagenet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObjectCipherTest {
  private static final int SEGMENT = 64 << 10;

  private final ObjectCipher cipher = new ObjectCipher(new byte[32], "object");

  @Test
  void bytesOfEveryLengthComeBack() throws Exception {
    for (int length : new int[] {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT}) {
      byte[] plain = new byte[length];
      new Random(length).nextBytes(plain);
      byte[] encrypted = cipher.encrypt(plain);
      assertThat(encrypted).hasSize(length + 16 * Math.max(1, (length + SEGMENT - 1) / SEGMENT));
      assertThat(cipher.decrypt(encrypted)).isEqualTo(plain);
    }
  }

  @Test
  void nothingThatIsChangedMovedOrLeftOutIsTaken() throws Exception {
    byte[] encrypted = cipher.encrypt(new byte[2 * SEGMENT]);
    byte[] flipped = encrypted.clone();
    flipped[SEGMENT + 20] ^= 1;
    byte[] swapped = encrypted.clone();
    System.arraycopy(encrypted, 0, swapped, SEGMENT + 16, SEGMENT + 16);
    System.arraycopy(encrypted, SEGMENT + 16, swapped, 0, SEGMENT + 16);
    byte[] cut = Arrays.copyOf(encrypted, SEGMENT + 16);
    for (byte[] wrong : new byte[][] {flipped, swapped, cut, new byte[0], new byte[15]}) {
      assertThatThrownBy(() -> cipher.decrypt(wrong)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> new ObjectCipher(new byte[32], "other").decrypt(encrypted))
        .isInstanceOf(IOException.class);
  }
}
