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
import java.util.Map;
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
    assertRefused(List.of()).contains("--data").contains("--help");
    assertRefused(List.of("--print-config")).contains("--data").contains("--help");
    assertRefused(List.of("--data", data.toString())).contains("POLICY or --policy FILE");
    assertRefused(start("--speed", "9")).contains("--speed").contains("--help");
    assertRefused(start("--port", "none")).contains("--port").contains("none");
    assertRefused(start("--clock", "soon")).contains("--clock").contains("soon");
    assertRefused(start("--timeout", "long")).contains("--timeout").contains("PT30S");
    assertRefused(start("--tls-key", "key.pem")).contains("--tls-certificate");
  }

  @Test
  void aConfigurationThatIsBrokenSaysFileLineFieldAndReason() throws Exception {
    Path config = folder.resolve("service.yaml");
    Files.writeString(
        config, "# our service\nport: none\nmax-mesage: 9\ntimeout: long\nplaintext: yes\n");
    assertRefused(start("--config", config.toString()))
        .startsWith("error: " + config + " is refused:")
        .contains("line 2, column 7: port: must be a whole number from 0 to 65535, not none")
        .contains("line 3, column 13: max-mesage: unknown; --help lists the options")
        .contains("line 4, column 10: timeout: 'long' is no duration such as PT30S")
        .contains("line 5, column 12: plaintext: must be true or false, not yes");
    Files.writeString(config, "port: [1]\n");
    assertRefused(start("--config=" + config))
        .contains("line 1")
        .contains("port")
        .contains("a string");
    assertRefused(start("--config", folder + "/absent")).contains("absent is not a file");
    assertRefused(Map.of("DEPIN_SERVICE_TIMEOUT", "long"), start())
        .contains("environment variable DEPIN_SERVICE_TIMEOUT: 'long' is no duration");
    assertRefused(Map.of("DEPIN_SERVICE_CONFIG", folder + "/none"), start())
        .contains("none is not a file");
    Files.writeString(config, "tls-key: key.pem\n");
    assertRefused(start("--config", config.toString())).contains("--tls-certificate");
    assertRefused(start("--policy", "other.json")).contains("once: POLICY or --policy");
  }

  @Test
  void aValueThatIsOutOfRange() throws Exception {
    Path config = folder.resolve("service.yaml");
    Files.writeString(
        config,
        "port: 74000\nmax-calls: 0\nmax-message: 10\npublish-every: PT0S\n"
            + "shutdown-grace: PT-5S\nmax-timeout: PT9999999999999H\n");
    assertRefused(start("--config", config.toString()))
        .contains("line 1, column 7: port: must be a whole number from 0 to 65535, not 74000")
        .contains("line 2, column 12: max-calls: must be a whole number from 1 to ")
        .contains("line 3, column 14: max-message: must be a whole number from 1024 to ")
        .contains("publish-every: must be a time from PT0.001S to P36500D, not PT0S")
        .contains("shutdown-grace: must be a time from PT0S to P36500D, not PT-5S")
        .contains("max-timeout: must be a time from ");
    assertRefused(start("--admin-port", "99999")).contains("--admin-port").contains("0 to 65535");
    assertRefused(start("--metrics-port", "-1")).contains("--metrics-port").contains("not -1");
    for (String number : List.of("--threads", "--max-connections", "--max-waiting")) {
      assertRefused(start(number, "0")).contains(number).contains("from 1 to ");
    }
    assertRefused(start("--page")).contains("give --metrics-port too");
    assertRefused(start("--tls-certificate", "a.pem")).startsWith("error: Missing required");
  }

  @Test
  void anAddressThatIsNone() {
    for (String host : List.of("--host", "--admin-host", "--metrics-host")) {
      List<String> args = start(host, "no.such.machine.invalid", "--plaintext");
      args.addAll(List.of("--admin-port", "0", "--metrics-port", "0"));
      assertRefused(args)
          .contains("no machine is called no.such.machine.invalid")
          .contains(host);
    }
  }

  @Test
  void aFileInTheWrongPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(start("--bundles", file.toString()))
        .isEqualTo("error: " + file + " is there already\n");
    assertRefused(start("--rewards", folder + "/absent.yaml"))
        .isEqualTo("error: there is no file " + folder + "/absent.yaml\n");
  }

  @Test
  void aDatabaseThatIsWrongOrUnknownOrWouldShowItsPassword() throws Exception {
    Path config = folder.resolve("service.yaml");
    String reason = "database: must not hold a password; put it into a file that"
        + " database-password-file names, or into DEPIN_DATABASE_PASSWORD";
    for (String url : List.of(
        "jdbc:postgresql://db/net?user=a&PASSWORD=geheim", "jdbc:postgresql://a:geheim@db/net")) {
      Files.writeString(config, "port: 0\ndatabase: " + url + "\n");
      assertRefused(start("--config", config.toString()))
          .contains("line 2, column 11: " + reason)
          .doesNotContain("geheim");
    }
    for (String url : List.of("jdbc:postgresql:net", "postgresql://db/net", "jdbc:h2://", "x")) {
      assertRefused(Map.of("DEPIN_SERVICE_DATABASE", url), start())
          .contains(
              "environment variable DEPIN_SERVICE_DATABASE: is no URL such as jdbc:postgresql://");
    }
    assertRefused(start("--database", "jdbc:other://db/net"))
        .contains("no jar on the class path knows the database jdbc:other://db/net")
        .contains("depin-sdk-service-postgres");
  }

  @Test
  void theCommandLineCountsMoreThanTheEnvironmentAndThatMoreThanTheFile() throws Exception {
    Path config = folder.resolve("service.yaml");
    Files.writeString(
        config, "data: /srv/depin\nport: 1\ntimeout: PT9S\nmax-calls: 7\nplaintext: true\n");
    StringWriter told = new StringWriter();
    CommandLine program =
        NetworkProgram.withPolicyFile(new TestNetwork()).setOut(new PrintWriter(told, true));
    Map<String, String> environment =
        Map.of("DEPIN_SERVICE_PORT", "2", "DEPIN_SERVICE_TIMEOUT", "PT8S", "DEPIN_OTHER", "x");
    assertThat(NetworkProgram.run(
            program, environment, "--config", config.toString(), "--port=3", "--print-config"))
        .isZero();
    assertThat(told.toString())
        .contains("data: /srv/depin  # " + config)
        .contains("port: 3  # command line")
        .contains("timeout: PT8S  # DEPIN_SERVICE_TIMEOUT")
        .contains("max-calls: 7  # " + config)
        .contains("plaintext: true  # " + config)
        .contains("host: 127.0.0.1  # default")
        .contains("# tls-key: not set");
    // what is printed is such a file
    Path printed = Files.writeString(folder.resolve("printed.yaml"), told.toString());
    StringWriter again = new StringWriter();
    NetworkProgram.run(
        NetworkProgram.withPolicyFile(new TestNetwork()).setOut(new PrintWriter(again, true)),
        Map.of("DEPIN_SERVICE_CONFIG", printed.toString()),
        "--print-config");
    assertThat(again.toString().replaceAll(" *# .*", ""))
        .isEqualTo(told.toString().replaceAll(" *# .*", ""));
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
    return assertRefused(Map.of(), args);
  }

  private static AbstractStringAssert<?> assertRefused(
      Map<String, String> environment, List<String> args) {
    StringWriter told = new StringWriter();
    CommandLine program =
        NetworkProgram.withPolicyFile(new TestNetwork()).setErr(new PrintWriter(told, true));
    assertThat(NetworkProgram.run(program, environment, args.toArray(String[]::new)))
        .as(told::toString)
        .isEqualTo(2);
    assertThat(told.toString()).startsWith("error: ").doesNotContain("Exception");
    assertThat(told.toString().lines().skip(1)).allMatch(line -> line.startsWith("  line "));
    return assertThat(told.toString());
  }
}
