package org.depinsdk.service.postgres;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.depinsdk.service.store.Storage;
import org.depinsdk.service.store.StorageProvider;

/** Opens what {@code --database jdbc:postgresql://…} names. */
public final class PostgresStorageProvider implements StorageProvider {
  private static final long MILLIS_BETWEEN_ATTEMPTS = 250;

  /** For {@link java.util.ServiceLoader}. */
  public PostgresStorageProvider() {}

  @Override
  public boolean knows(String url) {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public Storage open(Request request, Waiting waiting) throws IOException, InterruptedException {
    PostgresSettings settings = new PostgresSettings(
        request.url(),
        request.user(),
        request.password(),
        request.address(),
        PostgresSettings.DEFAULT_LEASE);
    return PostgresStorage.open(settings, request.network(), reason -> {
      waiting.anotherLeads(reason.leader());
      TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_ATTEMPTS);
    });
  }
}
