/**
 * Pieces: bytes with a commitment that anyone can check. A piece is expanded by two zero bits in 256 (fr32), its leaves of 32
 * bytes make a binary tree of truncated SHA-256, and its id ({@link org.depinsdk.storage.piece.PieceCid}) is the root with the
 * size, as on Filecoin (FRC-0069).
 *
 * <p>{@link org.depinsdk.storage.piece.PieceHasher} commits to a stream, {@link org.depinsdk.storage.piece.PieceProver} to a
 * source that several threads can read, and proves single leaves with a cached layer of the tree and a small part of the
 * bytes. {@link org.depinsdk.storage.piece.LeafProof} checks such a proof against the id alone.
 */
@NullMarked
package org.depinsdk.storage.piece;

import org.jspecify.annotations.NullMarked;
