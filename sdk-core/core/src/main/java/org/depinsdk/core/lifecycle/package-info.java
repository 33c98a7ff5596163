/**
 * How a device's key and owner change, and how trust in it ends: rotations, transfers and revocations as signed or stated
 * facts. Each is checked against the registry and, where it holds, becomes a dated record there.
 */
@NullMarked
package org.depinsdk.core.lifecycle;

import org.jspecify.annotations.NullMarked;
