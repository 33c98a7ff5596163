/** The Merkle tree of RFC 6962: hashes, frontiers, inclusion and consistency proofs. */
@NullMarked
package org.depinsdk.transparency.tree;

import org.jspecify.annotations.NullMarked;
