package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.hardware.tpm.TpmException.Reason;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets and devices whose other end is no TPM, or one that falters. */
class TpmTransportTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final char[] NONE = {};
  private static final SignedPayload PAYLOAD =
      DssePayload.of(new Domain("wifi-demo", "report", 1), new byte[] {1, 2});

  @TempDir
  Path folder = Path.of("");

  /** Answers every command with the same bytes. */
  private static final class FakeTpm implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Thread thread;

    FakeTpm(byte[] answer, boolean endsThen) throws IOException {
      thread = new Thread(() -> {
        byte[] command = new byte[4096];
        while (!server.isClosed()) {
          try (Socket socket = server.accept();
              OutputStream out = socket.getOutputStream()) {
            while (socket.getInputStream().read(command) > 0) {
              out.write(answer);
              if (endsThen) {
                break;
              }
            }
          } catch (IOException e) {
            // the next connection, or the end of the test
          }
        }
      });
      thread.start();
    }

    Tpm tpm(Duration timeout) {
      return Tpm.socket("127.0.0.1", server.getLocalPort()).withTimeout(timeout);
    }

    @Override
    public void close() throws Exception {
      server.close();
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static TpmException open(Tpm tpm) {
    try {
      TpmSigner.openPersistent(tpm, 0x81000100, NONE);
    } catch (TpmException e) {
      return e;
    }
    throw new AssertionError("opened");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ended after 0 bytes",
    "8001, ended after 2 bytes",
    "80010000001b00000000, ended after 10 bytes",
    "474554202f20485454502f312e310d0a0d0a, an answer says that it has 1411395360 bytes",
    "80010000000900000000, says that it has 9 bytes",
    "800100001001000000000000, says that it has 4097 bytes",
    "8001ffffffff00000000, says that it has 4294967295 bytes",
    "80010000000a0000000000, is followed by 1 more",
  })
  void aSocketThatIsNoTpmIsAClearError(String answer, String message) throws Exception {
    try (FakeTpm fake = new FakeTpm(HexFormat.of().parseHex(answer), true)) {
      TpmException e = open(fake.tpm(Duration.ofSeconds(20)));
      assertThat(e.reason()).isEqualTo(Reason.GONE);
      assertThat(e).hasMessageContaining(message);
    }
  }

  @Test
  void aSocketThatSaysNothingOrNotAllIsLate() throws Exception {
    for (String begun : new String[] {"", "8001", "80010000001b00000000"}) {
      try (FakeTpm fake = new FakeTpm(HexFormat.of().parseHex(begun), false)) {
        TpmException e = open(fake.tpm(SHORT));
        assertThat(e.reason()).isEqualTo(Reason.GONE);
        assertThat(e).hasMessageContaining("no answer in time");
      }
    }
  }

  @Test
  void wordsOfATpm12AreNamed() throws Exception {
    try (FakeTpm fake = new FakeTpm(HexFormat.of().parseHex("00c40000000a0000001e"), false)) {
      TpmException e = open(fake.tpm(Duration.ofSeconds(20)));
      assertThat(e.reason()).isEqualTo(Reason.NO_TPM);
      assertThat(e).hasMessageContaining("TPM 1.2");
    }
  }

  @Test
  void whereNothingListensThereIsNoTpm() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(open(Tpm.socket("127.0.0.1", port)).reason()).isEqualTo(Reason.NO_TPM);
    assertThat(open(Tpm.socket(folder.resolve("none.sock"))).reason()).isEqualTo(Reason.NO_TPM);
    assertThat(open(Tpm.socket("no.such.host.invalid", 1)).reason()).isEqualTo(Reason.NO_TPM);
  }

  @Test
  void whatIsNoDeviceIsNotWrittenTo() throws Exception {
    TpmException missing = open(Tpm.device(folder.resolve("tpmrm0")));
    assertThat(missing.reason()).isEqualTo(Reason.NO_TPM);
    assertThat(missing).hasMessageContaining("kernel driver is not loaded");
    Path file = Files.writeString(folder.resolve("file"), "precious");
    TpmException notADevice = open(Tpm.device(file));
    assertThat(notADevice.reason()).isEqualTo(Reason.NO_TPM);
    assertThat(notADevice).hasMessageContaining("not a device");
    assertThat(file).hasContent("precious");
    assertThat(open(Tpm.device(folder)).reason()).isEqualTo(Reason.NO_TPM);
  }

  /** A character device with swtpm at its other end: what the kernel's /dev/tpmrm0 is to a program. */
  @Test
  void aCharacterDeviceSignsStallsAndGoes() throws Exception {
    Swtpm.assumeInstalled();
    Assumptions.assumeTrue(
        Swtpm.isInstalled("socat", "-V"),
        "skipped: socat is not installed, so no character device to reach a TPM through");
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Path device = folder.resolve("tpmrm0");
      Process socat = new ProcessBuilder(
              "socat", "pty,raw,echo=0,link=" + device, "unix-connect:" + swtpm.socket())
          .start();
      try {
        while (!Files.exists(device)) {
          assertThat(socat.isAlive()).isTrue();
          Thread.onSpinWait();
        }
        Tpm tpm = Tpm.device(device);
        TpmSigner signer = TpmSigner.create(tpm, folder.resolve("key.pem"), "auth".toCharArray());
        assertThat(signer.publicKey().verify(PAYLOAD, signer.sign(PAYLOAD))).isTrue();
        swtpm.freeze();
        try (TpmTransport stalled = tpm.connector().connect(SHORT)) {
          byte[] command = HexFormat.of().parseHex("8001000000160000017a000000060000010000000001");
          assertThatThrownBy(() -> stalled.exchange(command, SHORT))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("no answer in time");
        }
        swtpm.thaw();
        socat.destroyForcibly();
        assertThat(socat.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> signer.sign(PAYLOAD))
            .isInstanceOfSatisfying(
                TpmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.GONE));
        assertThatThrownBy(() -> signer.sign(PAYLOAD))
            .isInstanceOfSatisfying(
                TpmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_TPM));
        signer.close();
      } finally {
        socat.destroyForcibly();
      }
    }
  }
}
