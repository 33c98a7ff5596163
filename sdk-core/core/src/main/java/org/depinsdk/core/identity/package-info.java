/**
 * Who a device is: its keys, its stable id, its operator, and what it signs. Every encoding is validated when a
 * value is made; a key or signature that exists has passed the strict rules.
 */
@NullMarked
package org.depinsdk.core.identity;

import org.jspecify.annotations.NullMarked;
