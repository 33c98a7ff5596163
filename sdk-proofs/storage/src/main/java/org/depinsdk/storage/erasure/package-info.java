/**
 * Reed-Solomon codes over GF(2<sup>8</sup>): {@link org.depinsdk.storage.erasure.ReedSolomon} encodes and restores, {@link
 * org.depinsdk.storage.erasure.ErrorLocator} finds who changed a share.
 */
@NullMarked
package org.depinsdk.storage.erasure;

import org.jspecify.annotations.NullMarked;
