package org.depinsdk.hardware.tpm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.tpm.TpmAnnouncement;
import org.depinsdk.core.tpm.TpmEvidence;
import org.junit.jupiter.params.provider.MethodSource;

/** Key files and answers of any bytes: refused with a reason, or a key that signs. */
class TpmFuzzTest {
  private static final Transcript OPENED = Transcript.ofResource("swtpm-open.txt");
  private static final Transcript ATTESTED = Transcript.ofResource("swtpm-attest.txt");
  private static final String KEY = Transcript.resource("swtpm-key.pem");
  private static final Path FILE = keyFile();

  private static Path keyFile() {
    try {
      Path file = Files.createTempFile("depin-fuzz-", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, KEY);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<byte[]> keyFiles() {
    return Stream.of(KEY, KEY.replace("MI", "ML"), KEY.replace('A', 'B'))
        .map(text -> text.getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("keyFiles")
  @FuzzTest
  void keyFile(byte[] data) {
    try {
      TpmCommands.Wrapped key = TpmKeyFile.decode(data);
      TpmCommands.Wrapped again = TpmKeyFile.decode(TpmKeyFile.encode(key, false));
      if (!Arrays.equals(again.privateArea(), key.privateArea())
          || !Arrays.equals(again.publicArea(), key.publicArea())) {
        throw new AssertionError("taken and not written back unchanged");
      }
      PublicArea.parse(key.publicArea());
    } catch (TpmReader.Malformed | PublicArea.Unsuitable e) {
      mustHaveAReason(e);
    }
  }

  /** The first byte says which of the TPM's answers is another; the rest is that answer. */
  static Stream<byte[]> answers() {
    return seeds(OPENED);
  }

  private static Stream<byte[]> seeds(Transcript transcript) {
    return IntStream.range(0, transcript.answers.size()).mapToObj(at -> {
      byte[] answer = transcript.answers.get(at);
      byte[] data = new byte[1 + answer.length];
      data[0] = (byte) at;
      System.arraycopy(answer, 0, data, 1, answer.length);
      return data;
    });
  }

  @MethodSource("answers")
  @FuzzTest
  void answer(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    int at = (data[0] & 0xff) % OPENED.answers.size();
    byte[] answer = Arrays.copyOfRange(data, 1, data.length);
    try {
      TpmSigner.open(OPENED.played(new ArrayList<>(), at, answer), FILE, new char[0])
          .close();
    } catch (TpmException e) {
      mustHaveAReason(e);
    }
  }

  /** As {@link #answers}, of opening a key and answering a challenge. */
  static Stream<byte[]> attestingAnswers() {
    return seeds(ATTESTED);
  }

  @MethodSource("attestingAnswers")
  @FuzzTest
  void attestingAnswer(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    int at = (data[0] & 0xff) % ATTESTED.answers.size();
    byte[] answer = Arrays.copyOfRange(data, 1, data.length);
    Tpm tpm = ATTESTED.played(new ArrayList<>(), at, answer);
    try (TpmSigner signer = TpmSigner.open(tpm, FILE, new char[0])) {
      TpmAttester attester = Transcript.attester(signer, Path.of("."));
      TpmAnnouncement.parse(attester.announcement());
      TpmEvidence.parse(attester.evidence(new byte[] {1}));
    } catch (TpmException e) {
      mustHaveAReason(e);
    } catch (EncodingException e) {
      throw new AssertionError("wrote what cannot be read", e);
    }
  }

  private static void mustHaveAReason(Exception e) {
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new AssertionError("refused without a reason", e);
    }
  }
}
