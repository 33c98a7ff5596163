/**
 * Signed electricity meters: the formats in which meters of charging stations sign their values (OCMF and Alfen's), the
 * keys with which they sign, and the verifier {@code metering/1}, which turns a station's charging sessions into
 * watt-hours that anyone can check.
 */
@NullMarked
package org.depinsdk.metering;

import org.jspecify.annotations.NullMarked;
