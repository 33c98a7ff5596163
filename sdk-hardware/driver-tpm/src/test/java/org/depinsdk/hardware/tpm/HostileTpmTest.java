package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.hardware.tpm.TpmException.Reason;
import org.depinsdk.testing.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Answers that no TPM gives, in place of what swtpm once gave: whatever comes, it is a {@link TpmException} and nothing else,
 * and never a signature that does not verify.
 */
class HostileTpmTest {
  private static final Transcript OPENED = Transcript.ofResource("swtpm-open.txt");
  private static final int GREETING = 0;
  private static final int CREATE_PRIMARY = 2;
  private static final int LOAD = 3;
  private static final int SIGN = 5;
  private static final int CLOSE = 6;
  private static final char[] NONE = {};
  private static final SignedPayload PAYLOAD =
      DssePayload.of(new Domain("wifi-demo", "report", 1), new byte[] {1, 2});

  @TempDir
  Path folder = Path.of("");

  private Path file = Path.of("");

  @BeforeEach
  void writeKey() throws IOException {
    file = folder.resolve("key.pem");
    Files.writeString(file, Transcript.resource("swtpm-key.pem"));
  }

  /** Opens the recorded key while one answer is another; null if that succeeded. */
  private @Nullable TpmException open(int at, byte @Nullable [] instead) throws IOException {
    try {
      TpmSigner.open(OPENED.played(new ArrayList<>(), at, instead), file, NONE).close();
      return null;
    } catch (TpmException e) {
      assertThat(e).hasMessageNotContaining("null");
      return e;
    }
  }

  private Reason reason(int at, byte @Nullable [] instead) throws IOException {
    TpmException e = open(at, instead);
    assertThat(e).as("answer " + at).isNotNull();
    return e.reason();
  }

  @Test
  void saysToTheTpmWhatItOnceSaid() throws Exception {
    List<byte[]> heard = new ArrayList<>();
    TpmSigner.open(OPENED.played(heard, -1, null), file, NONE).close();
    assertThat(heard).hasSize(OPENED.commands.size());
    for (int i = 0; i < heard.size(); i++) {
      assertThat(heard.get(i)).as("command " + i).isEqualTo(OPENED.commands.get(i));
    }
  }

  @Test
  void changedBytesNeverThrowUnchecked() {
    Set<Reason> seen = new HashSet<>();
    Property.check(3000, random -> {
      int at = random.nextInt(OPENED.answers.size());
      TpmException e = open(at, mutate(random, OPENED.answers.get(at)));
      if (e != null) {
        seen.add(e.reason());
      }
    });
    assertThat(seen).contains(Reason.BAD_ANSWER, Reason.GONE);
  }

