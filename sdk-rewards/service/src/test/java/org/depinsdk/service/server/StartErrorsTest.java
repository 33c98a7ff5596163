package org.depinsdk.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.depinsdk.service.TestNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What keeps a network from starting is said in one line that names it and says what to do, or in one line for each problem of a
 * policy; the exit code is 2.
 */
class StartErrorsTest {
  @TempDir
  Path folder;

  private Path data;
  private Path policy;

  @BeforeEach
  void goodPolicy() throws Exception {
    data = folder.resolve("data");
    policy = Files.write(folder.resolve("policy.json"), TestNetwork.POLICY.toJson());
  }

  @Test
  void anArgumentThatIsMissingUnknownOrWrong() {
    assertRefused(List.of()).contains("POLICY").contains("--data").contains("--help");
    assertRefused(start("--speed", "9")).contains("--speed").contains("--help");
    assertRefused(start("--port", "none")).contains("--port").contains("none");
    assertRefused(start("--clock", "soon")).contains("--clock").contains("soon");
    assertRefused(start("--timeout", "long")).contains("--timeout").contains("PT30S");
    assertRefused(start("--tls-key", "key.pem")).contains("--tls-certificate");
  }

  @Test
  void aPolicyThatCannotBeRead() throws Exception {
    policy = folder.resolve("absent.json");
    assertRefused(start()).contains(policy.toString()).contains("policy");
    policy = edited("\"network\"", "\"netwrok\"");
    assertRefused(start()).contains(policy.toString()).contains("netwrok");
    policy = Files.writeString(folder.resolve("broken.json"), "{\"format\": ");
    assertRefused(start()).contains(policy.toString());
  }

  @Test
  void aProofThatNothingJudges() throws Exception {
    policy = edited("uptime/1", "uptime/9");
    assertRefused(start()).contains("uptime/9");
  }

  @Test
  void everyProblemOfAPolicyWithItsPlace() throws Exception {
    String proofs = "\"uptime/1\": {\"tolerence\": \"PT5M\", \"minimum\": \"twelve\"}";
    policy = Files.writeString(
        folder.resolve("edited.json"),
        Files.readString(policy).replaceFirst("\"uptime/1\"\\s*:\\s*\\{[^}]*}", proofs));
    long line = Files.readString(policy).split(Pattern.quote(proofs))[0].lines().count();
    assertRefused(start())
        .contains("line " + line + ", column ")
        .contains("tolerence: unknown setting; expected one of ")
        .contains("minimum: must be whole number from 0 to ")
        .contains("not \"twelve\"");
  }

  @Test
  void aFolderThatIsInUseOrOfAnotherNetwork() throws Exception {
    try (LocalStorage first = LocalStorage.open(data, TestNetwork.NAME)) {
      assertThat(first).isNotNull();
      assertRefused(start()).contains(data.toString()).contains("in use").contains("--data");
    }
    policy = edited("\"network\": \"test-net\"", "\"network\": \"other-net\"");
    assertRefused(start()).contains(TestNetwork.NAME).contains("other-net").contains("--data");
  }

  @Test
  void aPortThatIsInUse() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(other.getLocalPort());
      assertRefused(start("--port", port)).contains(port).contains("--port");
    }
  }

  @Test
  void plainTextWhereOthersReachTheAddress() {
    for (String host : List.of("0.0.0.0", "::")) {
      assertRefused(start("--host", host)).contains(host).contains("--tls-certificate");
    }
  }

  @Test
  void aFileForTlsThatIsNotThere() {
    assertRefused(start("--tls-certificate", "absent.pem", "--tls-key", "absent.key"))
        .contains("TLS")
        .contains("absent.");
  }

  @Test
  void aLogThatIsDamaged() throws Exception {
    Path log = Files.createDirectories(data.resolve("log")).resolve("epoch-0000000000.log");
    Files.writeString(log, "no log ".repeat(50));
    assertRefused(start()).contains(log.toString()).contains("byte 0");
  }

  private Path edited(String from, String to) throws Exception {
    String text = Files.readString(folder.resolve("policy.json"));
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve("edited.json"), text.replace(from, to));
  }

  private List<String> start(String... options) {
    List<String> args = new ArrayList<>(List.of(policy.toString(), "--data", data.toString()));
    args.addAll(List.of(options));
    if (!args.contains("--port")) {
      args.addAll(List.of("--port", "0"));
    }
    return args;
  }

  private static AbstractStringAssert<?> assertRefused(List<String> args) {
    StringWriter told = new StringWriter();
    CommandLine program =
        NetworkProgram.withPolicyFile(new TestNetwork()).setErr(new PrintWriter(told, true));
    assertThat(program.execute(args.toArray(String[]::new))).as(told::toString).isEqualTo(2);
    assertThat(told.toString()).startsWith("error: ").doesNotContain("Exception");
    assertThat(told.toString().lines().skip(1)).allMatch(line -> line.startsWith("  line "));
    return assertThat(told.toString());
  }
}
