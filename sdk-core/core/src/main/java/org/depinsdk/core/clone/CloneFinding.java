package org.depinsdk.core.clone;

import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;

/**
 * One identity, seen in two boxes.
 *
 * @param reason which rule found it, a stable code of {@link CloneDetector}
 * @param device the identity
 * @param first a report of the one box
 * @param second a report of the other box
 */
public record CloneFinding(
    ReasonCode reason, DeviceId device, InstanceObservation first, InstanceObservation second) {}