  private static byte[] mutate(RandomGenerator random, byte[] answer) {
    byte[] changed = answer.clone();
    switch (random.nextInt(5)) {
      case 0 -> changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      case 1 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length + 1));
      case 3 -> changed = Arrays.copyOf(changed, changed.length + 1 + random.nextInt(64));
      default -> {
        for (int i = random.nextInt(changed.length); i < changed.length; i++) {
          changed[i] = (byte) random.nextInt();
        }
      }
    }
    if (random.nextBoolean() && changed.length >= 6) {
      ByteBuffer.wrap(changed).putInt(2, changed.length);
    }
    return changed;
  }

  @Test
  void everyShorterAnswerIsNamed() throws Exception {
    // the first answer only tells whether the TPM is started; the second says the same again
    for (int at = 1; at < CLOSE; at++) {
      byte[] whole = OPENED.answers.get(at);
      for (int length = 0; length < whole.length; length++) {
        byte[] shorter = Arrays.copyOf(whole, length);
        TpmException e = open(at, shorter);
        // giving room back is a courtesy; a signature can still come
        if (at != 4) {
          assertThat(e).as("answer %s cut to %s", at, length).isNotNull();
          assertThat(e.reason()).isIn(Reason.BAD_ANSWER, Reason.GONE, Reason.REFUSED);
        }
      }
    }
  }

  @Test
  void wrongTagsHandlesAndTrailingBytesAreRefused() throws Exception {
    for (int at : new int[] {GREETING + 1, CREATE_PRIMARY, LOAD, SIGN}) {
      byte[] answer = OPENED.answers.get(at);
      byte[] tag = answer.clone();
      tag[1] ^= 3; // 8001 for 8002 and the other way round
      assertThat(reason(at, tag)).isEqualTo(Reason.BAD_ANSWER);
      byte[] longer = Arrays.copyOf(answer, answer.length + 1);
      ByteBuffer.wrap(longer).putInt(2, longer.length);
      assertThat(reason(at, longer)).isEqualTo(Reason.BAD_ANSWER);
    }
    // a refusal has ten bytes and the tag of answers without sessions
    assertThat(reason(SIGN, HexFormat.of().parseHex("80020000000a0000098e")))
        .isEqualTo(Reason.BAD_ANSWER);
    assertThat(reason(SIGN, HexFormat.of().parseHex("80010000000b0000098e00")))
        .isEqualTo(Reason.BAD_ANSWER);
  }

  /** TPM_RC values of TPM 2.0 part 2, and what they mean to a program. */
  @ParameterizedTest
  @CsvSource({
    "0, 0000001e, NO_TPM",
    "2, 0000098e, OWNER_AUTH",
    "2, 000009a2, OWNER_AUTH",
    "3, 000001df, FOREIGN_KEY",
    "3, 00000902, FULL",
    "5, 0000098e, WRONG_AUTH",
    "5, 000009a2, WRONG_AUTH",
    "1, 0000098e, WRONG_AUTH",
    "5, 0000018b, HANDLE_EMPTY",
    "5, 00000910, GONE",
    "5, 00000100, GONE",
    "5, 00000101, GONE",
    "5, 00000921, LOCKOUT",
    "5, 00000143, REFUSED",
    "5, ffffffff, REFUSED",
  })
  void refusalsAreTold(int at, String code, Reason expected) throws Exception {
    // a TPM 1.2 has a tag of its own
    String tag = at == GREETING ? "00c4" : "8001";
    byte[] refusal = HexFormat.of().parseHex(tag + "0000000a" + code);
    // the greeting looks twice
    int index = at == GREETING ? GREETING + 1 : at;
    assertThat(reason(index, refusal)).isEqualTo(expected);
  }

  @Test
  void aBusyTpmIsAskedAgain() throws Exception {
    Transcript busy = Transcript.ofResource("swtpm-open.txt");
    busy.answers.add(SIGN, HexFormat.of().parseHex("80010000000a00000922"));
    List<byte[]> heard = new ArrayList<>();
    TpmSigner.open(busy.played(heard, -1, null, Duration.ofSeconds(20)), file, NONE)
        .close();
    assertThat(heard.get(SIGN + 1)).isEqualTo(heard.get(SIGN));
    // until its time is over
    busy.answers.subList(SIGN + 1, busy.answers.size()).clear();
    busy.answers.add(busy.answers.get(SIGN));
    assertThatThrownBy(
            () -> TpmSigner.open(busy.played(heard, -1, null, Duration.ofNanos(1)), file, NONE))
        .isInstanceOfSatisfying(
            TpmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
  }

  @Test
  void anotherFamilyIsNoTpm2() throws Exception {
    byte[] family = OPENED.answers.get(1).clone();
    family[family.length - 4] = '1';
    assertThat(reason(1, family)).isEqualTo(Reason.NO_TPM);
  }

  @Test
  void aConnectionThatEndsIsATpmThatIsGone() throws Exception {
    for (int at = 0; at < CLOSE; at++) {
      if (at != 4) {
        assertThat(reason(at, null)).isEqualTo(Reason.GONE);
      }
    }
  }

  @Test
  void aSignatureOfAnotherMessageIsNeverReturned() throws Exception {
    TpmSigner signer = TpmSigner.open(OPENED.played(new ArrayList<>(), -1, null), file, NONE);
    Transcript again = Transcript.ofResource("swtpm-open.txt");
    again.answers.set(CLOSE, OPENED.answers.get(SIGN)); // the same signature once more
    TpmSigner repeating = TpmSigner.open(again.played(new ArrayList<>(), -1, null), file, NONE);
    assertThatThrownBy(() -> repeating.sign(PAYLOAD))
        .isInstanceOfSatisfying(
            TpmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_ANSWER))
        .hasMessageContaining("its own key refuses");
    signer.close();
    repeating.close();
  }

  /** Whoever sits between signer and TPM cannot change an answer if the key has an auth value. */
  @Test
  void aChangedAnswerUnderAnHmacIsFound() throws Exception {
    Swtpm.assumeInstalled();
    Path state = Files.createDirectory(folder.resolve("state"));
    char[] auth = "correct horse".toCharArray();
    try (Swtpm swtpm = Swtpm.overUnixSocket(state)) {
      TpmSigner.createPersistent(swtpm.tpm(), 0x81000100, auth, NONE).close();
      int[] change = {-1};
      Tpm between = Transcript.changed(swtpm.tpm(), (command, answer) -> {
        byte[] heard = answer.clone();
        if (ByteBuffer.wrap(command).getInt(6) == 0x15d && change[0] >= 0) {
          heard[change[0]] ^= 1;
        }
        return heard;
      });
      try (TpmSigner signer = TpmSigner.openPersistent(between, 0x81000100, auth)) {
        // every byte of the parameters, the session's nonce, its attributes and the HMAC itself
        for (int at = 14; at < 14 + 72 + 2 + 32 + 1 + 2 + 32; at++) {
          change[0] = at;
          assertThatThrownBy(() -> signer.sign(PAYLOAD))
              .as("byte " + at)
              .isInstanceOfSatisfying(
                  TpmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_ANSWER));
        }
        change[0] = -1;
        assertThat(signer.publicKey().verify(PAYLOAD, signer.sign(PAYLOAD))).isTrue();
      }
    }
  }
}
