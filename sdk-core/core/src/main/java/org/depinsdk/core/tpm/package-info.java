/** What a device with a TPM 2.0 sends to show what it is. Plain data: the driver writes it, the verifier reads it. */
@NullMarked
package org.depinsdk.core.tpm;

import org.jspecify.annotations.NullMarked;
