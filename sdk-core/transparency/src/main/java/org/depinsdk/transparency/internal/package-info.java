/** Strict forms of numbers, base64 and text. */
@NullMarked
package org.depinsdk.transparency.internal;

import org.jspecify.annotations.NullMarked;
