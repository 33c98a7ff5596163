/** Attestation documents of AWS Nitro Enclaves. */
@NullMarked
package org.depinsdk.attestation.nitro;

import org.jspecify.annotations.NullMarked;
