package org.depinsdk.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.depinsdk.client.NetworkClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network of this folder as a program. */
class UptimeNetworkTest {
  @TempDir
  Path data;

  @Test
  void itServesItsPolicyFileAndShutsDownGracefullyOnASignal() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            UptimeNetwork.class.getName(),
            "policy.json",
            "--data",
            data.toString(),
            "--port",
            "0",
            "--clock",
            "2026-11-24T00:00:00Z",
            "--control")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String listening = out.readLine();
      int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
      NetworkClient client = NetworkClient.plaintext("127.0.0.1", port, Duration.ofSeconds(60));
      assertThat(client.network().getNetwork()).isEqualTo("uptime-demo");
      client.close();
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }
}
