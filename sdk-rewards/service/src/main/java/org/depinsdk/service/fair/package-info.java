/** Work of many senders, done in turns, so that none of them can hold up the others. */
@NullMarked
package org.depinsdk.service.fair;

import org.jspecify.annotations.NullMarked;
