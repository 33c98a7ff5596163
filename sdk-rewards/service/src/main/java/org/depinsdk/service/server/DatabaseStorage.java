package org.depinsdk.service.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StorageProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name a database in the place of files, and the storage there. */
final class DatabaseStorage {
  /** Where the password may stand instead of a file. It is no option, so that it is never printed. */
  static final String PASSWORD_VARIABLE = "DEPIN_DATABASE_PASSWORD";

  @Option(
      names = "--database",
      paramLabel = "URL",
      converter = UrlConverter.class,
      description = "Keep registry, ledger and log in this database, such as"
          + " jdbc:postgresql://HOST/NAME. Several processes may: one leads, the others wait.")
  private @Nullable String url;

  @Option(names = "--database-user", paramLabel = "NAME", description = "The database's user.")
  private @Nullable String user;

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "The user's password; the variable " + PASSWORD_VARIABLE + " if not given.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "The address that waiting processes give to callers while this one leads; --host and --port if not"
              + " given.")
  private @Nullable String address;

  /** A URL of a database without a password, which would be printed. */
  static final class UrlConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!value.matches("jdbc:[a-z0-9]+://[^/?]+/[^/?]+(\\?.*)?")) {
        throw new TypeConversionException(
            "is no URL such as jdbc:postgresql://db.example/depin?currentSchema=net");
      }
      if (value.matches("(?i).*(//[^/?]*@|[?&]password=).*")) {
        throw new TypeConversionException("must not hold a password; put it into a file that"
            + " database-password-file names, or into " + PASSWORD_VARIABLE);
      }
      return value;
    }
  }

  /** Whether a database is named. */
  boolean isNamed() {
    return url != null;
  }

  /** Opens the storage; while another process leads, callers are told so. */
  Storage open(ServerOptions options, String network) throws IOException {
    String named = Objects.requireNonNull(url, "--database");
    StorageProvider provider = provider(named);
    StorageProvider.Request request = new StorageProvider.Request(
        named,
        network,
        Optional.ofNullable(user),
        password(),
        address != null ? address : options.host + ":" + options.port);
    try (StandbyListener standby = new StandbyListener(options)) {
      return provider.open(request, standby::anotherLeads);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another process led", e);
    }
  }

  private static StorageProvider provider(String url) throws IOException {
    for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
      if (provider.knows(url)) {
        return provider;
      }
    }
    throw new IOException("no jar on the class path knows the database " + url
        + "; for PostgreSQL add depin-sdk-service-postgres");
  }

  private Optional<String> password() throws IOException {
    if (passwordFile == null) {
      return Optional.ofNullable(System.getenv(PASSWORD_VARIABLE));
    }
    try {
      return Optional.of(Files.readString(passwordFile).strip());
    } catch (IOException e) {
      throw new IOException(
          "cannot read the password in " + passwordFile + " of --database-password-file", e);
    }
  }
}
