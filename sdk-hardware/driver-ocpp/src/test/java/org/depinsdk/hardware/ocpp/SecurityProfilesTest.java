package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.Secret;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles 2 and 3, opened through the driver interface with key stores of the JDK's keytool. */
class SecurityProfilesTest {
  private static final String STORE = "a store password";

  @TempDir
  static Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    for (String name : List.of("central", "CP001", "stranger")) {
      List<String> extra = name.equals("central") ? List.of("-ext", "san=ip:127.0.0.1") : List.of();
      String subject = name.equals("stranger") ? "CN=CP001" : "CN=" + name;
      keytool(
          name,
          extra,
          "-genkeypair",
          "-keyalg",
          "EC",
          "-groupname",
          "secp256r1",
          "-dname",
          subject,
          "-alias",
          name);
      keytool(name, List.of(), "-exportcert", "-alias", name, "-file", file(name + ".cer"));
    }
    trust("stations", "CP001");
    trust("networks", "central");
  }

  private static void trust(String store, String name) throws Exception {
    keytool(
        store, List.of("-noprompt"), "-importcert", "-alias", name, "-file", file(name + ".cer"));
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void keytool(String store, List<String> extra, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(extra);
    command.addAll(
        List.of("-keystore", file(store + ".p12"), "-storetype", "PKCS12", "-storepass", STORE));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(
        process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
  }

  private static SSLContext tls(Optional<String> own) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load("networks"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own.isPresent() ? load(own.get()) : null, STORE.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(file(name + ".p12")))) {
      store.load(in, STORE.toCharArray());
    }
    return store;
  }

  private static DriverContext context() {
    Map<String, Secret> secrets =
        Map.of("store", Secret.of(STORE), "ocpp/CP001", Secret.of(Bench.PASSWORD));
    return DriverContext.builder()
        .secrets(name -> Optional.ofNullable(secrets.get(name)))
        .build();
  }

  private static DriverConfig config(int profile) {
    return DriverConfig.of(Map.of(
        "port",
        "0",
        "profile",
        String.valueOf(profile),
        "keystore",
        file("central.p12"),
        "keystore-password",
        "store",
        "truststore",
        file("stations.p12"),
        "id-tokens",
        "TAG1,TAG2"));
  }

  @ParameterizedTest
  @CsvSource({
    "2,,right,CP001,ONLINE",
    "2,,wrong,CP001,OFFLINE",
    "3,CP001,none,CP001,ONLINE",
    "3,CP001,none,CP002,OFFLINE",
    "3,stranger,none,CP001,OFFLINE",
    "3,,right,CP001,OFFLINE",
  })
  void whoIsLetIn(int profile, String own, String password, String identity, DriverState expected)
      throws Exception {
    Events states = new Events();
    try (DriverContext context = context();
        CentralSystem central = new OcppProvider().open(config(profile), context)) {
      ChargePoint.Builder builder = ChargePoint.builder(
              context, URI.create("wss://127.0.0.1:" + central.address().getPort()), identity)
          .reconnect(Duration.ofMillis(200))
          .tls(tls(Optional.ofNullable(own)));
      if (!password.equals("none")) {
        builder.password(Secret.of(password.equals("right") ? Bench.PASSWORD : "another"));
      }
      try (ChargePoint point = builder.connect()) {
        point.onStatus(states::add);
        if (point.status().state() != expected) {
          states.state(expected);
        }
        assertThat(central.devices()).hasSize(expected == DriverState.ONLINE ? 1 : 0);
        if (expected == DriverState.ONLINE) {
          assertThat(Bench.get(point.authorize("TAG2"))).isTrue();
          assertThat(Bench.get(point.authorize("TAG3"))).isFalse();
        }
      }
    }
  }

  @Test
  void connectionsThatNeverSpeakTlsHoldNobodyUp() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (DriverContext context = context();
        CentralSystem central = new OcppProvider().open(config(2), context)) {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket("127.0.0.1", central.address().getPort());
        silent.add(socket);
        // silence, half of a record, and no TLS at all
        socket
            .getOutputStream()
            .write(new byte[][] {{}, {0x16, 3, 1, 2, 0}, {'G', 'E', 'T'}}[i % 3]);
      }
      Events states = new Events();
      try (ChargePoint point = ChargePoint.builder(
              context, URI.create("wss://127.0.0.1:" + central.address().getPort()), "CP001")
          .password(Secret.of(Bench.PASSWORD))
          .tls(tls(Optional.empty()))
          .connect()) {
        point.onStatus(states::add);
        if (point.status().state() != DriverState.ONLINE) {
          states.state(DriverState.ONLINE);
        }
        assertThat(Bench.get(point.authorize("TAG2"))).isTrue();
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void plainTextAgainstTlsGetsNothing() throws Exception {
    Events states = new Events();
    try (DriverContext context = context();
        CentralSystem central = new OcppProvider().open(config(2), context);
        ChargePoint point = ChargePoint.builder(
                context, URI.create("ws://127.0.0.1:" + central.address().getPort()), "CP001")
            .password(Secret.of(Bench.PASSWORD))
            .callTimeout(Duration.ofSeconds(2))
            .connect()) {
      point.onStatus(states::add);
      if (point.status().state() != DriverState.OFFLINE) {
        states.state(DriverState.OFFLINE);
      }
      assertThat(central.devices()).isEmpty();
    }
  }

  /** The first is the example of OCPP-J 1.6 itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RDAM 123",
        "AA:BB:CC:DD:EE:FF",
        "Säule+1",
        "x..",
        "123456789012345678901234567890123456789012345678901234567890"
      })
  void anyPrintableIdentityIsLetIn(String identity) throws Exception {
    try (Bench bench = new Bench(
            b -> b.passwords(station -> Optional.of(Secret.of("a password of " + station))));
        ChargePoint point = bench.online(bench.point(identity, OcppVersion.V1_6))) {
      assertThat(point.status().state()).isEqualTo(DriverState.ONLINE);
      assertThat(bench.central.station(identity)).isPresent();
      RawStation slash = new RawStation(bench.endpoint(), "CP001", OcppVersion.V1_6, "/");
      assertThat(bench.central.station("CP001")).isPresent();
      slash.closeBlocking();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", " a", "a\n", "a\u0000"})
  void whatIsNoIdentityIsRefused(String identity) throws Exception {
    try (Bench bench = new Bench()) {
      assertThatThrownBy(() -> bench.point(identity, OcppVersion.V1_6))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 128 printable characters");
      String path =
          "/ocpp/" + URLEncoder.encode(identity, StandardCharsets.UTF_8).replace("+", "%20");
      assertThat(Identity.ofPath(path).filter(identity::equals)).isEmpty();
    }
  }

  @Test
  void problemsOfAConfigurationAreFoundWithoutOpening() {
    OcppProvider provider = new OcppProvider();
    assertThat(provider.validate(DriverConfig.of(Map.of("profile", "3"))))
        .extracting(p -> p.option())
        .containsExactly("keystore", "truststore");
    assertThat(provider.validate(DriverConfig.of(Map.of("profile", "7", "port", "70000"))))
        .extracting(p -> p.option())
        .contains("profile", "port");
    assertThatThrownBy(() -> provider.open(
            DriverConfig.of(Map.of("nonsense", "1")), DriverContext.builder().build()))
        .isInstanceOf(DriverException.Misconfigured.class);
  }

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(java.util.ServiceLoader.load(DriverProvider.class).stream()
            .map(p -> p.type().getSimpleName()))
        .contains("OcppProvider");
  }
}
