package org.depinsdk.service.postgres;

import java.time.Duration;
import java.util.Optional;

/**
 * Which database a process uses, and as whom it leads there.
 *
 * @param url {@code jdbc:postgresql://…}, without a password; its {@code currentSchema} is the network's alone
 * @param user the database's user; empty if the URL or the operating system says it
 * @param password the user's password; empty if none is needed or a file of PostgreSQL's own holds it
 * @param address what other processes tell callers while this one leads, such as {@code host:port}; may be empty
 * @param lease how long a process that fell silent still leads, 1 second or more
 */
public record PostgresSettings(
    String url, Optional<String> user, Optional<String> password, String address, Duration lease) {
  /** A process that fell silent leads for 5 seconds: long enough for a pause of the collector, short enough for callers to wait. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(5);

  /**
   * Checks the lease.
   *
   * @throws IllegalArgumentException if the lease is shorter than a second
   */
  public PostgresSettings {
    if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a lease is 1 second or longer, not " + lease);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "PostgresSettings[" + url + ", " + address + ", " + lease + "]";
  }
}
