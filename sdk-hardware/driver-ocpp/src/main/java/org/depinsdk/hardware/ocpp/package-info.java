/**
 * Charging stations over OCPP 1.6J and 2.0.1: a {@link org.depinsdk.hardware.ocpp.CentralSystem} that stations dial in to, and
 * a {@link org.depinsdk.hardware.ocpp.ChargePoint} that dials a central system. What the meter of a station signed is handed on
 * byte for byte.
 */
@NullMarked
package org.depinsdk.hardware.ocpp;

import org.jspecify.annotations.NullMarked;
