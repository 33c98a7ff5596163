/** WebAuthn attestation statements, and the authenticator data that Apple's App Attest shares with them. */
@NullMarked
package org.depinsdk.attestation.webauthn;

import org.jspecify.annotations.NullMarked;
