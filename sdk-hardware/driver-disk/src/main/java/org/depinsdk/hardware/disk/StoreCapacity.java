package org.depinsdk.hardware.disk;

/**
 * How much a store holds and could hold, as the file system measures it.
 *
 * @param diskBytes size of the file system
 * @param freeBytes what the file system gives to this process now
 * @param pieces number of pieces
 * @param pieceBytes bytes of all pieces
 * @param roomBytes how many more bytes of pieces fit within the limits of the store
 */
public record StoreCapacity(
    long diskBytes, long freeBytes, long pieces, long pieceBytes, long roomBytes) {}
