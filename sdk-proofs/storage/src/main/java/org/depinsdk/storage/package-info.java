/** What all proofs of storage share: how sure a sample makes. */
@NullMarked
package org.depinsdk.storage;

import org.jspecify.annotations.NullMarked;
