/** X.509 certificate chains: strict reading, path validation that reports every problem, revocation lists. */
@NullMarked
package org.depinsdk.attestation.chain;

import org.jspecify.annotations.NullMarked;
