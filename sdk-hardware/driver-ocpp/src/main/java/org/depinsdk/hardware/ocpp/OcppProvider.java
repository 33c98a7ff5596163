package org.depinsdk.hardware.ocpp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.driver.Commandable;
import org.depinsdk.hardware.driver.ConfigOption;
import org.depinsdk.hardware.driver.ConfigProblem;
import org.depinsdk.hardware.driver.DriverConfig;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverDescriptor;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.DriverProvider;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.driver.SignedReadings;
import org.depinsdk.hardware.driver.Streaming;

/**
 * Opens central systems. Its id is {@value #ID}. The password of station {@code CP001} is the secret {@code ocpp/CP001} of
 * the context.
 */
public final class OcppProvider implements DriverProvider {
  /** The driver's id. */
  public static final String ID = "ocpp";

  private static final DriverDescriptor DESCRIPTOR = DriverDescriptor.of(ID, "1")
      .summary("A central system that charging stations connect to, OCPP 1.6J and 2.0.1.")
      .provenances(Set.of(Provenance.HARDWARE, Provenance.SIMULATED))
      .capabilities(Set.of(Commandable.class, Streaming.class, SignedReadings.class))
      .option(ConfigOption.withDefault(
          "host", ConfigOption.Type.STRING, "127.0.0.1", "Address to listen on."))
      .option(ConfigOption.withDefault(
          "port", ConfigOption.Type.INTEGER, "8887", "Port to listen on; 0 takes a free one."))
      .option(ConfigOption.withDefault(
          "profile", ConfigOption.Type.INTEGER, "1", "Security profile 0 to 3 of OCPP."))
      .option(ConfigOption.optional(
          "keystore",
          ConfigOption.Type.PATH,
          "PKCS#12 file with the server's key, profiles 2 and 3."))
      .option(ConfigOption.optional(
          "keystore-password", ConfigOption.Type.SECRET, "Secret that opens the key store."))
      .option(ConfigOption.optional(
          "truststore",
          ConfigOption.Type.PATH,
          "PKCS#12 file with the issuers of station certificates, profile 3; same password."))
      .option(ConfigOption.withDefault(
          "heartbeat", ConfigOption.Type.DURATION, "PT5M", "How often stations send a heartbeat."))
      .option(ConfigOption.optional(
          "id-tokens",
          ConfigOption.Type.STRING,
          "Tokens that may charge, joined by commas; * for all."))
      .option(ConfigOption.withDefault(
          "simulated", ConfigOption.Type.BOOLEAN, "false", "Whether the stations are simulated."))
      .build();

  /** A provider; holds nothing. */
  public OcppProvider() {}

  @Override
  public DriverDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public List<ConfigProblem> validate(DriverConfig config) {
    List<ConfigProblem> problems = new ArrayList<>(DESCRIPTOR.check(config));
    if (!problems.isEmpty()) {
      return problems;
    }
    long profile = config.find("profile").map(Long::parseLong).orElse(1L);
    long port = config.find("port").map(Long::parseLong).orElse(0L);
    if (profile < 0 || profile > 3) {
      problems.add(new ConfigProblem("profile", "expected 0 to 3, not " + profile));
    }
    if (port < 0 || port > 65535) {
      problems.add(new ConfigProblem("port", "expected 0 to 65535, not " + port));
    }
    if (profile >= 2
        && (config.find("keystore").isEmpty()
            || config.find("keystore-password").isEmpty())) {
      problems.add(
          new ConfigProblem("keystore", "profile " + profile + " needs it, and its password"));
    }
    if (profile == 3 && config.find("truststore").isEmpty()) {
      problems.add(new ConfigProblem("truststore", "profile 3 needs it"));
    }
    return List.copyOf(problems);
  }

  @Override
  public CentralSystem open(DriverConfig config, DriverContext context) throws DriverException {
    List<ConfigProblem> problems = validate(config);
    if (!problems.isEmpty()) {
      throw new DriverException.Misconfigured(ID, problems);
    }
    DriverConfig resolved = DESCRIPTOR.resolve(config);
    SecurityProfile profile = SecurityProfile.values()[(int) resolved.integer("profile")];
    Set<String> tokens =
        new TreeSet<>(Arrays.asList(resolved.find("id-tokens").orElse("").split(",")));
    CentralSystem.Builder builder = CentralSystem.builder(context)
        .address(new InetSocketAddress(resolved.string("host"), (int) resolved.integer("port")))
        .profile(profile)
        .passwords(station -> context.secrets().find("ocpp/" + station))
        .heartbeat(resolved.duration("heartbeat"))
        .provenance(resolved.flag("simulated") ? Provenance.SIMULATED : Provenance.HARDWARE)
        .authorizer((station, token) -> tokens.contains("*") || tokens.contains(token)
            ? TokenAuthorizer.Decision.ACCEPTED
            : TokenAuthorizer.Decision.INVALID);
    if (profile.tls()) {
      builder.tls(tls(resolved, context));
    }
    return builder.open();
  }

  private static SSLContext tls(DriverConfig config, DriverContext context)
      throws DriverException.Misconfigured {
    String name = config.string("keystore-password");
    Secret secret = context
        .secrets()
        .find(name)
        .orElseThrow(() -> new DriverException.Misconfigured(
            ID, List.of(new ConfigProblem("keystore-password", "no such secret"))));
    char[] password =
        new String(secret.reveal(), java.nio.charset.StandardCharsets.UTF_8).toCharArray();
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store(config.path("keystore"), password), password);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      Optional<String> truststore = config.find("truststore");
      trust.init(
          truststore.isPresent()
              ? store(Path.of(truststore.get()), password)
              : store(config.path("keystore"), password));
      SSLContext context3 = SSLContext.getInstance("TLS");
      context3.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context3;
    } catch (IOException | GeneralSecurityException e) {
      throw new DriverException.Misconfigured(
          ID, List.of(new ConfigProblem("keystore", "cannot be read: " + e.getMessage())));
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static KeyStore store(Path path, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(path)) {
      store.load(in, password);
    }
    return store;
  }
}
