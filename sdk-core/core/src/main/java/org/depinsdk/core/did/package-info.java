/** Decentralized identifiers (W3C DID 1.0) of the methods that DePIN networks use, and what can be resolved of them offline. */
@NullMarked
package org.depinsdk.core.did;

import org.jspecify.annotations.NullMarked;
