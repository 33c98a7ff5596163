package org.depinsdk.core.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.DeviceStatus;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryView;

/**
 * An order to stop trusting devices: by a leaked key, by a serial number, or by a whole batch. It names no device;
 * {@link #targets} finds them in the registry, and each becomes a dated record there.
 */
public sealed interface Revocation {
  /**
   * Why, for the operators to read.
   *
   * @return 1 to 100 characters
   */
  String reason();

  /**
   * Whether the order applies to a device.
   *
   * @param history its keys
   * @param origin where it was made, empty if nobody recorded it
   * @return true if the device is to be revoked
   */
  boolean appliesTo(KeyHistory history, Optional<DeviceOrigin> origin);

  /**
   * A key that somebody else may hold. It applies to every device that has it now or ever had it: who held the old key could
   * sign the rotation.
   *
   * @param key the key
   * @param reason why
   */
  record OfKey(DeviceKey key, String reason) implements Revocation {
    /** Checks the reason. */
    public OfKey {
      checkReason(reason);
    }

    @Override
    public boolean appliesTo(KeyHistory history, Optional<DeviceOrigin> origin) {
      return history.hasHad(key);
    }
  }

  /**
   * One device by its manufacturer's number.
   *
   * @param manufacturer who made it
   * @param serial the number
   * @param reason why
   */
  record OfSerial(String manufacturer, String serial, String reason) implements Revocation {
    /** Checks the texts. */
    public OfSerial {
      DeviceOrigin.check("manufacturer", manufacturer);
      DeviceOrigin.check("serial", serial);
      checkReason(reason);
    }

    @Override
    public boolean appliesTo(KeyHistory history, Optional<DeviceOrigin> origin) {
      return origin
          .filter(o -> o.manufacturer().equals(manufacturer) && o.serial().equals(serial))
          .isPresent();
    }
  }

  /**
   * A whole batch.
   *
   * @param manufacturer who made it
   * @param batch the batch
   * @param reason why
   */
  record OfBatch(String manufacturer, String batch, String reason) implements Revocation {
    /** Checks the texts. */
    public OfBatch {
      DeviceOrigin.check("manufacturer", manufacturer);
      DeviceOrigin.check("batch", batch);
      checkReason(reason);
    }

    @Override
    public boolean appliesTo(KeyHistory history, Optional<DeviceOrigin> origin) {
      return origin
          .filter(o -> o.manufacturer().equals(manufacturer) && o.batch().equals(batch))
          .isPresent();
    }
  }

  /**
   * The devices that the order applies to and that are not revoked yet, ascending.
   *
   * @param view the registry
   * @param origins where devices were made, as far as known
   * @return their ids
   */
  default List<DeviceId> targets(RegistryView view, Map<DeviceId, DeviceOrigin> origins) {
    List<DeviceId> targets = new ArrayList<>();
    for (DeviceId device : view.devices()) {
      boolean revoked = view.latest(device)
          .map(DeviceState::status)
          .filter(DeviceStatus.REVOKED::equals)
          .isPresent();
      if (!revoked
          && appliesTo(KeyHistory.of(view, device), Optional.ofNullable(origins.get(device)))) {
        targets.add(device);
      }
    }
    return targets;
  }

  /**
   * The devices that the order applies to, that are not revoked yet, and whose origin the registry knows or does not matter.
   *
   * @param view the registry
   * @return their ids, ascending
   */
  default List<DeviceId> targets(RegistryView view) {
    Map<DeviceId, DeviceOrigin> origins = new HashMap<>();
    view.devices().forEach(d -> view.origin(d).ifPresent(origin -> origins.put(d, origin)));
    return targets(view, origins);
  }

  /**
   * What to record for each of the targets.
   *
   * @return the change
   */
  default RegistryChange.Revoked change() {
    return new RegistryChange.Revoked(reason());
  }

  private static void checkReason(String reason) {
    if (reason.isBlank() || reason.length() > 100 || !DeviceOrigin.isVisible(reason)) {
      throw new IllegalArgumentException(
          "a reason has 1 to 100 characters and no control characters, not "
              + EncodingException.shown(reason));
    }
  }
}
