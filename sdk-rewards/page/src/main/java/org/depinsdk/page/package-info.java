/** A network's epochs as one HTML page that needs nothing but a browser. */
@NullMarked
package org.depinsdk.page;

import org.jspecify.annotations.NullMarked;
