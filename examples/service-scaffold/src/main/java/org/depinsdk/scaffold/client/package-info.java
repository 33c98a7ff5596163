/**
 * The device side of the wire.
 */
@NullMarked
package org.depinsdk.scaffold.client;

import org.jspecify.annotations.NullMarked;
