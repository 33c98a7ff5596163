package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.Admission;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.DeviceUsage;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportAdmission;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.tpm.TpmException.Reason;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signer on a real TPM 2.0: swtpm, started and killed by the tests. */
class TpmSignerTest {
  private static final String NETWORK = "wifi-demo";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final OperatorId ALICE =
      new OperatorId("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  private static final int HANDLE = 0x81000100;
  private static final char[] NONE = {};
  private static final char[] AUTH = "correct horse".toCharArray();
  private static final char[] WRONG = "wrong horse".toCharArray();
  private static final SignedPayload PAYLOAD =
      DssePayload.of(new Domain(NETWORK, "report", 1), new byte[] {1, 2});

  @TempDir
  Path folder = Path.of("");

  @BeforeAll
  static void needsSwtpm() {
    Swtpm.assumeInstalled();
  }

  private static void assertSigns(DeviceSigner signer) throws SigningException {
    for (int i = 0; i < 8; i++) {
      byte[] signature = signer.sign(PAYLOAD);
      assertThat(signer.publicKey().verify(PAYLOAD, signature)).isTrue();
    }
  }

  private static TpmException assertFails(Reason reason, Callable<?> call) {
    try {
      call.call();
    } catch (TpmException e) {
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
      return e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no " + reason);
  }

  /** A report signed by the TPM passes the network's whole admission. */
  private static void assertReportIsAdmitted(DeviceSigner signer) throws Exception {
    DeviceId device = DeviceId.derive(NETWORK, signer.publicKey());
    InMemoryDeviceRegistry registry = new InMemoryDeviceRegistry();
    registry.append(
        NOON,
        device,
        new RegistryChange.Enrolled(signer.publicKey(), ALICE, "access-point", Optional.empty()));
    registry.append(NOON, device, new RegistryChange.Activated());
    ReportAdmission admission = new ReportAdmission(new AdmissionRules(
        NETWORK,
        new EpochSchedule(NOON, Duration.ofMinutes(10), Duration.ofMinutes(2)),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5)));
    Report report =
        new Report(device, new ProofKind("uptime/1"), 1, NOON, Provenance.HARDWARE, new byte[] {1});
    SignedReport signed = SignedReport.sign(NETWORK, report, signer);
    assertThat(admission.precheck(signed, registry.find(device))).isEmpty();
    assertThat(admission.decide(signed, NOON, DeviceUsage.NONE))
        .isInstanceOf(Admission.Accepted.class);
  }

  @Test
  void aKeyInAFileSignsReportsThatTheNetworkAdmits() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Path file = folder.resolve("device.tss2.pem");
      try (TpmSigner signer = TpmSigner.create(swtpm.tpm(), file, NONE)) {
        assertThat(signer.publicKey().algorithm()).isEqualTo(KeyAlgorithm.P256);
        assertReportIsAdmitted(signer);
        assertSigns(signer);
        Eip191Payload text = Eip191Payload.of(new Domain(NETWORK, "transfer", 1), "x");
        assertThat(signer.publicKey().verify(text, signer.sign(text))).isTrue();
        for (int i = 0; i < 8; i++) {
          EcdsaSignature made = EcdsaSignature.ofRaw(signer.sign(PAYLOAD));
          assertThat(made.lowS(KeyAlgorithm.P256)).isEqualTo(made);
        }
      }
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      byte[] before = Files.readAllBytes(file);
      assertThatThrownBy(() -> TpmSigner.create(swtpm.tpm(), file, NONE))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(file).hasBinaryContent(before);
      // many opens and closes leave nothing in the TPM, which has room for three keys
      for (int i = 0; i < 5; i++) {
        TpmSigner.open(swtpm.tpm(), file, NONE).close();
      }
    }
  }

  @Test
  void severalThreadsShareASigner() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder);
        TpmSigner signer = TpmSigner.create(swtpm.tpm(), folder.resolve("key.pem"), AUTH)) {
      List<Callable<Void>> tasks = Collections.nCopies(4, () -> {
        assertSigns(signer);
        return null;
      });
      ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
      try {
        for (Future<Void> done : threads.invokeAll(tasks)) {
          assertThat(done.get()).isNull();
        }
      } finally {
        threads.shutdownNow();
      }
      signer.close();
      assertThatThrownBy(() -> signer.sign(PAYLOAD)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void authValuesAndHandlesThatNoTpmTakesAreRefusedBeforeOneIsAsked() {
    Tpm nowhere = Tpm.socket(folder.resolve("none.sock"));
    for (String auth : new String[] {"x".repeat(33), "a\0b", "\ud800"}) {
      assertThatThrownBy(() -> TpmSigner.openPersistent(nowhere, HANDLE, auth.toCharArray()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("auth value");
    }
    for (int handle : new int[] {0, 0x40000001, 0x80ffffff, 0x81800000}) {
      assertThatThrownBy(() -> TpmSigner.openPersistent(nowhere, handle, NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("persistent handle");
    }
    assertThatThrownBy(() -> nowhere.withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyOutlivesPowerCutsOfItsTpm() throws Exception {
    try (Swtpm swtpm = Swtpm.overTcp(folder)) {
      Path file = folder.resolve("key.pem");
      TpmSigner inFile = TpmSigner.create(swtpm.tpm(), file, AUTH);
      assertReportIsAdmitted(inFile);
      swtpm.restart();
      // the signer that was open finds its connection gone, once
      assertFails(Reason.GONE, () -> inFile.sign(PAYLOAD));
      assertSigns(inFile);
      inFile.close();
      try (TpmSigner again = TpmSigner.open(swtpm.tpm(), file, AUTH)) {
        assertThat(again.publicKey()).isEqualTo(inFile.publicKey());
        assertSigns(again);
      }
      TpmSigner persistent = TpmSigner.createPersistent(swtpm.tpm(), HANDLE, NONE, NONE);
      assertReportIsAdmitted(persistent);
      swtpm.restart();
      assertFails(Reason.GONE, () -> persistent.sign(PAYLOAD));
      assertSigns(persistent);
      persistent.close();
      try (TpmSigner again = TpmSigner.openPersistent(swtpm.tpm(), HANDLE, NONE)) {
        assertThat(again.publicKey()).isEqualTo(persistent.publicKey());
        assertSigns(again);
      }
    }
  }

  @Test
  void wrongAuthValuesLockTheTpmAndHarmNoKey() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Tpm tpm = swtpm.tpm();
      Path file = folder.resolve("protected.pem");
      Path open = folder.resolve("open.pem");
      TpmSigner.create(tpm, file, AUTH).close();
      TpmSigner.create(tpm, open, NONE).close();
      TpmException wrong = assertFails(Reason.WRONG_AUTH, () -> TpmSigner.open(tpm, file, WRONG));
      assertThat(wrong.kind()).isEqualTo(SigningException.Kind.WRONG_PASSWORD);
      assertFails(Reason.WRONG_AUTH, () -> TpmSigner.open(tpm, file, NONE));
      // neither failure left a session or a key behind, and the right value still works
      try (TpmSigner signer = TpmSigner.open(tpm, file, AUTH)) {
        assertSigns(signer);
      }
      TpmException last = wrong;
      for (int i = 0; i < 40 && last.reason() == Reason.WRONG_AUTH; i++) {
        try {
          TpmSigner.open(tpm, file, WRONG);
        } catch (TpmException e) {
          last = e;
        }
      }
      assertThat(last.reason()).isEqualTo(Reason.LOCKOUT);
      TpmException locked = assertFails(Reason.LOCKOUT, () -> TpmSigner.open(tpm, file, AUTH));
      assertThat(locked).hasMessageMatching(".*forgets one of them every \\d+ seconds.*");
      // a key without auth value is exempt
      try (TpmSigner signer = TpmSigner.open(tpm, open, NONE)) {
        assertSigns(signer);
      }
    }
  }

  @Test
  void aPulledTpmIsAClearErrorAndSigningWorksAgainAfterwards() throws Exception {
    try (Swtpm swtpm = Swtpm.overTcp(folder)) {
      boolean[] pull = {false};
      Tpm pulled = new Tpm(
          "pulled", timeout -> new Hooked(swtpm, timeout, pull), swtpm.tpm().timeout());
      TpmSigner signer = TpmSigner.create(pulled, folder.resolve("key.pem"), AUTH);
      assertSigns(signer);
      pull[0] = true;
      TpmException gone = assertFails(Reason.GONE, () -> signer.sign(PAYLOAD));
      assertThat(gone.kind()).isEqualTo(SigningException.Kind.TOKEN_PULLED);
      pull[0] = false;
      TpmException missing = assertFails(Reason.NO_TPM, () -> signer.sign(PAYLOAD));
      assertThat(missing.kind()).isEqualTo(SigningException.Kind.TOKEN_MISSING);
      swtpm.restart();
      assertSigns(signer);
      signer.close();
    }
  }

  /** Kills the TPM when the signature is asked for. */
  private record Hooked(Swtpm swtpm, TpmTransport real, boolean[] pull) implements TpmTransport {
    Hooked(Swtpm swtpm, Duration timeout, boolean[] pull) throws java.io.IOException {
      this(swtpm, swtpm.tpm().connector().connect(timeout), pull);
    }

    @Override
    public byte[] exchange(byte[] command, Duration timeout) throws java.io.IOException {
      int code = java.nio.ByteBuffer.wrap(command).getInt(6);
      if (pull[0] && code == 0x15d) {
        try {
          swtpm.kill();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
      return real.exchange(command, timeout);
    }

    @Override
    public void close() throws java.io.IOException {
      real.close();
    }
  }

  @Test
  void aTpmThatStallsIsLateAndNotWaitedForForever() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Path file = folder.resolve("key.pem");
      TpmSigner.create(swtpm.tpm(), file, NONE).close();
      Duration[] limit = {swtpm.tpm().timeout()};
      Tpm patient = swtpm.tpm();
      Tpm impatient = new Tpm(
          "impatient",
          timeout -> {
            TpmTransport real = patient.connector().connect(timeout);
            return new TpmTransport() {
              @Override
              public byte[] exchange(byte[] command, Duration unused) throws java.io.IOException {
                return real.exchange(command, limit[0]);
              }

              @Override
              public void close() throws java.io.IOException {
                real.close();
              }
            };
          },
          patient.timeout());
      try (TpmSigner signer = TpmSigner.open(impatient, file, NONE)) {
        swtpm.freeze();
        limit[0] = Duration.ofMillis(50);
        TpmException late = assertFails(Reason.GONE, () -> signer.sign(PAYLOAD));
        assertThat(late).hasMessageContaining("in time");
        swtpm.thaw();
        limit[0] = patient.timeout();
        assertSigns(signer);
      }
    }
  }

  @Test
  void persistentHandlesAreEmptyTakenOrOfAnotherKind() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Tpm tpm = swtpm.tpm();
      TpmException empty =
          assertFails(Reason.HANDLE_EMPTY, () -> TpmSigner.openPersistent(tpm, HANDLE, NONE));
      assertThat(empty.kind()).isEqualTo(SigningException.Kind.TOKEN_MISSING);
      try (TpmSigner signer = TpmSigner.createPersistent(tpm, HANDLE, AUTH, NONE)) {
        assertSigns(signer);
        signer.close();
        assertFails(Reason.HANDLE_TAKEN, () -> TpmSigner.createPersistent(tpm, HANDLE, NONE, NONE));
        try (TpmSigner same = TpmSigner.openPersistent(tpm, HANDLE, AUTH)) {
          assertThat(same.publicKey()).isEqualTo(signer.publicKey());
        }
      }
      TpmSigner.removePersistent(tpm, HANDLE, NONE);
      assertFails(Reason.HANDLE_EMPTY, () -> TpmSigner.openPersistent(tpm, HANDLE, AUTH));
      assertFails(Reason.HANDLE_EMPTY, () -> {
        TpmSigner.removePersistent(tpm, HANDLE, NONE);
        return null;
      });
      try (TpmConnection connection = TpmConnection.open(tpm)) {
        TpmConnection.Handle storage = TpmCommands.createStorageKey(connection, new byte[0]);
        TpmCommands.evictControl(connection, storage, HANDLE, new byte[0]);
        TpmCommands.flush(connection, storage.value());
      }
      TpmException unsuitable =
          assertFails(Reason.UNSUITABLE_KEY, () -> TpmSigner.openPersistent(tpm, HANDLE, NONE));
      assertThat(unsuitable).hasMessageContaining("not for signing");
    }
  }

  @Test
  void aPersistentKeyThatWasExchangedIsNotSignedWith() throws Exception {
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Tpm tpm = swtpm.tpm();
      TpmSigner signer = TpmSigner.createPersistent(tpm, HANDLE, NONE, NONE);
      swtpm.restart();
      assertFails(Reason.GONE, () -> signer.sign(PAYLOAD));
      TpmSigner.removePersistent(tpm, HANDLE, NONE);
      assertFails(Reason.HANDLE_EMPTY, () -> signer.sign(PAYLOAD));
      TpmSigner.createPersistent(tpm, HANDLE, NONE, NONE).close();
      assertFails(Reason.FOREIGN_KEY, () -> signer.sign(PAYLOAD));
      signer.close();
    }
  }

  @Test
  void aKeyOfAnotherTpmAndAChangedFileAreRefused() throws Exception {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Path other = Files.createDirectory(folder.resolve("other"));
    try (Swtpm first = Swtpm.overUnixSocket(mine);
        Swtpm second = Swtpm.overUnixSocket(other)) {
      Path file = folder.resolve("key.pem");
      TpmSigner.create(first.tpm(), file, NONE).close();
      assertFails(Reason.FOREIGN_KEY, () -> TpmSigner.open(second.tpm(), file, NONE));

      TpmCommands.Wrapped key = TpmKeyFile.read(file);
      byte[] changed = key.privateArea().clone();
      changed[changed.length - 1] ^= 1;
      Path broken = folder.resolve("broken.pem");
      KeyFile.writeNew(
          broken, TpmKeyFile.encode(new TpmCommands.Wrapped(changed, key.publicArea()), true));
      assertFails(Reason.FOREIGN_KEY, () -> TpmSigner.open(first.tpm(), broken, NONE));

      Path torn = folder.resolve("torn.pem");
      byte[] whole = Files.readAllBytes(file);
      Files.write(torn, java.util.Arrays.copyOf(whole, whole.length - 40));
      TpmException e =
          assertFails(Reason.DAMAGED_KEY_FILE, () -> TpmSigner.open(first.tpm(), torn, NONE));
      assertThat(e.kind()).isEqualTo(SigningException.Kind.DAMAGED_KEY_FILE);

      // none of it has harmed the key
      try (TpmSigner signer = TpmSigner.open(first.tpm(), file, NONE)) {
        assertSigns(signer);
      }
    }
  }
}
