package org.depinsdk.scaffold.store;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.jspecify.annotations.Nullable;

/** A registry record as a row and back. */
final class RegistryRows {
  private RegistryRows() {}

  static void write(RegistryRecord record, PreparedStatement row) throws SQLException {
    RegistryChange change = record.change();
    row.setLong(1, record.index());
    row.setLong(2, record.at().toEpochMilli());
    row.setString(3, record.device().text());
    row.setString(4, name(change));
    row.setString(5, key(change).orElse(null));
    row.setString(6, operator(change));
    row.setString(7, change instanceof RegistryChange.Enrolled e ? e.deviceClass() : null);
    row.setString(8, cell(change));
    row.setString(9, reason(change));
  }

  static RegistryRecord read(ResultSet row) throws SQLException, IOException {
    long index = row.getLong("idx");
    try {
      return new RegistryRecord(
          index,
          Instant.ofEpochMilli(row.getLong("at_ms")),
          DeviceId.parse(text(row, "device")),
          change(row));
    } catch (EncodingException | InvalidKeyException | IllegalArgumentException e) {
      throw new IOException("the registry's row " + index + " is damaged: " + e.getMessage(), e);
    }
  }

  static Optional<String> key(RegistryChange change) {
    if (change instanceof RegistryChange.Enrolled enrolled) {
      return Optional.of(enrolled.key().didKey());
    }
    return change instanceof RegistryChange.KeyRotated rotated
        ? Optional.of(rotated.key().didKey())
        : Optional.empty();
  }

  private static RegistryChange change(ResultSet row)
      throws SQLException, EncodingException, InvalidKeyException {
    String name = text(row, "change");
    return switch (name) {
      case "enrolled" ->
        new RegistryChange.Enrolled(
            DeviceKey.ofDidKey(text(row, "device_key")),
            OperatorId.parse(text(row, "operator")),
            text(row, "device_class"),
            row.getString("cell") == null
                ? Optional.empty()
                : Optional.of(H3Cell.parse(text(row, "cell"))));
      case "activated" -> new RegistryChange.Activated();
      case "suspended" -> new RegistryChange.Suspended(text(row, "reason"));
      case "revoked" -> new RegistryChange.Revoked(text(row, "reason"));
      case "key-rotated" ->
        new RegistryChange.KeyRotated(DeviceKey.ofDidKey(text(row, "device_key")));
      case "transferred" -> new RegistryChange.Transferred(OperatorId.parse(text(row, "operator")));
      case "relocated" -> new RegistryChange.Relocated(H3Cell.parse(text(row, "cell")));
      default -> throw new EncodingException("change is " + EncodingException.shown(name));
    };
  }

  private static String name(RegistryChange change) {
    if (change instanceof RegistryChange.Enrolled) {
      return "enrolled";
    } else if (change instanceof RegistryChange.Activated) {
      return "activated";
    } else if (change instanceof RegistryChange.Suspended) {
      return "suspended";
    } else if (change instanceof RegistryChange.Revoked) {
      return "revoked";
    } else if (change instanceof RegistryChange.KeyRotated) {
      return "key-rotated";
    } else if (change instanceof RegistryChange.Transferred) {
      return "transferred";
    } else {
      return "relocated";
    }
  }

  private static @Nullable String operator(RegistryChange change) {
    if (change instanceof RegistryChange.Enrolled enrolled) {
      return enrolled.operator().text();
    }
    return change instanceof RegistryChange.Transferred transferred
        ? transferred.operator().text()
        : null;
  }

  private static @Nullable String cell(RegistryChange change) {
    if (change instanceof RegistryChange.Enrolled enrolled) {
      return enrolled.cell().map(H3Cell::toString).orElse(null);
    }
    return change instanceof RegistryChange.Relocated relocated
        ? relocated.cell().toString()
        : null;
  }

  private static @Nullable String reason(RegistryChange change) {
    if (change instanceof RegistryChange.Suspended suspended) {
      return suspended.reason();
    }
    return change instanceof RegistryChange.Revoked revoked ? revoked.reason() : null;
  }

  private static String text(ResultSet row, String column) throws SQLException, EncodingException {
    String value = row.getString(column);
    if (value == null) {
      throw new EncodingException(column + " is missing");
    }
    return value;
  }
}
