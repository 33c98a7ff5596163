/**
 * How a device's key and owner change, and how trust in it ends: rotations, transfers and revocations as signed
 * instructions. Each is checked against the registry and, if accepted, becomes a dated record there.
 */
@NullMarked
package org.depinsdk.core.lifecycle;

import org.jspecify.annotations.NullMarked;
