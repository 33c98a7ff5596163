package org.depinsdk.service.postgres;

import java.io.IOException;
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
final class PostgresLifecycleStore implements LifecycleStore {
  private final Database database;
  // only the leader adds orders, so they are read once
  private final List<RevocationOrder> orders = new ArrayList<>();

  /**
   * Opens the store.
   *
   * @throws IOException if the orders cannot be read or one is damaged
   */
  PostgresLifecycleStore(Database database) throws IOException {
    this.database = database;
    List<byte[]> rows = database.read("read revocation orders", connection -> {
      List<byte[]> found = new ArrayList<>();
      try (PreparedStatement query =
              connection.prepareStatement("SELECT signed FROM revocation_order ORDER BY idx");
          ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getBytes(1));
        }
      }
      return found;
    });
    for (byte[] signed : rows) {
      try {
        orders.add(RevocationOrder.parse(signed));
      } catch (EncodingException e) {
        throw new IOException("a revocation order is damaged: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public Optional<TransferVoucher> transfer(DeviceId device) throws IOException {
    Optional<byte[]> voucher = database.read("read the transfer of " + device, connection -> {
      try (PreparedStatement query =
          connection.prepareStatement("SELECT voucher FROM open_transfer WHERE device = ?")) {
        query.setString(1, device.text());
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
      }
    });
    try {
      return voucher.isEmpty()
          ? Optional.empty()
          : Optional.of(TransferVoucher.parse(voucher.get()));
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
    return database.write("keep the offer of " + device, connection -> {
      if (isWithdrawn(connection, voucher)) {
        return false;
      }
      keep(connection, voucher, before);
      return true;
    });
  }

  private static void keep(
      Connection connection, TransferVoucher voucher, Optional<TransferVoucher> before)
      throws SQLException {
    String device = voucher.offer().device().text();
    String previous = voucher.offer().previous();
    if (before.filter(open -> open.offer().previous().equals(previous)).isPresent()) {
      update(
          connection,
          "INSERT INTO withdrawn_offer VALUES (?, ?)",
          device,
          before.get().offer().nonce());
    } else {
      // the device has another owner now, and what was offered before that is void anyway
      update(connection, "DELETE FROM withdrawn_offer WHERE device = ?", device);
    }
    update(
        connection,
        "INSERT INTO open_transfer VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET voucher = excluded.voucher",
        device,
        voucher.toBytes());
  }

  private static boolean isWithdrawn(Connection connection, TransferVoucher voucher)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(
        "SELECT 1 FROM withdrawn_offer WHERE device = ? AND nonce = ?")) {
      query.setString(1, voucher.offer().device().text());
      query.setString(2, voucher.offer().nonce());
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  @Override
  public synchronized boolean replace(TransferVoucher before, TransferVoucher after)
      throws IOException {
    DeviceId device = before.offer().device();
    return database.write(
        "keep the transfer of " + device,
        connection -> update(
                connection,
                "UPDATE open_transfer SET voucher = ? WHERE device = ? AND voucher = ?",
                after.toBytes(),
                device.text(),
                before.toBytes())
            == 1);
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
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
    database.writeOnce(
        "keep an order",
        connection -> update(
            connection,
            "INSERT INTO revocation_order VALUES (?, ?) ON CONFLICT (idx) DO NOTHING",
            orders.size(),
            order.toBytes()));
    orders.add(order);
  }

  @Override
  public synchronized List<RevocationOrder> orders() {
    return List.copyOf(orders);
  }
}
