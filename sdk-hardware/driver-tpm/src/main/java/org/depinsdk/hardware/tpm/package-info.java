/**
 * A {@link org.depinsdk.core.identity.DeviceSigner} whose key never leaves a TPM 2.0.
 *
 * <p>A TPM takes bytes and answers bytes; the dozen commands that a signer needs are written here by hand, from the TPM 2.0
 * Library Specification revision 1.59 (parts 1 to 3). The one Java library there is, TSS.Java 1.0.0, was looked at and left:
 * its last release is from 2020, it throws unchecked exceptions for whatever a TPM answers, reads lengths from answers
 * without a limit and from sockets without a deadline, speaks the Microsoft simulator's framing and not swtpm's, and brings
 * Bouncy Castle's old jar, which this project bans.
 */
@org.jspecify.annotations.NullMarked
package org.depinsdk.hardware.tpm;
