/**
 * Public keys in the encodings of the field. Each class reads and writes one of them; what is read has passed the strict
 * rules of its key and is the one form that the class would write, unless its javadoc says otherwise.
 */
@NullMarked
package org.depinsdk.core.keys;

import org.jspecify.annotations.NullMarked;
