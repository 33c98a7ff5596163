/** From pieces on a disk to their commitments and proofs. */
@NullMarked
package org.depinsdk.hardware.bridge.disk.storage;

import org.jspecify.annotations.NullMarked;
