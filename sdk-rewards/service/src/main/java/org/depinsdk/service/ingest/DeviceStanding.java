package org.depinsdk.service.ingest;

import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.registry.DeviceState;

/**
 * How a device stands at a moment.
 *
 * @param state its state, empty where it is not enrolled
 * @param sessionKeys the keys of its sessions that run
 */
record DeviceStanding(Optional<DeviceState> state, List<DeviceKey> sessionKeys) {}
