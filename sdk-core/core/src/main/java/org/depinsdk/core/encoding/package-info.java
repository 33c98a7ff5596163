/**
 * Text and byte encodings that the identities of the field are written in.
 */
@NullMarked
package org.depinsdk.core.encoding;

import org.jspecify.annotations.NullMarked;
