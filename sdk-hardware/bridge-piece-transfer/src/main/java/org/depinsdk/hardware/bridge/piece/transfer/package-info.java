/** Transfer of pieces between clients and providers over gRPC: orders and receipts are signed, downloads are paid. */
@NullMarked
package org.depinsdk.hardware.bridge.piece.transfer;

import org.jspecify.annotations.NullMarked;
