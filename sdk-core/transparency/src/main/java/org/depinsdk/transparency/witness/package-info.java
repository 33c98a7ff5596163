/**
 * A witness of transparency logs (C2SP tlog-witness): what it decides, what it remembers, its HTTP server, and the clients that
 * ask several witnesses to cosign a checkpoint.
 */
@NullMarked
package org.depinsdk.transparency.witness;

import org.jspecify.annotations.NullMarked;
