package org.depinsdk.accel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.EcdsaAccelerator;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SignedPayload;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own for each: with the native jars, without them, where they cannot be loaded, and switched off. */
class FallbackTest {
  private static final String PLAIN =
      "P256 plain Java true false\nSECP256K1 plain Java true false\n";

  @TempDir
  Path folder = Path.of("");

  /** Says for each curve who verifies, and a valid and an invalid signature's verdict. */
  public static void main(String[] arguments) throws Exception {
    for (KeyAlgorithm algorithm : new KeyAlgorithm[] {KeyAlgorithm.P256, KeyAlgorithm.SECP256K1}) {
      byte[] secret = new byte[32];
      Arrays.fill(secret, (byte) 5);
      InMemorySigner signer = InMemorySigner.ofSecret(algorithm, secret);
      SignedPayload payload = DssePayload.of(new Domain("net", "report", 1), secret);
      byte[] signature = signer.sign(payload);
      boolean valid = signer.publicKey().verify(payload, signature);
      signature[1] ^= 1;
      boolean invalid = signer.publicKey().verify(payload, signature);
      System.out.println(algorithm + " " + EcdsaAccelerator.inUse(algorithm).orElse("plain Java")
          + " " + valid + " " + invalid);
    }
  }

  private record Output(String out, String log) {
    long lines(String part) {
      return log.lines().filter(line -> line.contains(part)).count();
    }
  }

  private static Output run(boolean nativeJars, String... options) throws Exception {
    String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> nativeJars
            || !(jar.contains("AmazonCorrettoCryptoProvider") || jar.contains("secp256k1-kmp")))
        .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", path, FallbackTest.class.getName()));
    Process process = new ProcessBuilder(command).start();
    CompletableFuture<String> log =
        CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
    String out = read(process.getInputStream());
    assertThat(process.waitFor()).as(log.get()).isZero();
    return new Output(out.replace("\r\n", "\n"), log.get());
  }

  private static String read(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void withoutTheirJarsPlainJavaVerifiesAndOneLineEachSaysSo() throws Exception {
    Output output = run(false);
    assertThat(output.out).isEqualTo(PLAIN);
    assertThat(output.lines("plain Java verifies instead of an accelerator")).isEqualTo(2);
    assertThat(output.log).doesNotContain("\tat ");
  }

  @Test
  void whereNothingCanBeUnpackedPlainJavaVerifies() throws Exception {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    Output output = run(true, "-Djava.io.tmpdir=" + noFolder);
    assertThat(output.out).isEqualTo(PLAIN);
    assertThat(output.lines("plain Java verifies instead of an accelerator")).isEqualTo(2);
  }

  @Test
  void switchedOffNothingIsLoaded() throws Exception {
    Output output = run(true, "-Dorg.depinsdk.accelerators=off");
    assertThat(output.out).isEqualTo(PLAIN);
    assertThat(output.log).doesNotContain("verif");
  }

  @Test
  void withTheJarsBothAreFound() throws Exception {
    Assumptions.assumeTrue(
        EcdsaAccelerator.inUse(KeyAlgorithm.P256).isPresent()
            && EcdsaAccelerator.inUse(KeyAlgorithm.SECP256K1).isPresent(),
        "skipped: no native libraries for this platform");
    Output output = run(true);
    assertThat(output.out)
        .matches(
            "P256 AmazonCorrettoCryptoProvider [0-9.]+ true false\nSECP256K1 libsecp256k1 true false\n");
    assertThat(output.lines("signatures are verified by")).isEqualTo(2);
  }
}
