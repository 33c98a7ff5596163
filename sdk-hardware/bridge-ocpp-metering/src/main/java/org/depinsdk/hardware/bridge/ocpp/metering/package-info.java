/**
 * Collects what meters signed, transaction by transaction, and puts it into the durable queue of the station's device agent.
 */
@NullMarked
package org.depinsdk.hardware.bridge.ocpp.metering;

import org.jspecify.annotations.NullMarked;
