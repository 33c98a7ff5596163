/** Apple App Attest: keys of an app in the Secure Enclave, and what the app asserts with them. */
@NullMarked
package org.depinsdk.attestation.apple;

import org.jspecify.annotations.NullMarked;
