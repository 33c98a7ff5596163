package org.depinsdk.service.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.TransferVoucher;
import org.depinsdk.service.store.LifecycleStore;

/** Open transfers and revocation orders as rows; both are kept as the bytes that were signed. */
public final class SqliteLifecycleStore implements LifecycleStore, Closeable {
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS open_transfer (device TEXT PRIMARY KEY, voucher BLOB NOT NULL)"
        + " STRICT",
    "CREATE TABLE IF NOT EXISTS withdrawn_offer (device TEXT NOT NULL, nonce TEXT NOT NULL,"
        + " PRIMARY KEY (device, nonce)) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS revocation_order (signed BLOB PRIMARY KEY) STRICT"
  };

  private final Connection connection;
  private final List<RevocationOrder> orders = new ArrayList<>();

  private SqliteLifecycleStore(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the store.
   *
   * @param file the database, made where absent
   * @return the store
   * @throws IOException if the file cannot be read
   */
  public static SqliteLifecycleStore open(Path file) throws IOException {
    SqliteLifecycleStore store = new SqliteLifecycleStore(Sqlite.open(file, TABLES));
    try (PreparedStatement query = store.connection.prepareStatement(
            "SELECT signed FROM revocation_order ORDER BY rowid");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        store.orders.add(RevocationOrder.parse(rows.getBytes(1)));
      }
      return store;
    } catch (SQLException | EncodingException e) {
      store.close();
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized Optional<TransferVoucher> transfer(DeviceId device) throws IOException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT voucher FROM open_transfer WHERE device = ?")) {
      query.setString(1, device.text());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(TransferVoucher.parse(row.getBytes(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Sqlite.failed("read the transfer of " + device, e);
    } catch (EncodingException e) {
      throw new IOException("the open transfer of " + device + " is damaged", e);
    }
  }

  @Override
  public synchronized boolean offer(TransferVoucher voucher) throws IOException {
    DeviceId device = voucher.offer().device();
    Optional<TransferVoucher> before = transfer(device);
    if (before.filter(open -> open.offer().equals(voucher.offer())).isPresent()) {
      return true;
    }
    try {
      if (isWithdrawn(voucher)) {
        return false;
      }
      Sqlite.inTransaction(connection, () -> keep(voucher, before));
      return true;
    } catch (SQLException e) {
      throw Sqlite.failed("keep the offer of " + device, e);
    }
  }

  @Override
  public synchronized boolean replace(TransferVoucher before, TransferVoucher after)
      throws IOException {
    try {
      return update(
              "UPDATE open_transfer SET voucher = ? WHERE device = ? AND voucher = ?",
              after.toBytes(),
              before.offer().device().text(),
              before.toBytes())
          == 1;
    } catch (SQLException e) {
      throw Sqlite.failed("keep the transfer of " + before.offer().device(), e);
    }
  }

  private void keep(TransferVoucher voucher, Optional<TransferVoucher> before) throws SQLException {
    String device = voucher.offer().device().text();
    String previous = voucher.offer().previous();
    if (before.filter(open -> open.offer().previous().equals(previous)).isPresent()) {
      update(
          "INSERT INTO withdrawn_offer VALUES (?, ?)",
          device,
          before.get().offer().nonce());
    } else {
      // the device has another owner now, and what was offered before that is void anyway
      update("DELETE FROM withdrawn_offer WHERE device = ?", device);
    }
    update("INSERT OR REPLACE INTO open_transfer VALUES (?, ?)", device, voucher.toBytes());
  }

  private boolean isWithdrawn(TransferVoucher voucher) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(
        "SELECT 1 FROM withdrawn_offer WHERE device = ? AND nonce = ?")) {
      query.setString(1, voucher.offer().device().text());
      query.setString(2, voucher.offer().nonce());
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      return update.executeUpdate();
    }
  }

  @Override
  public synchronized void add(RevocationOrder order) throws IOException {
    if (orders.contains(order)) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO revocation_order VALUES (?)")) {
      insert.setBytes(1, order.toBytes());
      insert.executeUpdate();
      orders.add(order);
    } catch (SQLException e) {
      throw Sqlite.failed("keep an order", e);
    }
  }

  @Override
  public synchronized List<RevocationOrder> orders() {
    return List.copyOf(orders);
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failed("close the open transfers", e);
    }
  }
}
