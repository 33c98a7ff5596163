/** Evidence of a TPM 2.0: that it is genuine, that it holds a device's key, and what its platform booted. */
@NullMarked
package org.depinsdk.attestation.tpm;

import org.jspecify.annotations.NullMarked;
