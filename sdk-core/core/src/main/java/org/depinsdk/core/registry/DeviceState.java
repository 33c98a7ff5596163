package org.depinsdk.core.registry;

import java.time.Instant;
import java.util.Optional;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.OperatorId;

/**
 * A device's state at a moment.
 *
 * @param device which device
 * @param key the key it signed with
 * @param operator who was paid for it
 * @param status its status in its life cycle
 * @param deviceClass what it is
 * @param cell its asserted place
 * @param enrolledAt when it joined
 * @param since when this state began
 */
public record DeviceState(
    DeviceId device,
    DeviceKey key,
    OperatorId operator,
    DeviceStatus status,
    String deviceClass,
    Optional<H3Cell> cell,
    Instant enrolledAt,
    Instant since) {

  /**
   * The state after a change.
   *
   * @param record a record of this device, not its enrolment
   * @return the new state
   * @throws RegistryConflictException if the change does not fit the state
   */
  DeviceState after(RegistryRecord record) throws RegistryConflictException {
    RegistryChange change = record.change();
    checkNotRevoked(this, record);
    DeviceKey newKey = key;
    OperatorId newOperator = operator;
    DeviceStatus newStatus = status;
    Optional<H3Cell> newCell = cell;
    if (change instanceof RegistryChange.Enrolled) {
      throw conflict(record, "it is enrolled already");
    } else if (change instanceof RegistryChange.Activated) {
      if (status == DeviceStatus.ACTIVE) {
        throw conflict(record, "it is active already");
      }
      newStatus = DeviceStatus.ACTIVE;
    } else if (change instanceof RegistryChange.Suspended) {
      if (status == DeviceStatus.SUSPENDED) {
        throw conflict(record, "it is suspended already");
      }
      newStatus = DeviceStatus.SUSPENDED;
    } else if (change instanceof RegistryChange.Revoked) {
      newStatus = DeviceStatus.REVOKED;
    } else if (change instanceof RegistryChange.KeyRotated rotated) {
      newKey = rotated.key();
    } else if (change instanceof RegistryChange.Transferred transferred) {
      newOperator = transferred.operator();
    } else if (change instanceof RegistryChange.Relocated relocated) {
      newCell = Optional.of(relocated.cell());
    }
    return new DeviceState(
        device, newKey, newOperator, newStatus, deviceClass, newCell, enrolledAt, record.at());
  }

  static void checkNotRevoked(DeviceState state, RegistryRecord record)
      throws RegistryConflictException {
    if (state.status() == DeviceStatus.REVOKED) {
      throw conflict(record, "it is revoked");
    }
  }

  static RegistryConflictException conflict(RegistryRecord record, String why) {
    return new RegistryConflictException(record.device() + ": "
        + record.change().getClass().getSimpleName() + " does not fit, " + why);
  }
}
