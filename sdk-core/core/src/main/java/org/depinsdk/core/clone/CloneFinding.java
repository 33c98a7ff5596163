package org.depinsdk.core.clone;

import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;

/**
 * One identity, used by two machines.
 *
 * @param reason which rule found it, a stable code of {@link CloneDetector}
 * @param device the identity
 * @param first a report of the one machine
 * @param second a report of the other machine
 */
public record CloneFinding(
    ReasonCode reason, DeviceId device, InstanceObservation first, InstanceObservation second) {}
