/**
 * The records of a network's transparency log: small typed values, each the leaf of a Merkle tree, in one binary form.
 */
@NullMarked
package org.depinsdk.core.log;

import org.jspecify.annotations.NullMarked;
