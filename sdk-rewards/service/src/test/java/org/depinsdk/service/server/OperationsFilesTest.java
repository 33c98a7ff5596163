package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.depinsdk.service.TestNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in the scaffold that start a network name options that there are, and probes that are answered. */
class OperationsFilesTest {
  private static final Path OPERATIONS = Path.of("../../examples/service-scaffold/operations");

  @TempDir
  Path folder;

  @Test
  void theManifestForKubernetesConfiguresTheService() throws Exception {
    List<Map<?, ?>> documents = StreamSupport.stream(
            new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(OPERATIONS.resolve("kubernetes.yaml")))
                .spliterator(),
            false)
        .<Map<?, ?>>map(each -> (Map<?, ?>) each)
        .toList();
    assertThat(documents)
        .extracting(each -> (Object) each.get("kind"))
        .containsExactly("ConfigMap", "Service", "StatefulSet");
    Map<?, ?> files = (Map<?, ?>) documents.get(0).get("data");
    Path config =
        Files.writeString(folder.resolve("service.yaml"), (String) files.get("service.yaml"));
    assertThat(printed(Map.of(), "--config", config.toString()))
        .contains("metrics-port: 7401  # " + config)
        .contains("tls-key: /etc/depin-network-tls/tls.key  # " + config);
  }

  @Test
  void theImageConfiguresTheServiceByItsEnvironment() throws Exception {
    Map<String, String> environment = new TreeMap<>();
    Files.readAllLines(OPERATIONS.resolve("Containerfile")).stream()
        .filter(line -> line.startsWith("ENV "))
        .flatMap(line -> Arrays.stream(line.substring("ENV ".length()).split(" ")))
        .map(each -> each.split("=", 2))
        .forEach(each -> environment.put(each[0], each[1]));
    assertThat(environment).hasSize(4);
    String printed = printed(environment);
    environment.forEach(
        (name, value) -> assertThat(printed).contains(": " + value + "  # " + name));
  }

  private static String printed(Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--print-config";
    StringWriter errors = new StringWriter();
    int code = NetworkProgram.run(
        NetworkProgram.withPolicyFile(new TestNetwork())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(errors, true)),
        environment,
        all);
    assertThat(code).as(errors.toString()).isZero();
    return out.toString();
  }
}
