package org.depinsdk.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.epoch.SanctionJson;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.ServiceProcess;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Those who run a network, at their own port. */
@Timeout(120)
class AdminTest {
  private static final OperatorId OWNER =
      new OperatorId("0x8617E340B3D01FA5F11F306F4090FD50E238070D");

  @TempDir
  Path data;

  private String out;
  private String errors;

  @Test
  void aDeviceIsStoppedAndLetInAgain() throws Exception {
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      InMemorySigner signer = service.enrolled(1);
      String device = TestNetwork.device(signer).text();
      assertThat(admin(service, "suspend", device, "a complaint")).isZero();
      assertThat(out).startsWith(device + " from 20");
      assertThat(service
              .client
              .submit(TestNetwork.report(signer, 1, service.now()))
              .getRefusal())
          .isEqualTo("report.device-suspended");
      assertThat(admin(service, "activate", device)).isZero();
      assertThat(service
              .client
              .submit(TestNetwork.report(signer, 2, service.now()))
              .getAccepted())
          .isTrue();
      assertThat(admin(service, "revoke", device, "stolen")).isZero();
      assertThat(admin(service, "activate", device)).isEqualTo(1);
      assertThat(errors).contains("revoked");
      assertThat(admin(service, "activate", "nobody")).isEqualTo(1);
      assertThat(errors).contains("error: ").contains("nobody");
    }
  }

  @Test
  void withoutTheTokenNothingIsDone() throws Exception {
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      String device = TestNetwork.device(service.enrolled(1)).text();
      Path token = data.resolve("admin.token");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
          .isEqualTo("rw-------");
      Path other =
          Files.writeString(data.resolve("other"), Files.readString(token).replaceFirst("^.", "x"));
      assertThat(admin(service, other, "suspend", device, "by a stranger")).isEqualTo(1);
      assertThat(errors).contains("authorization: Bearer TOKEN");
      assertThat(admin(service, other, "drain")).isEqualTo(1);
      assertThat(admin(service, "status")).isZero();
      assertThat(out).contains("serving      yes").contains("network      " + TestNetwork.NAME);
      assertThat(service
              .client
              .submit(TestNetwork.report(TestNetwork.signer(1), 1, service.now()))
              .getAccepted())
          .isTrue();
    }
    Files.writeString(data.resolve("admin.token"), "short\n");
    assertThatThrownBy(() -> new TestService(data, "--admin-port", "0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("32 or more");
    assertThatThrownBy(() ->
            new TestService(data.resolve("open"), "--admin-port", "0", "--admin-host", "0.0.0.0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--admin-host");
  }

  @Test
  void whatIsOldIsListedAndRemovedOnlyWhenAsked() throws Exception {
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      service.client.submit(TestNetwork.report(service.enrolled(1), 1, service.now()));
      for (int minutes = 75; minutes < 200; minutes += 60) {
        service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(minutes)));
        service.server.settleDue();
      }
      assertThat(admin(service, "retention")).isZero();
      assertThat(out).isEqualTo("0 bytes would go; --remove does it\n");
      String[] rule = {"retention", "--keep-log", "PT1H", "--keep-bundles", "PT1H"};
      assertThat(admin(service, rule)).isZero();
      assertThat(out)
          .contains(" bytes  segment of epoch 0\n")
          .contains(" bytes  epoch-0\n")
          .contains(" bytes  epoch-1\n")
          .contains("Epochs before 2 can be replayed, explained and corrected only with a copy")
          .endsWith(" bytes would go; --remove does it\n");
      assertThat(data.resolve("bundles/epoch-0")).exists();
      assertThat(admin(
              service,
              Stream.concat(Stream.of(rule), Stream.of("--remove")).toArray(String[]::new)))
          .isZero();
      assertThat(out).endsWith(" bytes removed\n");
      assertThat(data.resolve("bundles/epoch-1")).doesNotExist();
      assertThat(data.resolve("bundles/epoch-2")).exists();
      assertThat(admin(service, "retention", "--keep-log", "a week")).isEqualTo(1);
      assertThat(errors).contains("keep_log: 'a week' is no duration such as P7D");
    }
  }

  @Test
  void aSanctionStandsInTheLogAndInTheBundle() throws Exception {
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      InMemorySigner signer = service.enrolled(1);
      service.client.submit(TestNetwork.report(signer, 1, service.now()));
      Path step = Files.writeString(data.resolve("step.json"), SanctionJson.format(ban(signer)));
      assertThat(admin(service, "sanction", step.toString())).isZero();
      assertThat(SanctionJson.parse(out.strip()).at()).isAfter(TestNetwork.GENESIS);
      assertThat(admin(service, "sanction", step.toString())).isEqualTo(1);
      Files.writeString(step, "{}");
      assertThat(admin(service, "sanction", step.toString())).isEqualTo(1);
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(75)));
      service.server.settleDue();
      assertThat(data.resolve("bundles/epoch-0/sanctions.jsonl"))
          .content()
          .contains("\"office.fraud\"");
    }
  }

  @Test
  void aCompensationIsPaidOnceAndReplays() throws Exception {
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      twoOwners(service);
      Path file = data.resolve("correction.json");
      Files.writeString(file, correction(0, 3));
      assertThat(admin(service, "compensate", file.toString())).isEqualTo(1);
      assertThat(errors).contains("corrections[0]: epoch 0 is not settled");
      settle(service, 75);
      Bytes32 before = root(service);
      assertThat(admin(service, "compensate", file.toString())).as(errors).isZero();
      String paid = out;
      assertThat(paid).startsWith("paid ").contains(" base units, epoch 1 goes on from root 0x");
      Bytes32 after = root(service);
      assertThat(after).isNotEqualTo(before);
      assertThat(paid).contains(after.toString());
      assertThat(admin(service, "compensate", file.toString())).isZero();
      assertThat(out).isEqualTo(paid.replace("paid ", "paid before: "));
      Files.writeString(file, correction(0, 4));
      assertThat(admin(service, "compensate", file.toString())).isEqualTo(1);
      assertThat(errors).contains("epoch 1 goes on from another compensation already");
      Files.writeString(file, correction(7, 3));
      assertThat(admin(service, "compensate", file.toString())).isEqualTo(1);
      assertThat(errors).contains("corrections[0]: epoch 7 is not among the bundles");
      Files.writeString(file, correction(0, -3));
      assertThat(admin(service, "compensate", file.toString())).isEqualTo(1);
      assertThat(errors).contains("units", "-3");
      settle(service, 135);
      Files.writeString(file, correction(0, 3));
      assertThat(admin(service, "compensate", file.toString())).isZero();
      assertThat(out).isEqualTo(paid.replace("paid ", "paid before: "));
    }
    assertThat(replayed())
        .contains("compensation.logged")
        .doesNotContain("compensation.not-logged");
  }

  /** The ledger is that of the moment before: the process ended when files and log had the compensation. */
  @Test
  void aCompensationInTheMiddleIsFinished() throws Exception {
    Path ledger = data.resolve("ledger.sqlite");
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      twoOwners(service);
      settle(service, 75);
    }
    byte[] before = Files.readAllBytes(ledger);
    Path file = Files.writeString(data.resolve("correction.json"), correction(0, 3));
    Bytes32 root;
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(76)));
      assertThat(admin(service, "compensate", file.toString())).as(errors).isZero();
      root = root(service);
    }
    Files.write(ledger, before);
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(77)));
      assertThat(root(service)).isNotEqualTo(root);
      assertThat(admin(service, "compensate", file.toString())).as(errors).isZero();
      assertThat(out).startsWith("paid before: ");
      assertThat(root(service)).isEqualTo(root);
      settle(service, 135);
    }
    assertThat(replayed()).contains("compensation.logged");
  }

  private static void twoOwners(TestService service) throws Exception {
    InMemorySigner first = service.enrolled(1);
    InMemorySigner second = TestNetwork.signer(2);
    service.client.enroll(
        TestNetwork.NAME,
        TestNetwork.enrollment(second, OWNER, "access-point", service.now()),
        second);
    service.client.submit(TestNetwork.report(first, 1, service.now()));
    service.client.submit(TestNetwork.report(second, 1, service.now()));
  }

  private static Bytes32 root(TestService service) {
    return Bytes32.of(service.client.claim(OWNER).getRoot().toByteArray());
  }

  private static void settle(TestService service, int minutes) throws Exception {
    service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(minutes)));
    service.server.settleDue();
  }

  private static String correction(long epoch, long units) {
    return """
        {"format": "depin-correction/1", "network": "%s", "corrections": [
          {"epoch": %d, "device": "%s", "kind": "uptime/1", "units": %d, "reason": "the server was down"}]}
        """.formatted(TestNetwork.NAME, epoch, TestNetwork.device(TestNetwork.signer(2)), units);
  }

  /** The codes of what a replay of the bundles says; it finds no difference. */
  private List<String> replayed() throws Exception {
    List<String> codes = new ArrayList<>();
    int[] compensations = new int[1];
    assertThat(new RunReplay(new TestNetwork().engine())
            .replay(List.of(RunFolder.open(data.resolve("bundles"))), step -> {
              if (step instanceof RunReplay.Step.Epoch epoch) {
                epoch.same().notes().forEach(note -> codes.add(note.code().text()));
              } else {
                compensations[0]++;
              }
            }))
        .isEmpty();
    assertThat(compensations[0]).isEqualTo(1);
    return codes;
  }

  @Test
  void rewardsThatDoNotChangeSaySo() throws Exception {
    try (TestService service = new TestService(data, "--admin-port", "0")) {
      Path rewards = Files.writeString(data.resolve("rewards.yaml"), "name: x");
      assertThat(admin(service, "rewards", rewards.toString())).isEqualTo(2);
      assertThat(errors).contains("--rewards FILE");
    }
  }

  /** The copy is what was decided before it, whole; a service that starts on it settles the same. */
  @Test
  void aCopyOfARunningServiceStarts() throws Exception {
    Path copy = data.resolve("copy");
    Path original = data.resolve("original");
    String root;
    try (TestService service = new TestService(original, "--admin-port", "0")) {
      InMemorySigner signer = service.enrolled(1);
      service.client.submit(TestNetwork.report(signer, 1, service.now()));
      assertThat(admin(service, original, "backup", copy.toString())).isZero();
      assertThat(out).contains(" records of the log in " + copy);
      assertThat(admin(service, original, "backup", copy.toString())).isEqualTo(2);
      assertThat(errors).contains("exists already");
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(75)));
      service.server.settleDue();
      root = service.client.statement(0, TestNetwork.OPERATOR.text());
    }
    assertThat(copy.resolve("log.key")).doesNotExist();
    Files.copy(original.resolve("log.key"), copy.resolve("log.key"));
    try (TestService restored = new TestService(copy)) {
      restored.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(75)));
      restored.server.settleDue();
      assertThat(restored.client.statement(0, TestNetwork.OPERATOR.text())).isEqualTo(root);
    }
    try (Stream<Path> files = Files.list(copy)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("registry.sqlite", "ledger.sqlite", "sanctions.sqlite", "log", "network");
    }
  }

  @Test
  void aServiceShutsDownGracefullyWhenItIsToldTo() throws Exception {
    try (ServiceProcess service = new ServiceProcess("256m", data, "--admin-port", "0")) {
      String line = service.out.readLine();
      assertThat(line).startsWith("admin 127.0.0.1:");
      assertThat(run(
              "--address",
              line.substring("admin ".length()),
              "--token",
              data.resolve("admin.token").toString(),
              "drain"))
          .isZero();
      assertThat(out).isEqualTo("the service ends\n");
      assertThat(service.process.waitFor()).isZero();
      assertThat(run(
              "--address",
              line.substring("admin ".length()),
              "--token",
              data.resolve("admin.token").toString(),
              "status"))
          .isEqualTo(2);
      assertThat(errors).contains("no service answers at 127.0.0.1:", "--admin-port");
      Path missing = data.resolve("missing");
      assertThat(run("--token", missing.toString(), "status")).isEqualTo(2);
      assertThat(errors).isEqualTo("error: there is no file " + missing + "\n");
      assertThat(run(
              "--address", "nowhere", "--token", data.resolve("admin.token").toString(), "status"))
          .isEqualTo(2);
      assertThat(errors).contains("expected HOST:PORT");
    }
  }

  private static SanctionEvent ban(InMemorySigner signer) {
    return new SanctionEvent.Imposed(
        TestNetwork.GENESIS.plusSeconds(90),
        1,
        TestNetwork.device(signer),
        new ReasonCode("office.fraud"),
        List.of(new ReportId("0".repeat(64))),
        TestNetwork.GENESIS.plusSeconds(3690),
        Duration.ofDays(1));
  }

  private int admin(TestService service, String... command) {
    return admin(service, data.resolve("admin.token"), command);
  }

  private int admin(TestService service, Path token, String... command) {
    Path file = Files.isDirectory(token) ? token.resolve("admin.token") : token;
    String[] args = Stream.concat(
            Stream.of(
                "--address",
                "127.0.0.1:" + service.server.adminPort().orElseThrow(),
                "--token",
                file.toString()),
            Arrays.stream(command))
        .toArray(String[]::new);
    return run(args);
  }

  private int run(String... args) {
    StringWriter printed = new StringWriter();
    StringWriter told = new StringWriter();
    CommandLine line = AdminProgram.commandLine()
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(told, true));
    int code = line.execute(args);
    out = printed.toString();
    errors = told.toString();
    return code;
  }
}
