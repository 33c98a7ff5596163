package org.depinsdk.storage.piece;

/**
 * What is known of a piece when all its bytes have been hashed.
 *
 * @param piece its id
 * @param layer a middle layer of its tree, with which single leaves can be proven without all the bytes
 */
public record PieceCommitment(PieceCid piece, TreeLayer layer) {}
