package org.depinsdk.hardware.tpm;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BinaryOperator;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.jspecify.annotations.Nullable;

/** What a TPM and a signer said to each other: recorded once from swtpm, played back without it. */
final class Transcript {
  /** Hears and changes what is said. */
  static Tpm changed(Tpm tpm, BinaryOperator<byte[]> answerOfCommandAndAnswer) {
    return new Tpm(
        "changed " + tpm,
        timeout -> {
          TpmTransport real = tpm.connector().connect(timeout);
          return new TpmTransport() {
            @Override
            public byte[] exchange(byte[] command, Duration limit) throws IOException {
              return answerOfCommandAndAnswer.apply(command, real.exchange(command, limit));
            }

            @Override
            public void close() throws IOException {
              real.close();
            }
          };
        },
        tpm.timeout());
  }

  final List<byte[]> commands = new ArrayList<>();
  final List<byte[]> answers = new ArrayList<>();

  /** Reads lines of a command, "&gt;" and hex, and its answer, "&lt;" and hex. */
  static Transcript ofResource(String name) {
    Transcript transcript = new Transcript();
    for (String line : resource(name).split("\n")) {
      byte[] bytes = HexFormat.of().parseHex(line.substring(2));
      (line.startsWith("> ") ? transcript.commands : transcript.answers).add(bytes);
    }
    return transcript;
  }

  static String resource(String name) {
    try (var in = Transcript.class.getResourceAsStream("/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A TPM that gives the recorded answers one after the other.
   *
   * @param heard gets the commands
   * @param at which answer is another one, or is changed
   * @param instead that one, null for the end of the connection
   */
  Tpm played(List<byte[]> heard, int at, byte @Nullable [] instead) {
    return played(heard, at, instead, Duration.ofMillis(1));
  }

  Tpm played(List<byte[]> heard, int at, byte @Nullable [] instead, Duration timeout) {
    return new Tpm("recorded", limit -> new Played(heard, at, instead), timeout);
  }

  private final class Played implements TpmTransport {
    private final List<byte[]> heard;
    private final int at;
    private final byte @Nullable [] instead;
    private int next;

    Played(List<byte[]> heard, int at, byte @Nullable [] instead) {
      this.heard = heard;
      this.at = at;
      this.instead = instead;
    }

    @Override
    public byte[] exchange(byte[] command, Duration timeout) throws IOException {
      heard.add(command);
      int index = next++;
      byte[] answer = index == at ? instead : index < answers.size() ? answers.get(index) : null;
      if (answer == null) {
        throw new EOFException("the recording ended");
      }
      return answer.clone();
    }

    @Override
    public void close() {}
  }

  /** Records anew: arguments are a swtpm's socket, a folder, and the transcript of opening and the one of attesting to write. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Path key = folder.resolve("key.pem");
    Tpm tpm = Tpm.socket(Path.of(arguments[0]));
    TpmSigner.create(tpm, key, new char[0]).close();
    StringBuilder lines = new StringBuilder();
    TpmSigner.open(recorded(tpm, lines), key, new char[0]).close();
    Files.writeString(Path.of(arguments[2]), lines);

    PretendCa manufacturer = PretendCa.root("CN=TPM Root");
    PublicKey ek = TpmProvisioning.endorsementKey(tpm, EndorsementKey.P256);
    TpmProvisioning.storeCertificate(
        tpm, EndorsementKey.P256, PretendTpm.certificate(manufacturer, ek).der());
    lines.setLength(0);
    try (TpmSigner signer = TpmSigner.open(recorded(tpm, lines), key, new char[0])) {
      TpmAttester attester = attester(signer, folder);
      byte[] announcement = attester.announcement();
      attester.evidence(
          new TpmEvidenceVerifier().challenge(announcement, new byte[32], new SecureRandom()));
    }
    Files.writeString(Path.of(arguments[3]), lines);
  }

  /** An attester as it was recorded. */
  static TpmAttester attester(TpmSigner signer, Path folder) {
    return TpmAttester.of(signer, "recorded").withEventLog(folder.resolve("no-log"));
  }

  private static Tpm recorded(Tpm tpm, StringBuilder lines) {
    HexFormat hex = HexFormat.of();
    return changed(tpm, (command, answer) -> {
      lines.append("> ").append(hex.formatHex(command)).append('\n');
      lines.append("< ").append(hex.formatHex(answer)).append('\n');
      return answer;
    });
  }
}
