/**
 * The network's log as a transparency log: the tree over its records, signed heads, receipts and published tiles.
 */
@NullMarked
package org.depinsdk.service.log;

import org.jspecify.annotations.NullMarked;
