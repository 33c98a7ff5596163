package org.depinsdk.tool.manufacture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.kit.Commands;
import org.depinsdk.tool.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManufactureTest {
  private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

  @TempDir
  Path folder = Path.of("");

  private Path ca = Path.of("");
  private String said = "";

  @BeforeEach
  void makeAnAuthority() {
    ca = folder.resolve("ca");
    assertThat(run("init", "--ca", ca.toString(), "--name", "acme")).as(said).isZero();
  }

  private int run(String... args) {
    StringWriter err = new StringWriter();
    int code = Commands.line(new ManufactureCommand(() -> NOW))
        .setErr(new PrintWriter(err))
        .execute(args);
    said = err.toString();
    return code;
  }

  private int certify(Path list) {
    return run("certify", "--ca", ca.toString(), "--batch", "B7", list.toString());
  }

  /** The key of a device, the same for the same number. */
  static InMemorySigner signer(int number) {
    try {
      return InMemorySigner.ofSecret(
          KeyAlgorithm.P256,
          Bytes32.sha256(("device " + number).getBytes("UTF-8")).bytes());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String key(int number) {
    return Base64.getEncoder().encodeToString(SpkiKey.encode(signer(number).publicKey()));
  }

  /** The list of a batch. */
  static Path list(Path file, int devices) throws IOException {
    StringBuilder csv = new StringBuilder("serial,model,key\r\n");
    for (int i = 0; i < devices; i++) {
      csv.append("SN-").append(i).append(",ap-100,").append(key(i)).append("\r\n");
    }
    return Files.writeString(file, csv);
  }

  private Path device(String serial) {
    return ca.resolve("batches/B7/devices/" + serial + ".pem");
  }

  private Map<String, String> certificates() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(ca.resolve("batches/B7/devices"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pem")).toList()) {
        all.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return all;
  }

  @Test
  void whatWasMadeStaysAndWhatIsMissingOrTornIsMade() throws Exception {
    Path list = list(folder.resolve("list.csv"), 5);
    assertThat(certify(list)).as(said).isZero();
    Map<String, String> first = certificates();
    assertThat(first).hasSize(5);
    Files.delete(device("SN-1"));
    Files.writeString(device("SN-2"), first.get("SN-2.pem").substring(0, 300));
    Files.writeString(device("SN-3"), first.get("SN-3.pem").substring(0, 900));
    assertThat(certify(list)).as(said).isZero();
    assertThat(certificates()).isEqualTo(first);
    assertThat(Files.readAllLines(ca.resolve("batches/B7/index.csv")))
        .hasSize(6)
        .first()
        .isEqualTo("serial,model,key,certificate,file");
    Certificate certificate =
        Certificate.parse(ManufacturerFolder.certificates(device("SN-4")).get(0));
    assertThat(certificate.key().spki()).isEqualTo(Base64.getDecoder().decode(key(4)));
    assertThat(certificate.subject()).contains("ap-100", "SN-4");
  }

  @Test
  void aSerialNumberIsOneDeviceForEver() throws Exception {
    Path list = list(folder.resolve("list.csv"), 2);
    assertThat(certify(list)).as(said).isZero();
    Map<String, String> before = certificates();
    Path other = Files.writeString(
        folder.resolve("other.csv"), "serial,model,key\nSN-1,ap-100," + key(9) + "\n");
    assertThat(certify(other)).isEqualTo(2);
    assertThat(said).contains("SN-1 has a certificate for another key or model");
    assertThat(certificates()).isEqualTo(before);
    assertThat(run("certify", "--ca", ca.toString(), "--batch", "B8", list.toString()))
        .isEqualTo(2);
    assertThat(said).contains("SN-0 is a device of batch B7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SN-1,ap-100,KEY0;;sn-1,ap-100,KEY1 | line 4, serial is that of line 2",
        "SN-1,ap-100,KEY0;SN-2,ap-100,KEY0 | line 3, key is that of line 2",
        "'=cmd(),ap-100,KEY0' | line 2, serial is 1 to 64 of",
        "SN-1,\u200bap,KEY0 | line 2, model is 1 to 64 of",
        "SN-1,ap-100 | line 2, the line has 2 fields",
        "SN-1,ap-100,KEY0,more | line 2, the line has 4 fields",
        "SN-1,ap-100, | line 2, key is Base64 of a public key on P-256",
        "SN-1,ap-100,MFkwEwYHKoZIzj0C | line 2, key is Base64 of a public key on P-256",
        "SN-1,ap-100,ED25519 | line 2, key is Base64 of a public key on P-256",
        "SN-1,ap-100,FORGED | the request is not signed with its key",
        "'\"SN-1,ap-100,KEY0' | is no CSV",
      })
  void aBadListIsRefusedByLineAndField(String lines, String expected) throws Exception {
    String content = "serial,model,key\n"
        + lines
            .replace(";;", ";SN-9,ap-100,KEY9;")
            .replace(';', '\n')
            .replace("KEY0", key(0))
            .replace("KEY1", key(1))
            .replace("KEY9", key(9))
            .replace("ED25519", ed25519())
            .replace("FORGED", request(0, 1))
        + "\n";
    assertThat(certify(Files.writeString(folder.resolve("list.csv"), content))).isEqualTo(2);
    assertThat(said).contains(expected);
    assertThat(Files.exists(ca.resolve("batches/B7/devices")))
        .as("nothing was made")
        .isFalse();
  }

  private static String ed25519() throws Exception {
    return Base64.getEncoder()
        .encodeToString(SpkiKey.encode(
            InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]).publicKey()));
  }

  /** A request for one key, signed with another. */
  private static String request(int number, int signedBy) throws Exception {
    var generator = java.security.KeyPairGenerator.getInstance("EC");
    generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
    var pair = generator.generateKeyPair();
    byte[] spki = number == signedBy
        ? pair.getPublic().getEncoded()
        : SpkiKey.encode(signer(number).publicKey());
    return Base64.getEncoder()
        .encodeToString(new PKCS10CertificationRequestBuilder(
                new X500Name("CN=device"), SubjectPublicKeyInfo.getInstance(spki))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
            .getEncoded());
  }

  @Test
  void aHeaderNamesTheColumnsAndOtherFilesAreNoLists() throws Exception {
    for (String content :
        List.of("", "SN-1,ap-100," + key(0) + "\n", "serial,model\nSN-1,ap-100\n")) {
      assertThat(certify(Files.writeString(folder.resolve("list.csv"), content)))
          .isEqualTo(2);
      assertThat(said).contains("[key, model, serial]");
    }
    assertThat(certify(Files.writeString(folder.resolve("list.csv"), "serial,model,key\n")))
        .isEqualTo(2);
    assertThat(said).contains("lists no device");
    assertThat(certify(Files.write(folder.resolve("list.csv"), new byte[] {'a', (byte) 0xff})))
        .isEqualTo(2);
    assertThat(said).contains("UTF-8");
  }

  @Test
  void requestsAndByteOrderMarksAreRead() throws Exception {
    Path list = Files.writeString(
        folder.resolve("list.csv"),
        "\uFEFFkey,serial,model\r\n" + request(3, 3) + ",\"AA:BB/1\",ap-100\r\n");
    assertThat(certify(list)).as(said).isZero();
    assertThat(device("AA%3ABB%2F1")).exists();
  }

  @Test
  void keysThatAreMadeAreOpenedByTheirPasswordAndStay() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "correct horse\n");
    Path list = Files.writeString(folder.resolve("list.csv"), "serial,model\nSN-1,ap-100\n");
    for (int i = 0; i < 2; i++) {
      assertThat(run(
              "certify",
              "--ca",
              ca.toString(),
              "--batch",
              "B7",
              "--make-keys",
              password.toString(),
              list.toString()))
          .as(said)
          .isZero();
    }
    InMemorySigner made =
        KeyFile.open(ca.resolve("batches/B7/devices/SN-1.key"), "correct horse".toCharArray());
    Certificate certificate =
        Certificate.parse(ManufacturerFolder.certificates(device("SN-1")).get(0));
    assertThat(certificate.key().deviceKey()).contains(made.publicKey());
  }

  @Test
  void namesThatAreNoFoldersAndMissingThingsAreRefused() throws Exception {
    Path list = list(folder.resolve("list.csv"), 1);
    assertThat(run("certify", "--ca", ca.toString(), "--batch", "../B7", list.toString()))
        .isEqualTo(2);
    assertThat(said).contains("--batch is 1 to 64 of");
    assertThat(run("revoke", "--ca", ca.toString(), "--batch", "B9")).isEqualTo(2);
    assertThat(said).contains("there is no batch B9");
    assertThat(certify(list)).as(said).isZero();
    assertThat(run("revoke", "--ca", ca.toString(), "--batch", "B7", "--serial", "SN-7"))
        .isEqualTo(2);
    assertThat(said).contains("there is no device SN-7 in batch B7");
    assertThat(run("init", "--ca", ca.toString(), "--name", "acme")).isEqualTo(2);
    assertThat(said).contains("there is an authority in");
    assertThat(run("lists", "--ca", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(said).contains("make one with ./run manufacture init");
    Files.writeString(ca.resolve("ca.key"), "abc\n");
    assertThat(run("lists", "--ca", ca.toString())).isEqualTo(2);
    assertThat(said).contains("is damaged");
  }

  @Test
  void aProcessThatIsKilledGoesOnWhereItStopped() throws Exception {
    Path list = list(folder.resolve("list.csv"), 1_000);
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "manufacture",
            "certify",
            "--ca",
            ca.toString(),
            "--batch",
            "B7",
            list.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
    Path hundredth = device("SN-100");
    while (process.isAlive() && !Files.exists(hundredth)) {
      Thread.onSpinWait();
    }
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Map<String, String> before = certificates();
    assertThat(before).as(Files.readString(folder.resolve("out"))).hasSizeBetween(100, 999);
    assertThat(Files.exists(ca.resolve("batches/B7/index.csv"))).isFalse();
    assertThat(certify(list)).as(said).isZero();
    assertThat(certificates()).hasSize(1_000).containsAllEntriesOf(before);
    List<String> index = new ArrayList<>(Files.readAllLines(ca.resolve("batches/B7/index.csv")));
    assertThat(index).hasSize(1_001);
  }
}
