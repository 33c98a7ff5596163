package org.depinsdk.service.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.registry.DeviceRegistry;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.InMemoryDeviceRegistry;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;

/**
 * The registry: each change is a row that is never altered, a line as it stands in a bundle's {@code registry.jsonl}, and the
 * states are folded in memory. A record counts only after its row is durable.
 */
public final class SqliteRegistry implements DeviceRegistry, Closeable {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS registry_line (idx INTEGER PRIMARY KEY, device TEXT NOT NULL,"
          + " json TEXT NOT NULL) STRICT";
  private static final String KEYS =
      "CREATE TABLE IF NOT EXISTS device_key (device_key TEXT PRIMARY KEY, device TEXT NOT NULL)"
          + " STRICT";
  private static final String BY_DEVICE =
      "CREATE INDEX IF NOT EXISTS registry_by_device ON registry_line (device, idx)";

  private final Connection connection;
  private InMemoryDeviceRegistry states;
  private Instant newest = Instant.MIN;

  private SqliteRegistry(Connection connection) {
    this.connection = connection;
    this.states = new InMemoryDeviceRegistry();
  }

  /**
   * Opens the registry and folds its records.
   *
   * @param file the database, made where absent
   * @return the registry
   * @throws IOException if the file cannot be read or its records do not fit each other
   */
  public static SqliteRegistry open(Path file) throws IOException {
    SqliteRegistry registry = new SqliteRegistry(Sqlite.open(file, TABLE, KEYS, BY_DEVICE));
    try {
      registry.refuseOldForm(file);
      registry.reload();
    } catch (IOException | RuntimeException e) {
      registry.close();
      throw e;
    }
    return registry;
  }

  /** Before signed instructions were kept, a change was a row of columns. To pass those over would be to lose devices. */
  private void refuseOldForm(Path file) throws IOException {
    try (PreparedStatement query = connection.prepareStatement(
            "SELECT 1 FROM sqlite_master WHERE name = 'registry_record'");
        ResultSet row = query.executeQuery()) {
      if (row.next()) {
        throw new IOException(file + " was written by a version that kept no signed instructions;"
            + " start with an empty data folder");
      }
    } catch (SQLException e) {
      throw Sqlite.failed("look into " + file, e);
    }
  }

  @Override
  public RegistryRecord append(
      Instant at, DeviceId device, RegistryChange change, Optional<SignedInstruction> instruction)
      throws RegistryConflictException, IOException {
    return append(at, List.of(device), change, instruction).get(0);
  }

  /**
   * Records one change of several devices, of all or of none.
   *
   * @param at when it takes effect
   * @param devices which devices
   * @param change what happened to each
   * @param instruction what caused it, already checked
   * @return a record for each
   * @throws RegistryConflictException if the change does not fit one of them
   * @throws IOException if the records could not be stored; nothing has changed then
   */
  public synchronized List<RegistryRecord> append(
      Instant at,
      List<DeviceId> devices,
      RegistryChange change,
      Optional<SignedInstruction> instruction)
      throws RegistryConflictException, IOException {
    List<RegistryRecord> records = new ArrayList<>(devices.size());
    boolean kept = false;
    try {
      connection.setAutoCommit(false);
      try {
        for (DeviceId device : devices) {
          RegistryRecord record = states.append(at, device, change, instruction);
          records.add(record);
          insert(record);
        }
        connection.commit();
        kept = true;
      } finally {
        // after a commit there is nothing left to roll back
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw Sqlite.failed("record a change of " + devices, e);
    } finally {
      // what was folded and is not on the disk has not happened
      if (!kept && !records.isEmpty()) {
        reload();
      }
    }
    for (RegistryRecord record : records) {
      newest = record.at();
    }
    return records;
  }

  @Override
  public synchronized Optional<DeviceState> find(DeviceId device) {
    return states.find(device);
  }

  @Override
  public synchronized RegistryView view() {
    return states.view();
  }

  @Override
  public synchronized List<DeviceKey> sessionKeys(DeviceId device, Instant at) {
    return states.sessionKeys(device, at);
  }

  @Override
  public synchronized RegistryView view(DeviceId device) throws IOException {
    try {
      return RegistryView.of(select("WHERE device = ? ORDER BY idx", device.text()));
    } catch (RegistryConflictException e) {
      throw new IOException("the registry's records of " + device + " do not fit each other", e);
    }
  }

  /**
   * The device that has or had a key, its own or a session's.
   *
   * @param key any key
   * @return empty where no device ever had it
   * @throws IOException if the store cannot be read
   */
  public synchronized Optional<DeviceId> holder(DeviceKey key) throws IOException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT device FROM device_key WHERE device_key = ?")) {
      query.setString(1, key.didKey());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(new DeviceId(row.getString(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Sqlite.failed("find the device of a key", e);
    }
  }

  /**
   * When the newest record took effect.
   *
   * @return {@link Instant#MIN} where there is none
   */
  public synchronized Instant newest() {
    return newest;
  }

  /**
   * How a device enrolled.
   *
   * @param device which device
   * @return its first record, empty where it is not enrolled
   * @throws IOException if the store cannot be read
   */
  public synchronized Optional<RegistryRecord> enrolment(DeviceId device) throws IOException {
    return select("WHERE device = ? ORDER BY idx LIMIT 1", device.text()).stream()
        .findFirst();
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failed("close the registry", e);
    }
  }

  private void reload() throws IOException {
    InMemoryDeviceRegistry folded = new InMemoryDeviceRegistry();
    Instant last = Instant.MIN;
    for (RegistryRecord record : select("ORDER BY idx")) {
      try {
        RegistryRecord kept =
            folded.append(record.at(), record.device(), record.change(), record.instruction());
        if (!kept.equals(record)) {
          throw new IOException(
              "the registry's rows are damaged: expected " + kept + ", found " + record);
        }
      } catch (RegistryConflictException e) {
        throw new IOException("the registry's record " + record.index() + " does not fit", e);
      }
      last = record.at();
    }
    states = folded;
    newest = last;
  }

  private List<RegistryRecord> select(String where, String... values) throws IOException {
    List<RegistryRecord> records = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT idx, json FROM registry_line " + where)) {
      for (int i = 0; i < values.length; i++) {
        query.setString(i + 1, values[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          records.add(read(rows));
        }
      }
    } catch (SQLException e) {
      throw Sqlite.failed("read the registry", e);
    }
    return records;
  }

  private static RegistryRecord read(ResultSet row) throws SQLException, IOException {
    try {
      return RegistryJson.parse(row.getString(2));
    } catch (EncodingException e) {
      throw new IOException(
          "the registry's row " + row.getLong(1) + " is damaged: " + e.getMessage(), e);
    }
  }

  private static Optional<DeviceKey> key(RegistryChange change) {
    if (change instanceof RegistryChange.Enrolled enrolled) {
      return Optional.of(enrolled.key());
    } else if (change instanceof RegistryChange.KeyRotated rotated) {
      return Optional.of(rotated.key());
    }
    return change instanceof RegistryChange.SessionOpened opened
        ? Optional.of(opened.key())
        : Optional.empty();
  }

  private void insert(RegistryRecord record) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO registry_line VALUES (?, ?, ?)")) {
      insert.setLong(1, record.index());
      insert.setString(2, record.device().text());
      insert.setString(3, RegistryJson.format(record));
      insert.executeUpdate();
    }
    Optional<DeviceKey> key = key(record.change());
    if (key.isPresent()) {
      // the table's primary key refuses a key that another device holds; a device may return to an
      // old key of its own
      try (PreparedStatement insert = connection.prepareStatement(
          "INSERT INTO device_key VALUES (?1, ?2) ON CONFLICT (device_key) DO UPDATE SET device ="
              + " ?2 WHERE device = ?2 RETURNING device")) {
        insert.setString(1, key.get().didKey());
        insert.setString(2, record.device().text());
        try (ResultSet row = insert.executeQuery()) {
          if (!row.next()) {
            throw new SQLException("key " + key.get() + " belongs to another device");
          }
        }
      }
    }
  }
}
