package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Refusal;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.service.server.NetworkServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network as a program, steered over its standard input. */
class ProgramTest {
  static final class Service {
    public static void main(String[] args) {
      System.exit(NetworkServer.run(new TestNetwork(), PolicySource.of(TestNetwork.POLICY), args));
    }
  }

  @TempDir
  Path data;

  @Test
  void controlSkipsTimeChangesDevicesAndEndsTheServiceWithItsInput() throws Exception {
    Instant start = TestNetwork.GENESIS.plusSeconds(60);
    Process process = java(
        Service.class.getName(),
        "--data",
        data.toString(),
        "--port",
        "0",
        "--clock",
        start.toString(),
        "--control");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      String listening = out.readLine();
      assertThat(listening).startsWith("listening 127.0.0.1:");
      int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
      NetworkClient client = NetworkClient.plaintext("127.0.0.1", port, Duration.ofSeconds(60));
      InMemorySigner signer = TestNetwork.signer(1);
      String device = TestNetwork.device(signer).text();
      client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, start), signer);
      GrpcReportSink sink = new GrpcReportSink(client);
      List<Receipt> receipts = sink.submit(List.of(
          TestNetwork.report(signer, 1, start),
          TestNetwork.report(signer, 2, start),
          TestNetwork.report(signer, 2, start.plusMillis(1))));
      assertThat(receipts).extracting(Receipt::isAccepted).containsExactly(true, true, false);
      assertThat(receipts.get(2).refusal().map(Refusal::reason)).contains(ReportReasons.REPLAYED);

      assertThat(answer(in, out, "suspend " + device + " an appeal runs"))
          .isEqualTo("changed " + device);
      assertThat(sink.submit(List.of(TestNetwork.report(signer, 3, start)))
              .get(0)
              .refusal()
              .map(Refusal::reason))
          .contains(ReportReasons.SUSPENDED);
      assertThat(answer(in, out, "activate " + device)).isEqualTo("changed " + device);
      assertThat(answer(in, out, "revoke " + device + " stolen")).isEqualTo("changed " + device);
      assertThat(answer(in, out, "activate " + device)).startsWith("error ").contains("revoked");
      assertThat(answer(in, out, "activate dev-x")).startsWith("error ").contains("dev-x");
      assertThat(answer(in, out, "fly")).startsWith("error expected ");
      assertThat(answer(in, out, "advance soon")).startsWith("error ").contains("soon");
      assertThat(answer(in, out, "advance 2026-01-01T02:10:00Z"))
          .isEqualTo("now 2026-01-01T02:10:00Z");
      assertThat(client.network().getNewestSettledEpoch()).isEqualTo(1);
      client.close();
      in.close();
      assertThat(process.waitFor()).isZero();
      assertThat(out.readLine()).isNull();
      assertThat(org.assertj.core.api.Assertions.catchThrowable(
              () -> sink.submit(List.of(TestNetwork.report(signer, 4, start)))))
          .isInstanceOf(IOException.class);
    } finally {
      process.destroyForcibly();
    }
    assertThat(TestService.log(data)).hasSize(4);
  }

  @Test
  void aWrongCommandLineIsTold() throws Exception {
    Process process = java(Service.class.getName(), "--port", "none");
    String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(told).contains("--port").contains("none").contains("see --help").hasLineCount(1);
    Process help = java(Service.class.getName(), "--help");
    assertThat(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("Usage: network");
    assertThat(help.waitFor()).isZero();
  }

  private static String answer(PrintStream in, BufferedReader out, String line) throws IOException {
    in.println(line);
    return out.readLine();
  }

  private static Process java(String... mainAndArgs) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
    command.addAll(List.of(mainAndArgs));
    return new ProcessBuilder(command).start();
  }
}
