package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.LifecycleClient;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.ReportReceipt;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.identity.Pkcs11Signer;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.identity.SigningException.Kind;
import org.depinsdk.core.registry.RegistryChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that live in a file or a token sign reports that the service accepts, and what goes wrong with them loses none. */
class SignersTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  @TempDir
  Path data = Path.of("");

  private final SecureRandom random = new SecureRandom();
  private long sequence;

  @Test
  void anEncryptedKeyFile() throws Exception {
    try (TestService service = new TestService(data.resolve("service"))) {
      Path file = data.resolve("device.pem");
      KeyFile.save(file, InMemorySigner.generate(KeyAlgorithm.P256, random), PASSWORD, random);
      DeviceSigner signer = KeyFile.open(file, PASSWORD);
      DeviceId device = enrol(service, signer);
      submit(service, device, signer, "");

      assertKind(Kind.WRONG_PASSWORD, () -> KeyFile.open(file, "wrong horse".toCharArray()));
      submit(service, device, KeyFile.open(file, PASSWORD), "");

      // the disk ran full or the power went while a copy was written: the copy is torn, the key is
      // not
      String whole = Files.readString(file);
      Path torn = data.resolve("copy.pem");
      Files.writeString(torn, whole.substring(0, whole.length() / 2));
      assertKind(Kind.DAMAGED_KEY_FILE, () -> KeyFile.open(torn, PASSWORD));
      assertThatThrownBy(() -> KeyFile.save(
              file, InMemorySigner.generate(KeyAlgorithm.P256, random), PASSWORD, random))
          .isInstanceOf(FileAlreadyExistsException.class);
      Files.writeString(data.resolve("device.pem.7f.tmp"), whole.substring(0, 40));
      KeyFile.changePassword(file, PASSWORD, "new horse".toCharArray(), random);
      submit(service, device, KeyFile.open(file, "new horse".toCharArray()), "");

      // what is restored from a copy of before signs as well
      Files.writeString(file, whole);
      submit(service, device, KeyFile.open(file, PASSWORD), "");

      rotate(service, device, file);
    }
  }

  /** The new key is safe on the disk before the network hears of it, and the old one stays until it has. */
  private void rotate(TestService service, DeviceId device, Path file) throws Exception {
    LifecycleClient life = service.client.lifecycle(TestNetwork.NAME);
    Path nextFile = file.resolveSibling("next.pem");
    KeyFile.save(nextFile, InMemorySigner.generate(KeyAlgorithm.ED25519, random), PASSWORD, random);
    DeviceSigner old = KeyFile.open(file, PASSWORD);
    DeviceSigner next = KeyFile.open(nextFile, PASSWORD);
    assertStatus(
            Code.FAILED_PRECONDITION,
            () -> service.client.lifecycle("other-network").rotateKey(device, old, next))
        .contains("lifecycle.bad-old-signature");
    submit(service, device, next, "report.bad-signature");
    submit(service, device, KeyFile.open(file, PASSWORD), "");
    life.rotateKey(device, old, next);
    submit(service, device, old, "report.bad-signature");
    submit(service, device, KeyFile.open(nextFile, PASSWORD), "");
  }

  @Test
  void aPkcs11Token() throws Exception {
    SoftHsm hsm = SoftHsm.make();
    try (TestService service = new TestService(data)) {
      // first, because a token asks a process for its PIN only once
      assertKind(Kind.WRONG_PASSWORD, () -> Pkcs11Signer.open(hsm.token, "1111".toCharArray()));
      Pkcs11Signer signer = Pkcs11Signer.open(hsm.token, SoftHsm.PIN);
      DeviceId device = enrol(service, signer);
      submit(service, device, signer, "");
      Pkcs11Signer.Token nobody = new Pkcs11Signer.Token(hsm.token.library(), 0, "nobody");
      assertKind(Kind.TOKEN_MISSING, () -> Pkcs11Signer.open(nobody, SoftHsm.PIN));

      // the slow key signs once, a key in memory signs the reports
      InMemorySigner memory = InMemorySigner.generate(KeyAlgorithm.ED25519, random);
      submit(service, device, memory, "report.bad-signature");
      LifecycleClient.Session session = service
          .client
          .lifecycle(TestNetwork.NAME)
          .openSession(device, signer, memory, Duration.ofHours(1));
      submit(service, device, session.signer(), "");

      hsm.pull();
      assertKind(
          Kind.TOKEN_PULLED, () -> TestNetwork.report(signer, device, ++sequence, service.now()));
      submit(service, device, session.signer(), "");
      // the key was not lost: the box starts again with its token and goes on
      hsm.putBack();
      Process box = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              Box.class.getName(),
              hsm.token.library().toString(),
              hsm.token.alias(),
              Integer.toString(service.server.port()),
              device.text(),
              Long.toString(++sequence),
              service.now().toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
      assertThat(new String(box.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
          .isEqualTo("accepted");
    }
  }

  /** A device with a token, in a process of its own: signs one report and sends it. */
  static final class Box {
    public static void main(String[] args) throws Exception {
      Pkcs11Signer.Token token = new Pkcs11Signer.Token(Path.of(args[0]), 0, args[1]);
      DeviceSigner signer = Pkcs11Signer.open(token, SoftHsm.PIN);
      try (NetworkClient client =
          NetworkClient.plaintext("127.0.0.1", Integer.parseInt(args[2]), TestService.TIMEOUT)) {
        ReportReceipt receipt = client.submit(TestNetwork.report(
            signer, new DeviceId(args[3]), Long.parseLong(args[4]), Instant.parse(args[5])));
        System.out.println(receipt.getAccepted() ? "accepted" : receipt.getRefusal());
      }
    }
  }

  private static DeviceId enrol(TestService service, DeviceSigner signer) throws Exception {
    Enrollment enrollment = new Enrollment(
        new RegistryChange.Enrolled(
            signer.publicKey(), TestNetwork.OPERATOR, "access-point", Optional.empty()),
        service.now());
    return new DeviceId(
        service.client.enroll(TestNetwork.NAME, enrollment, signer).getDeviceId());
  }

  private void submit(TestService service, DeviceId device, DeviceSigner signer, String refusal)
      throws SigningException {
    assertThat(service
            .client
            .submit(TestNetwork.report(signer, device, ++sequence, service.now()))
            .getRefusal())
        .isEqualTo(refusal);
  }

  private static void assertKind(Kind kind, Callable<?> call) {
    assertThatThrownBy(call::call).isInstanceOfSatisfying(SigningException.class, e -> {
      assertThat(e.kind()).isEqualTo(kind);
      assertThat(e).message().isNotBlank();
    });
  }
}
